"""Reading a clause (条款): GET /api/clauses/{id}."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path

from api.layers.problem import documented
from api.live import Live
from api.schemas import ClauseDetailOut
from kb.errors import NotFoundError
from kb.show.lookup import clause_as_it_stood, clause_in_context


def router(live: Live) -> APIRouter:
    """The routes, over what is live."""
    routes = APIRouter(prefix="/api", tags=["查阅"])

    @routes.get("/clauses/{clause_id}", summary="一条条款和它的前后", response_model=ClauseDetailOut,
                response_description="条款", responses=documented(404))
    def clause(clause_id: Annotated[str, Path(max_length=200, description="条款编号")]) -> dict[str, Any]:
        """一条条款的原文、出处、前后的条款，和它规定的职责事项。"""
        try:
            return clause_in_context(live.library, clause_id).as_object()
        except NotFoundError:
            if not live.cites(clause_id):
                raise
            return clause_as_it_stood(live.library, clause_id).as_object()

    return routes
