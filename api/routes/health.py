"""Whether the service runs and can answer (健康检查)."""

from __future__ import annotations

from fastapi import APIRouter

from api.layers.problem import documented
from api.live import Live
from api.schemas import StateOut


def router(live: Live) -> APIRouter:
    """The routes, over what is live."""
    routes = APIRouter(tags=["运行"])

    @routes.get("/healthz", summary="进程是否在运行", response_description="在运行")
    async def healthz() -> StateOut:
        """只说明进程活着，不查别的。"""
        return StateOut(status="ok")

    @routes.get("/readyz", summary="是否可以回答问题", response_description="可以", responses=documented(503))
    def readyz() -> StateOut:
        """知识库读得出、索引已载入时为 200，否则为 503 并说明原因。"""
        live.check()
        return StateOut(status="ok")

    return routes
