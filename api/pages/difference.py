"""Two documents compared clause by clause (对照页): /diff?old=…&new=…, and the same as a Word file."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.live import Live
from api.pages.export import word_file
from api.site import render
from kb.cite import Edition, editions
from kb.show.difference import KINDS, Difference, difference, side_named, summary, where
from kb.show.export.difference import difference_docx
from kb.types import Document

_NAME = 200


def router(live: Live) -> APIRouter:
    """The pages, over what is live."""
    pages = APIRouter(include_in_schema=False)

    def compared(old: str, new: str) -> Difference:
        return difference(side_named(live.library, old[:_NAME]), side_named(live.library, new[:_NAME]))

    @pages.get("/diff", response_class=HTMLResponse)
    def shown(request: Request, old: str = "", new: str = "") -> HTMLResponse:
        documents = live.library.documents()
        found = compared(old, new) if old and new else None
        return render(request, "diff.html", found=found, old=old, new=new, documents=documents,
                      names=_names(documents), kinds=KINDS, summary=summary, where=where)

    @pages.get("/diff.docx")
    def file(old: str, new: str) -> Response:
        today = live.library.today()
        return word_file(difference_docx(compared(old, new), today=today), name="条款对照", plain="diff", today=today)

    return pages


def _names(documents: list[Document]) -> dict[str, str]:
    """The titles by id, told apart where they are the same."""
    apart = editions(Edition(d.id, d.title, d.source, d.issuer, d.number, d.date, d.effective_from) for d in documents)
    return {d.id: d.title + (f"（{apart[d.id]}）" if d.id in apart else "") for d in documents}
