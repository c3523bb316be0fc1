"""Questions to look at (待处理的问题): filtered, marked as dealt with, exported, attached to a clause."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from api.front_desk import FrontDesk
from api.pages.admin_frame import AdminPage, admin_page, see_other
from kb.answer.engine import MAX_QUESTION
from kb.ingest.attached import MAX_LENGTH
from kb.manage.administration import Desk, attach, detach
from kb.store.attached import hand_attached
from kb.store.questions import KINDS, Kind, OpenQuestion, as_evaluation, mark, open_questions

_SHOWN = 200
_Kind = Literal["", "not_found", "not_useful", "report"]
_Done = Literal["open", "done", "all"]
_DONE: dict[str, bool | None] = {"open": False, "done": True, "all": None}


def router(desk: FrontDesk) -> APIRouter:
    """The pages about questions."""
    pages = APIRouter(prefix="/admin", include_in_schema=False, route_class=AdminPage)

    def found(kind: _Kind, done: _Done, q: str) -> list[OpenQuestion]:
        desk.live.journal.flush()
        return open_questions(desk.live.library, kind=kind or None, done=_DONE[done], words=q)

    @pages.get("/questions", response_class=HTMLResponse)
    def shown(request: Request, kind: _Kind = "", done: _Done = "open", q: str = "") -> HTMLResponse:
        session = desk.entered(request)
        rows = found(kind, done, q)
        return admin_page(desk, request, session, "admin_questions.html", rows=rows[:_SHOWN], total=len(rows),
                          kinds=KINDS, kind=kind, done=done, q=q, query=urlencode({"kind": kind, "done": done, "q": q}),
                          attached=hand_attached(desk.live.library), longest=MAX_LENGTH)

    @pages.get("/questions.jsonl")
    def export(request: Request, kind: _Kind = "", done: _Done = "open", q: str = "") -> Response:
        desk.entered(request)
        lines = as_evaluation(found(kind, done, q), hand_attached(desk.live.library))
        return Response(lines, media_type="application/x-ndjson; charset=utf-8",
                        headers={"Content-Disposition": 'attachment; filename="questions.jsonl"'})

    @pages.post("/questions/mark")
    def marked(request: Request, kind: Annotated[Kind, Form()], question: str = Form(), done: bool = Form(True),
               back: str = Form("", max_length=1000), csrf: str = Form("")) -> Response:
        desk.writing(request, csrf)
        mark(desk.live.library, [(kind, question)], "done" if done else None)
        return see_other(f"/admin/questions?{back}")

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
