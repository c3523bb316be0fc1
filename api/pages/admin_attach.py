"""A question and the clause that answers it (关联、指定条款): looked for, tried, decided, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from api.front_desk import FrontDesk
from api.pages.admin_frame import AdminPage, admin_page, see_other
from kb.answer.engine import MAX_QUESTION
from kb.answer.opening import answer_with
from kb.ingest.attached import MAX_LENGTH
from kb.manage.administration import Desk, attach, detach
from kb.manage.alike import Grouping
from kb.manage.pinning import pin_questions, unpin_question
from kb.manage.questions import SHOWN
from kb.store.questions import open_questions
from kb.store.register import Actor
from kb.types import Query


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

    @pages.get("/questions/try", response_class=HTMLResponse)
    def tried(request: Request, clause: str, question: str) -> HTMLResponse:
        session = desk.entered(request)
        live, query = desk.live, Query(question[:MAX_QUESTION])
        chosen = live.library.clause(clause)
        alike = [r.question for r in open_questions(live.library)[:SHOWN]
                 if r.question != question and len(r.question) <= MAX_LENGTH]
        words = " ".join(question.split())
        known = chosen.id, words
        attached = None if not 0 < len(words) <= MAX_LENGTH or known in live.library.questions() else answer_with(
            live.library, live.settings, live.answerer, chosen, words, query)
        grouping = Grouping(live.answerer.finder)
        return admin_page(desk, request, session, "admin_try.html", question=question, clause=chosen,
                          document=live.library.document(chosen.document_id), before=live.answerer.answer(query),
                          attached=attached,
                          after=live.answerer.standing_on(query, clause),
                          alike=[a for a in dict.fromkeys(alike) if grouping.alike(question, a)])

    def begun(request: Request, csrf: str, name: str, work: Callable[[Desk, Actor], str]) -> Response:
        """The change begun as a job in the name of whoever asked for it; its page is shown."""
        actor = desk.writing(request, csrf)
        return see_other(f"/admin/jobs/{desk.start(name, lambda at: work(at, actor)).id}")

    @pages.post("/questions/pin")
    def pinned(request: Request, question: Annotated[list[str], Form()], clause: str = Form(), csrf: str = Form("")
               ) -> Response:
        def work(at: Desk, actor: Actor) -> str:
            text = pin_questions(at, actor, clause, question).text
            return f"已指定：{len(question)} 个问法由“{text[:30]}…”回答。"

        return begun(request, csrf, "指定条款", work)

    @pages.post("/pinned/{pin_id}/remove")
    def unpinned(request: Request, pin_id: int, csrf: str = Form("")) -> Response:
        def work(at: Desk, actor: Actor) -> str:
            unpin_question(at, actor, pin_id)
            return "已取消指定，照常由检索来答。"

        return begun(request, csrf, "取消指定", work)

    @pages.post("/questions/attach")
    def attached(request: Request, clause: str = Form(), question: str = Form(), csrf: str = Form("")) -> Response:
        def work(at: Desk, actor: Actor) -> str:
            text = attach(at, actor, clause, question).text
            return f"已关联到“{text[:30]}…”，以后这样问会更容易找到它。"

        return begun(request, csrf, "关联相似问", work)

    @pages.post("/attached/{attached_id}/remove")
    def removed(request: Request, attached_id: int, csrf: str = Form("")) -> Response:
        def work(at: Desk, actor: Actor) -> str:
            detach(at, actor, attached_id)
            return "已解除。"

        return begun(request, csrf, "解除相似问", work)

    return pages
