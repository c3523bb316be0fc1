"""One topic across kinds of organisation (对比页): /compare?topic=党课."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.live import Live
from api.site import render
from kb.answer.engine import MAX_QUESTION
from kb.language.occurrences import pieces
from kb.show.browse import kinds_present
from kb.show.compare import compare as compared
from kb.show.compare import offered, topic_named
from kb.types import Status

_RANKED = 200


def router(live: Live) -> APIRouter:
    """The page, over what is live."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/compare", response_class=HTMLResponse)
    def compare(request: Request, topic: str = "", scope: Annotated[list[str] | None, Query()] = None) -> HTMLResponse:
        answerer = live.answerer
        with live.library.snapshot() as library:
            titles = {i: title for i, (title, status) in library.titles().items() if status != Status.REPEALED}
            clauses = [c for c in library.clauses() if c.document_id in titles]
            obligations = library.obligations()
        kinds = kinds_present(clauses)
        chosen = [k for k in scope or () if k in kinds]
        wanted = topic_named(topic[:MAX_QUESTION]) if topic.strip() else None
        found, marked = None, {}
        if wanted is not None:
            ranked = [c.clause.id for c in answerer.search(wanted.name, k=_RANKED)]
            found = compared(wanted, clauses, obligations, titles, ranked, kinds=chosen)
            marked = {c.id: pieces(c.text, wanted.spans(c.text)) for column in found.columns for c in column.clauses}
        return render(request, "compare.html", topic=topic.strip(), topics=[t.name for t in offered(clauses, titles)],
                      kinds=kinds, chosen=chosen, found=found, marked=marked, titles=titles)

    return pages
