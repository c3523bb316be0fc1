"""The table of obligations (职责事项页): /obligations, by role, kind of organisation and document."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.live import Live
from api.site import render
from kb.errors import KBError
from kb.language.vocabulary import roles
from kb.question.filters import checked_role, checked_scope
from kb.show.browse import kinds_present
from kb.show.lookup import roles_bound, select_obligations
from kb.types import Clause, Obligation

_PAGE = 500


def router(live: Live) -> APIRouter:
    """The page, over what is live."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/obligations", response_class=HTMLResponse)
    def obligations(request: Request, scope: str = "", role: str = "", document: str = "",
                    page: str = "1") -> HTMLResponse:
        live.check()
        with live.library.snapshot() as library:
            clauses, found, documents = library.clauses(), library.obligations(), library.titles()
        titles = {i: title for i, (title, _) in documents.items()}
        every = select_obligations(clauses, found, titles)
        rows, error = every, None
        try:
            rows = select_obligations(clauses, found, titles, scope=checked_scope(scope), role=checked_role(role),
                                      document=document or None)
        except KBError as e:
            rows, error = [], str(e)
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
        count = max(1, -(-len(rows) // _PAGE))
        number = min(max(number, 1), count)
        bound = {name for o, c, _ in every for name in roles_bound(o, c)}
        return render(request, "obligations.html", error=error, total=len(rows), page=number, pages=count,
                      groups=_grouped(rows[(number - 1) * _PAGE:number * _PAGE]), scope=scope, role=role,
                      document=document, kinds=kinds_present(clauses), titles=titles,
                      states={i: status for i, (_, status) in documents.items()},
                      roles=[r.name for r in roles() if r.name in bound])

    return pages


def _grouped(rows: list[tuple[Obligation, Clause, str]]) -> list[tuple[str, str, list[tuple[Obligation, Clause]]]]:
    """Rows under the title of their document and list."""
    return [(title, name, [(o, c) for o, c, _ in own])
            for (title, name), own in groupby(rows, key=lambda r: (r[2], r[1].list_title))]
