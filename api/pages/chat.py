"""The chat page (问答页): /, and /?q=… with that question answered, readable without JavaScript."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.live import Live
from api.pages.site import render
from kb.errors import KBError
from kb.filters import checked_scope, scope_names
from kb.types import Query

EXAMPLES = ("党支部书记每年至少上几次党课", "支委会多久开一次", "党员每年要学多少学时", "党总支每届任期几年")


def router(live: Live) -> APIRouter:
    """The page, over what is live."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/", response_class=HTMLResponse)
    def chat(request: Request, q: str = "", scope: str = "") -> HTMLResponse:
        answer, error = None, None
        try:
            answer = live.answerer.answer(Query(q, scope=checked_scope(scope))) if q.strip() else None
        except KBError as e:
            error = str(e)
        return render(request, "chat.html", question=q, answer=answer, error=error, scope=scope, scopes=scope_names(),
                      examples=EXAMPLES, cited={c.clause.id: c for c in answer.clauses} if answer else {})

    return pages
