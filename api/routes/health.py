"""Whether the service runs and can answer (健康检查)."""

from __future__ import annotations

from fastapi import APIRouter

from api.live import Live


def router(_live: Live) -> APIRouter:
    """The routes, over what is live."""
    routes = APIRouter(tags=["运行"])

    @routes.get("/healthz", summary="进程是否在运行")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @routes.get("/readyz", summary="是否可以回答问题")
    def readyz() -> dict[str, str]:
        return {"status": "ok"}

    return routes
