"""The library's front page (文件页): /documents, every document by kind of organisation, and a search in all."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.live import Live
from api.site import render
from kb.errors import QuestionError
from kb.question.filters import checked_scope
from kb.show.browse import kinds_present, search_clauses, shelves


def router(live: Live) -> APIRouter:
    """The page, over what is live."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/documents", response_class=HTMLResponse)
    def documents(request: Request, q: str = "", scope: str = "") -> HTMLResponse:
        result, error, chosen = None, None, None
        try:
            chosen = checked_scope(scope)
            result = search_clauses(live.answerer, q.strip(), scope=chosen) if q.strip() else None
        except QuestionError as e:
            error = str(e)
        with live.library.snapshot() as library:
            clauses, held = library.clauses(), library.documents()
        found = [] if result else shelves(held, clauses, scope=chosen)
        return render(request, "documents.html", question=q.strip(), scope=chosen or "", kinds=kinds_present(clauses),
                      shelves=found, result=result, error=error)

    return pages
