"""The chat page (问答页): /, and /?q=… with that question answered, readable without JavaScript.

An answer is rendered in one place, the template _answer.html: within the page, and as the fragment that the page's
script asks for. /embed is the same page in a frame that fits into other pages; /embed/link is it by itself, for the
window that another program opens; either is there with large letters, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi import Query as QueryParameter
from fastapi.responses import HTMLResponse

from api.layers.rate import charge
from api.layers.refusal import Refusal
from api.live import Live
from api.request_schemas import AskRequest, ConversationRequest
from api.site import render
from kb.errors import QuestionError
from kb.language.vocabulary import roles
from kb.question.filters import checked_day, checked_role, checked_scope, scope_names
from kb.show.card import Card, present
from kb.show.export.conversation import Turn, answered
from kb.show.further import offered
from kb.types import Query

# So many earlier turns, of so many characters, are carried on by a page without script, in its address.
MOST_EARLIER = 8
MOST_TEXT = 3000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the page asks: a question with the reader's filters, behind the turns before it."""

    q: str
    scope: str
    role: str
    as_of: str
    earlier: tuple[Turn, ...]


Texts = Annotated[list[str] | None, QueryParameter()]


def asked_on_page(q: str = "", scope: str = "", role: str = "", as_of: str = "", h: Texts = None, hs: Texts = None,
                  hr: Texts = None, hd: Texts = None) -> Asked:
    """Earlier questions are `h`, their filters `hs`, `hr` and `hd`, each as often, as the form of the page sends them.
    """
    parts = zip_longest(h or [], (hs or [])[:len(h or [])], (hr or [])[:len(h or [])], (hd or [])[:len(h or [])],
                        fillvalue="")
    turns = [Turn(question, s or None, r or None, d or None) for question, s, r, d in parts if question.strip()]
    return Asked(q, scope, role, as_of, tuple(turns[-MOST_EARLIER:]))


def _carried(cards: Sequence[Card]) -> list[Turn]:
    """The turns that the next question carries on: the last, as many as an address holds; the first as understood."""
    kept: list[Card] = []
    for card in reversed(cards[-MOST_EARLIER:]):
        if kept and sum(len(c.question) for c in (*kept, card)) > MOST_TEXT:
            break
        kept.insert(0, card)
    return [Turn((c.understood_as or c.question) if n == 0 and len(kept) < len(cards) else c.question, c.scope, c.role,
                 c.as_of.isoformat() if c.as_of else "") for n, c in enumerate(kept)]


def router(live: Live) -> APIRouter:
    """The page and its fragments, over what is live."""
    pages = APIRouter(include_in_schema=False)

    def card(query: Query) -> Card:
        return present(query, live.ask(query), asked_on=date.today())

    def chat(request: Request, asked: Asked, start: str) -> HTMLResponse:
        cards, error = [], None
        try:
            query = Query(asked.q, tuple(t.question for t in asked.earlier), checked_scope(asked.scope),
                          checked_role(asked.role), as_of=checked_day(asked.as_of))
            if asked.q.strip():
                charge(request, len(asked.earlier))
                cards = answered(asked.earlier, live.again, today=date.today()) if asked.earlier else []
                cards.append(card(query))
        except (QuestionError, Refusal) as e:
            error = str(e)
        return render(request, "chat.html", question=asked.q, cards=cards, error=error, scope=asked.scope,
                      carried=_carried(cards), role=asked.role, day=asked.as_of, start=start, scopes=scope_names(),
                      roles=[r.name for r in roles()], begin=live.start())

    @pages.get("/", response_class=HTMLResponse)
    def page(request: Request, asked: Annotated[Asked, Depends(asked_on_page)]) -> HTMLResponse:
        return chat(request, asked, "/")

    @pages.get("/embed/large", response_class=HTMLResponse)
    @pages.get("/embed/link", response_class=HTMLResponse)
    @pages.get("/embed/link/large", response_class=HTMLResponse)
    @pages.get("/embed", response_class=HTMLResponse)
    def embedded(request: Request, asked: Annotated[Asked, Depends(asked_on_page)]) -> HTMLResponse:
        return chat(request, asked, "/embed")

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
