"""The chat page (问答页): /, and /?q=… with that question answered, readable without JavaScript.

An answer is rendered in one place, the template _answer.html: within the page, and as the fragment that the page's
script asks for. /embed is the same page in a frame that fits into other pages.
"""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.live import Live
from api.request_schemas import AskRequest, ConversationRequest
from api.site import render
from kb.data import load_toml
from kb.errors import KBError
from kb.language.vocabulary import roles
from kb.question.filters import checked_day, checked_role, checked_scope, scope_names
from kb.show.card import Card, present
from kb.show.export.conversation import answered
from kb.show.further import offered
from kb.types import Query


def router(live: Live) -> APIRouter:
    """The page and its fragments, over what is live."""
    pages = APIRouter(include_in_schema=False)

    def card(query: Query) -> Card:
        return present(query, live.ask(query), asked_on=date.today())

    def chat(request: Request, *, q: str, h: str, scope: str, role: str, day: str, start: str) -> HTMLResponse:
        cards, error = [], None
        try:
            checked = (checked_scope(scope), checked_role(role))
            query = Query(q, (h,) if h.strip() else (), *checked, as_of=checked_day(day))
            cards = [card(query)] if q.strip() else []
        except KBError as e:
            error = str(e)
        return render(request, "chat.html", question=q, cards=cards, error=error, scope=scope, role=role, day=day,
                      start=start, scopes=scope_names(), roles=[r.name for r in roles()],
                      examples=load_toml("examples.toml")["example"])

    @pages.get("/", response_class=HTMLResponse)
    def page(request: Request, q: str = "", h: str = "", scope: str = "", role: str = "",
             as_of: str = "") -> HTMLResponse:
        return chat(request, q=q, h=h, scope=scope, role=role, day=as_of, start="/")

    @pages.get("/embed", response_class=HTMLResponse)
    def embedded(request: Request, q: str = "", h: str = "", scope: str = "", role: str = "",
                 as_of: str = "") -> HTMLResponse:
        return chat(request, q=q, h=h, scope=scope, role=role, day=as_of, start="/embed")

    @pages.post("/answer", response_class=HTMLResponse)
    def answer(request: Request, asked: AskRequest) -> HTMLResponse:
        query = Query(asked.question, tuple(asked.history), checked_scope(asked.scope), checked_role(asked.role),
                      as_of=checked_day(asked.as_of))
        return render(request, "_answers.html", cards=[card(query)])

    @pages.post("/further", response_class=HTMLResponse)
    def more(request: Request, asked: AskRequest) -> HTMLResponse:
        query = Query(asked.question, tuple(asked.history), checked_scope(asked.scope), checked_role(asked.role),
                      as_of=checked_day(asked.as_of))
        filters = [(name, value) for name, value in (("scope", asked.scope), ("role", asked.role),
                                                     ("as_of", asked.as_of)) if value]
        return render(request, "_further.html", questions=offered(query, live.answerer, live.library), filters=filters)

    @pages.post("/answers", response_class=HTMLResponse)
    def answers(request: Request, conversation: ConversationRequest) -> HTMLResponse:
        cards = answered(conversation.as_turns(), live.ask, today=date.today())
        return render(request, "_answers.html", cards=cards)

    return pages
