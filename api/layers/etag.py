"""ETags for reading (条件请求): what has not changed since it was last read is not sent again."""

from __future__ import annotations

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_READING = ("/api/documents", "/api/clauses", "/api/obligations")


class ETag:
    """ASGI middleware for the reading routes: a weak ETag from the content, and 304 where the reader has that content.

    Weak, because a compressed response carries the same one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(_READING):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = bytearray()

        async def holding(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and message["status"] == 200:
                start = message
            elif start is None:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await _finish(scope, receive, send, start, bytes(body))

        await self._app(scope, receive, holding)


async def _finish(scope: Scope, receive: Receive, send: Send, start: Message, body: bytes) -> None:
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    if _matches(Headers(scope=scope).get("if-none-match", ""), tag):
        await Response(status_code=304, headers={"ETag": tag})(scope, receive, send)
        return
    MutableHeaders(scope=start)["ETag"] = tag
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _matches(stated: str, tag: str) -> bool:
    known = [t.strip().removeprefix("W/") for t in stated.split(",")]
    return "*" in known or tag.removeprefix("W/") in known
