"""Questions to look at (待处理的问题): filtered, grouped, marked in batches, exported."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from api.front_desk import FrontDesk
from api.pages.admin_frame import AdminPage, admin_page, see_other
from kb.ingest.attached import MAX_LENGTH
from kb.manage.alike import Grouping
from kb.manage.questions import SHOWN, STATES, Listed, State, grouped, listed, named, outcome_of
from kb.store.attached import hand_attached
from kb.store.pinned import known_pins
from kb.store.questions import KINDS, OUTCOMES, as_evaluation, mark

_Kind = Literal["", "not_found", "not_useful", "report"]


def router(desk: FrontDesk) -> APIRouter:
    """The pages about questions."""
    pages = APIRouter(prefix="/admin", include_in_schema=False, route_class=AdminPage)
    kept: dict[str, Grouping] = {}

    def found(kind: _Kind, done: State, q: str) -> Listed:
        desk.live.journal.flush()
        return listed(desk.live.library, kind=kind or None, state=done, words=q)

    def grouping() -> Grouping:
        """What groups them; what it understood before is kept as long as the index stays."""
        finder = desk.live.answerer.finder
        if "now" not in kept or kept["now"].finder is not finder:
            kept["now"] = Grouping(finder)
        return kept["now"]

    @pages.get("/questions", response_class=HTMLResponse)
    def shown(request: Request, kind: _Kind = "", done: State = "open", q: str = "", checked: bool = False
              ) -> HTMLResponse:
        session = desk.entered(request)
        seen = found(kind, done, q)
        return admin_page(desk, request, session, "admin_questions.html", groups=grouped(seen.questions, grouping()),
                          total=len(seen.questions), shown=min(SHOWN, len(seen.questions)), seen=seen, kinds=KINDS,
                          states=STATES, outcomes=OUTCOMES, kind=kind, done=done, q=q, checked=checked,
                          query=urlencode({"kind": kind, "done": done, "q": q}),
                          attached=hand_attached(desk.live.library), longest=MAX_LENGTH,
                          pins=known_pins(desk.live.library), statuses=desk.live.library.titles())

    @pages.get("/questions.jsonl")
    def export(request: Request, kind: _Kind = "", done: State = "open", q: str = "") -> Response:
        desk.entered(request)
        lines = as_evaluation(found(kind, done, q).questions, hand_attached(desk.live.library))
        return Response(lines, media_type="application/x-ndjson; charset=utf-8",
                        headers={"Content-Disposition": 'attachment; filename="questions.jsonl"'})

    @pages.post("/questions/mark")
    def marked(request: Request, outcome: Annotated[Literal["done", "irrelevant", "open"], Form()],
               keys: Annotated[list[str] | None, Form()] = None, back: str = Form("", max_length=1000),
               csrf: str = Form("")) -> Response:
        desk.writing(request, csrf)
        chosen = [(q.kind, q.question) for q in named(desk.live.library, keys or ())]
        mark(desk.live.library, chosen, outcome_of(outcome))
        return see_other(f"/admin/questions?{back}")

    return pages
