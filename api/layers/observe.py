"""Watching over every request (观测): its id, one line in the log, its measurements; and an end for what went wrong."""

from __future__ import annotations

import logging
import time
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.layers import request_id
from api.layers.metrics import Metrics
from api.layers.paths import is_unlimited
from api.layers.problem import problem

_log = logging.getLogger("api.request")


class Observe:
    """ASGI middleware. Question text is logged only where `log_questions` says so; query strings never are."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, log_questions: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._log_questions = log_questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = request_id.accepted_or_new(Headers(scope=scope).get(request_id.HEADER))
        token = request_id.current.set(number)
        status: int | None = None

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[request_id.HEADER] = number
            await send(message)

        began = time.perf_counter()
        try:
            with self._metrics.in_flight.track_inprogress():
                await self._app(scope, receive, noting)
        except Exception:
            _log.exception("unexpected error")
            if status is not None:  # it is too late to say so: the connection must break, or half would pass for whole
                raise
            await problem(500, "服务内部出错，已记录。请稍后再试，或联系管理员。")(scope, receive, noting)
        finally:
            self._finish(scope, status or 499, time.perf_counter() - began)
            request_id.current.reset(token)

    def _finish(self, scope: Scope, status: int, seconds: float) -> None:
        route = _template(scope)
        self._metrics.observe(method=scope["method"], route=route, status=status, seconds=seconds)
        level = logging.DEBUG if is_unlimited(scope["path"]) and status < 400 else logging.INFO
        client = scope.get("client")
        fields = {"method": scope["method"], "route": route, "path": scope["path"][:200], "status": status,
                  "ms": round(seconds * 1000, 1), "client": client[0] if client else None}
        if self._metrics.tenant:
            fields["tenant"] = self._metrics.tenant
        if (key := scope.get("state", {}).get("key")) is not None:
            fields["key"] = key.id
        if self._log_questions and (question := _question(scope)):
            fields["question"] = question
        _log.log(level, "request", extra=fields)


def _template(scope: Scope) -> str:
    """The address without its particulars, of which there are few."""
    route = scope.get("route")
    path = getattr(route, "path_format", None) or getattr(route, "path", None)
    return path if isinstance(path, str) and path else "其他"


def _question(scope: Scope) -> str | None:
    """The question of this request: noted by its route, or in the address."""
    noted = scope.get("state", {}).get("question")
    return noted or next(iter(parse_qs(scope["query_string"].decode("latin-1")).get("q", [])), None)
