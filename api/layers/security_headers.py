"""Security headers on every response (安全响应头), errors included."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.layers.paths import is_administration, is_embedded

_POLICY = ("default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "object-src 'none'",
           "base-uri 'none'", "form-action 'self'")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """ASGI middleware. Only the embedded chat box may be framed by others, and only by the pages of `origins`."""

    def __init__(self, app: ASGIApp, *, origins: Sequence[str]) -> None:
        self._app = app
        self._origins = tuple(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        framed = is_embedded(scope["path"]) and self._origins
        ancestors = " ".join(("frame-ancestors 'self'", *(self._origins if framed else ())))
        fixed = _ALWAYS | {"Content-Security-Policy": "; ".join((*_POLICY, ancestors))}
        if not framed:
            fixed["X-Frame-Options"] = "SAMEORIGIN"
        cache = _cache(scope["path"])

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(fixed)
                headers.setdefault("Cache-Control", cache)
            await send(message)

        await self._app(scope, receive, adding)


def _cache(path: str) -> str:
    if is_administration(path):
        return "no-store"
    return "no-cache" if path.startswith("/static/") else "private, no-cache"
