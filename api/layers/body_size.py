"""The limit on the size of what is sent (请求体大小)."""

from __future__ import annotations

import asyncio
import math

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.layers.paths import RESTORE, carries_conversation, carries_list, is_upload
from api.layers.problem import problem

KIB, MIB = 1024, 1024 * 1024
_JSON = 64 * KIB
_LIST = 2 * MIB  # a checklist with the ticks of a year, or a long conversation with its answers
_ENVELOPE = 64 * KIB  # what a multipart form adds around a file
_BACKUP_TIMES = 50  # a backup holds many uploads
_DRAINED, _TIMES = 16 * MIB, 4
_PATIENCE, _UPLOAD_PATIENCE = 2.0, 10.0
# A small body must be here within so many seconds, of an upload the next piece.
_SENT_WITHIN_S, _PIECE_WITHIN_S = 20.0, 60.0
_SLOW = "请求体传得太慢，连接已关闭。请再试一次。"


class BodySize:
    """ASGI middleware: 413 beyond 64 KiB, 2 MiB where a checklist or a conversation is sent, or `max_upload` MiB where
    files are.

    Bodies other than uploads are read here to their end, so that a slow sender holds no place among those served.
    """

    def __init__(self, app: ASGIApp, *, max_upload: int) -> None:
        self._app = app
        self._max_upload = max_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _says_twice(scope):
            await problem(400, "请求头同时写了 Content-Length 和 Transfer-Encoding，不予处理。")(scope, receive, send)
        elif scope["type"] != "http" or not _has_body(scope):
            await self._app(scope, receive, send)
        elif is_upload(scope["method"], scope["path"]):
            await self._upload(scope, receive, send)
        else:
            await self._small(scope, receive, send)

    async def _small(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = bytearray()
        method, path = scope["method"], scope["path"]
        most = _LIST if carries_list(method, path) or carries_conversation(method, path) else _JSON
        more = _declared(scope) <= most
        until = asyncio.get_running_loop().time() + _SENT_WITHIN_S
        while more:
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                await problem(408, _SLOW, headers={"Connection": "close"})(scope, receive, send)
                return
            if message["type"] == "http.disconnect":
                return
            body.extend(message.get("body", b""))
            more = message.get("more_body", False)
            if len(body) > most:
                break
        if more or max(_declared(scope), len(body)) > most:
            await _refuse(scope, receive, send, f"请求体太大：上限 {most // KIB} KiB。请缩短后再发。")
            return
        whole: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def again() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, again, send)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        megabytes = self._max_upload * (_BACKUP_TIMES if scope["path"] == RESTORE else 1)
        most, received = megabytes * MIB + _ENVELOPE, 0
        said = f"文件太大：上限 {megabytes} MB。请拆分或压缩图片后再上传。"
        if _declared(scope) > most:
            await _refuse(scope, receive, send, said, drained=max(_DRAINED, _TIMES * most), patience=_UPLOAD_PATIENCE)
            return

        async def counting() -> Message:
            nonlocal received
            try:
                async with asyncio.timeout(_PIECE_WITHIN_S):
                    message = await receive()
            except TimeoutError as e:
                raise HTTPException(408, _SLOW, headers={"Connection": "close"}) from e
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413, said)
            return message

        await self._app(scope, counting, send)


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return scope["method"] not in ("GET", "HEAD", "OPTIONS") and (
        "transfer-encoding" in headers or headers.get("content-length", "0") != "0")


def _says_twice(scope: Scope) -> bool:
    """Whether two programs could disagree on where the body ends."""
    headers = Headers(scope=scope)
    return "content-length" in headers and "transfer-encoding" in headers


def _declared(scope: Scope) -> float:
    stated = Headers(scope=scope).get("content-length", "0")
    return int(stated) if stated.isascii() and stated.isdecimal() and len(stated) < 16 else math.inf


async def _refuse(scope: Scope, receive: Receive, send: Send, detail: str, *, drained: int = _DRAINED,
                  patience: float = _PATIENCE) -> None:
    """Says so after reading on for a while: a client hears nothing before it has sent everything."""
    left = drained
    try:
        async with asyncio.timeout(patience):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    break
    except TimeoutError:
        pass
    await problem(413, detail)(scope, receive, send)
