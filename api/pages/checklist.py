"""The checklist of a role (清单页): /checklist, readable and printable without JavaScript; with it, to be ticked."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.front_desk import FrontDesk
from api.lists import Lists
from api.site import render
from kb.checklist.items import Checklist
from kb.checklist.page import page_parts
from kb.checklist.words import amount
from kb.errors import QuestionError
from kb.language.vocabulary import GENERAL_SCOPE, roles
from kb.question.filters import scope_names

_FIRST, _LAST = 1949, 2100


def router(desk: FrontDesk, lists: Lists) -> APIRouter:
    """The page, over what is live."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/checklist", response_class=HTMLResponse)
    def checklist(request: Request, scope: str = "", role: str = "", year: str = "") -> HTMLResponse:
        desk.live.check()
        found: Checklist | None = None
        error = None
        this_year = desk.live.library.today().year
        stated = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else this_year
        try:
            if scope or role:
                found = lists.checklist(role, scope, min(max(stated, _FIRST), _LAST))
        except QuestionError as e:
            error = str(e)
        session = desk.auth.session(request) if desk.auth.on else None
        signed_in = session is not None and session.signed_in
        return render(request, "checklist.html", found=found, error=error, scope=scope, role=role,
                      year=found.year if found else stated, parts=page_parts(found) if found else [], amount=amount,
                      scopes=[s for s in scope_names() if s != GENERAL_SCOPE], roles=[r.name for r in roles()],
                      csrf=session.csrf if session is not None and signed_in else "")

    return pages
