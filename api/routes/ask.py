"""Asking (提问): POST /api/ask."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from api.live import Live
from api.request_schemas import AskRequest
from api.schemas import AnswerOut
from kb.question.filters import checked_day, checked_role, checked_scope
from kb.show.objects import answer_object
from kb.types import Query


def router(live: Live) -> APIRouter:
    """The routes, over what is live."""
    routes = APIRouter(prefix="/api", tags=["问答"])

    @routes.post("/ask", summary="回答一个问题，附条款", response_model=AnswerOut, response_model_exclude_unset=True,
                 response_description="回答；没有条款回答它也是 200，status 为 not_found")
    def ask(asked: AskRequest, request: Request) -> dict[str, Any]:
        """直接回答一个问题，并给出所依据的条款，引文逐字核对过。追问时把先前的问题放在 history 里。"""
        request.state.question = asked.question
        return answer_object(live.ask(Query(
            asked.question, tuple(asked.history), checked_scope(asked.scope), checked_role(asked.role), asked.k,
            checked_day(asked.as_of))))

    return routes
