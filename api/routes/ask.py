"""Asking (提问): POST /api/ask."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.live import Live
from api.schemas import AskRequest
from kb.filters import checked_role, checked_scope
from kb.render import answer_object
from kb.types import Query


def router(live: Live) -> APIRouter:
    """The routes, over what is live."""
    routes = APIRouter(prefix="/api", tags=["问答"])

    @routes.post("/ask", summary="回答一个问题，附条款")
    def ask(request: AskRequest) -> dict[str, Any]:
        return answer_object(live.ask(Query(
            request.question, tuple(request.history), checked_scope(request.scope), checked_role(request.role),
            request.k)))

    return routes
