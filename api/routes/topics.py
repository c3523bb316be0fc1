"""Topics compared (专题对照): GET /api/topics and GET /api/topics/{name}."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api.layers.problem import documented
from api.live import Live
from api.topic_schemas import TopicName, TopicOut, TopicQuery
from kb.training.topics.library import library_topic
from kb.training.topics.objects import topic_object, topics_object
from kb.training.topics.topic import topics as known


def router(live: Live) -> APIRouter:
    """The routes, over what is live."""
    routes = APIRouter(prefix="/api", tags=["查阅"])

    @routes.get("/topics", summary="可以对照的专题", response_model=list[TopicName],
                response_description="专题和它包括的几件事", responses=documented())
    def topics() -> list[dict[str, Any]]:
        """知识库建议的专题；别的说法也可以直接对照。"""
        return topics_object(known())

    @routes.get("/topics/{name}", summary="一个专题在各类单位的规定", response_model=TopicOut,
                response_description="每条规定一行；哪些单位没有规定，哪些有规定而没有写数", responses=documented())
    def topic(name: Annotated[str, Path(max_length=40, description="专题，或自己的说法，如 三会一课")],
              wanted: Annotated[TopicQuery, Query()]) -> dict[str, Any]:
        """一个专题的全部规定：谁、多少、出处，同类单位里不一致的标出来，各类单位的差别用一句话说明。"""
        return topic_object(library_topic(live.library, name=name, scopes=tuple(wanted.scope)))

    return routes
