"""Feedback (反馈): POST /api/feedback."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.layers.problem import documented
from api.live import Live
from api.request_schemas import FeedbackRequest
from kb.errors import QuestionError
from kb.question.filters import checked_question
from kb.store.journal import Feedback


def router(live: Live) -> APIRouter:
    """The routes, over what is live."""
    routes = APIRouter(prefix="/api", tags=["问答"])

    @routes.post("/feedback", status_code=204, summary="评价一个回答（有用/没用），或反馈给管理员",
                 response_description="已记下", responses=documented(409))
    def feedback(request: FeedbackRequest) -> Response:
        """记下来，供管理员在管理页查看。"""
        if not request.question.strip():
            raise QuestionError("反馈是空的：请写明是哪个问题。")
        live.journal.feedback(Feedback(
            checked_question(request.question), request.kind, tuple(map(checked_question, request.history)),
            request.scope, request.role, request.status, request.useful, checked_question(request.remark),
            tuple(request.clauses)))
        return Response(status_code=204)

    return routes
