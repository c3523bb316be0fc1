"""The limit on how many requests are served at once (同时处理的请求数), and the queue before the answering.

Answering is work for a processor, most of it under Python's global lock: measured, one thread answers as many questions
a second as forty. A few at a time in each process use what there is; the others wait here in the order in which they
came, without a thread, so that pages and the health checks always find one free.
"""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.layers.paths import is_answering, is_tool_call, is_unlimited
from api.layers.problem import problem
from kb.store.counts import Counts

ANSWERED_AT_ONCE = 4
_RETRY_AFTER = 2
_PRESENT = "request"


class Concurrency:
    """ASGI middleware: 503 where `most` requests are already being served or waiting, in all processes of the service.
    """

    def __init__(self, app: ASGIApp, *, most: int, counts: Counts) -> None:
        self._app = app
        self._most = most
        self._counts = counts
        self._answering = asyncio.Semaphore(ANSWERED_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_unlimited(scope["path"]) or is_tool_call(scope["path"]):
            await self._app(scope, receive, send)
            return
        if not self._counts.enter(_PRESENT, most=self._most):
            detail = f"现在用的人太多：同时最多处理 {self._most} 个请求。请在 {_RETRY_AFTER} 秒后再试。"
            await problem(503, detail, retry_after=_RETRY_AFTER)(scope, receive, send)
            return
        try:
            if is_answering(scope["method"], scope["path"], scope["query_string"]):
                await self._answer(scope, receive, send)
            else:
                await self._app(scope, receive, send)
        finally:
            self._counts.leave(_PRESENT)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """In its turn, which is over with the first word of the response: who reads slowly keeps nobody waiting."""
        await self._answering.acquire()
        held = True

        async def sending(message: Message) -> None:
            nonlocal held
            if held and message["type"] == "http.response.start":
                held = False
                self._answering.release()
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            if held:
                self._answering.release()
