"""A quiz for trainers (试题): POST /api/quiz."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.layers.problem import documented
from api.live import Live
from api.quiz_schemas import QuizItemOut, QuizRequest
from kb.training.quiz.library import library_quiz
from kb.training.quiz.objects import item_object


def router(live: Live) -> APIRouter:
    """The route, over what is live."""
    routes = APIRouter(prefix="/api", tags=["查阅"])

    @routes.post("/quiz", summary="按条款出题", response_model=list[QuizItemOut],
                 response_description="各题，按题型排列", responses=documented(422, 429))
    def quiz(wanted: QuizRequest) -> list[dict[str, Any]]:
        """单选、多选、判断、填空、配对、简答；每道题的答案都附条款原文和出处。同一个 seed 出同一套题。"""
        return [item_object(i) for i in library_quiz(
            live.library, topics=wanted.topics(), kinds=wanted.kinds(), n=wanted.n, seed=wanted.seed,
            types=wanted.types())]

    return routes
