"""A question and the clause that answers it (关联条款): looked for, attached, taken away again."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from api.front_desk import FrontDesk
from api.pages.admin_frame import AdminPage, admin_page, see_other
from kb.answer.engine import MAX_QUESTION
from kb.ingest.attached import MAX_LENGTH
from kb.manage.administration import Desk, attach, detach


def router(desk: FrontDesk) -> APIRouter:
    """The pages from a question to a clause."""
    pages = APIRouter(prefix="/admin", include_in_schema=False, route_class=AdminPage)

    @pages.get("/questions/attach", response_class=HTMLResponse)
    def choose(request: Request, question: str = "", q: str = "") -> HTMLResponse:
        session = desk.entered(request)
        sought = (q or question)[:MAX_QUESTION]
        clauses = desk.live.answerer.search(sought, k=10) if any(c.isalnum() for c in sought) else []
        return admin_page(desk, request, session, "admin_attach.html", question=question, q=q, clauses=clauses,
                          longest=MAX_LENGTH)

    @pages.post("/questions/attach")
    def attached(request: Request, clause: str = Form(), question: str = Form(), csrf: str = Form("")) -> Response:
        actor = desk.writing(request, csrf)

        def work(at: Desk) -> str:
            text = attach(at, actor, clause, question).text
            return f"已关联到“{text[:30]}…”，以后这样问会更容易找到它。"

        return see_other(f"/admin/jobs/{desk.start('关联相似问', work).id}")

    @pages.post("/attached/{attached_id}/remove")
    def removed(request: Request, attached_id: int, csrf: str = Form("")) -> Response:
        actor = desk.writing(request, csrf)

        def work(at: Desk) -> str:
            detach(at, actor, attached_id)
            return "已解除。"

        return see_other(f"/admin/jobs/{desk.start('解除相似问', work).id}")

    return pages
