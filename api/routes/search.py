"""Searching (检索): GET /api/search."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.live import Live
from api.request_schemas import SearchQuery
from api.schemas import SearchOut
from kb.question.filters import checked_day, checked_role, checked_scope
from kb.show.objects import cited_object


def router(live: Live) -> APIRouter:
    """The routes, over what is live."""
    routes = APIRouter(prefix="/api", tags=["问答"])

    @routes.get("/search", summary="检索条款，只排序，不作答", response_model=SearchOut,
                response_description="条款，最好的在前")
    def search(wanted: Annotated[SearchQuery, Query()]) -> dict[str, Any]:
        """按词语或整句检索条款。"""
        found = live.answerer.search(wanted.q, retriever=wanted.retriever, k=wanted.k,
                                     scope=checked_scope(wanted.scope), role=checked_role(wanted.role),
                                     as_of=checked_day(wanted.as_of), everything=wanted.repealed)
        return {"query": wanted.q, "retriever": wanted.retriever, "clauses": [cited_object(c) for c in found]}

    return routes
