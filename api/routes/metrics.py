"""Measurements for Prometheus (监测指标): GET /metrics."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from api.layers.metrics import Metrics


def router(measured: Metrics) -> APIRouter:
    """The route, over what is measured."""
    routes = APIRouter(tags=["运行"])

    @routes.get("/metrics", summary="监测指标（Prometheus）", response_class=PlainTextResponse,
                response_description="Prometheus 的文本格式")
    def metrics() -> Response:
        """请求数、用时、各种结果的回答数、知识库的大小。"""
        return Response(measured.exposition(), media_type=CONTENT_TYPE_LATEST)

    return routes
