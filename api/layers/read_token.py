"""The read token (阅读口令): where KB_READ_TOKEN is set, readers show it, or the cookie that the sign-in gave."""

from __future__ import annotations

import hmac
from urllib.parse import quote

from fastapi.concurrency import run_in_threadpool
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.layers.address import address_of
from api.layers.auth import Auth, bearer
from api.layers.paths import is_always_open, is_for_programs
from api.layers.problem import problem
from api.layers.rate import PerMinute
from api.layers.refusal import Refusal

COOKIE = "kb_reader"
MAX_AGE = 30 * 24 * 3600
_WRONG_TRIES = 30


class Pass:
    """What lets a reader in: the token, or a cookie signed with it. Another token makes every cookie void."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        self._signer = URLSafeTimedSerializer(token, salt="kb-reader")

    def is_token(self, stated: str) -> bool:
        """Whether this is the token; takes as long for a nearly right one as for any other."""
        return hmac.compare_digest(stated.encode("utf-8", "surrogatepass"), self._token)

    def cookie(self) -> str:
        """A signed cookie value."""
        return str(self._signer.dumps("reader"))

    def is_cookie(self, value: str) -> bool:
        """Whether this was signed here and is not too old."""
        try:
            return bool(self._signer.loads(value, max_age=MAX_AGE) == "reader")
        except BadSignature:
            return False


class ReadToken:
    """ASGI middleware: everything but what is always open asks for the token. An administrator, by token or signed in,
    may read as well, so that nobody needs to show two things.
    """

    def __init__(self, app: ASGIApp, *, token: str, auth: Auth) -> None:
        self._app = app
        self._reader = Pass(token)
        self._auth = auth
        self._wrong = PerMinute(_WRONG_TRIES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_always_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        refusal = await self._refusal(Request(scope))
        await (self._app if refusal is None else refusal)(scope, receive, send)

    async def _refusal(self, request: Request) -> Response | None:
        if self._reader.is_cookie(request.cookies.get(COOKIE, "")) or self._auth.is_signed_in(request):
            return None
        if token := bearer(request):
            who = address_of(request.scope)
            if seconds := self._wrong.wait(who):
                return problem(429, f"口令错得太多。请在 {seconds} 秒后再试。", retry_after=seconds)
            if self._reader.is_token(token) or await self._is_administrator(token, who):
                return None
            self._wrong.hit(who)
        if request.method == "GET" and not is_for_programs(request.url.path):
            query = request.url.query
            here = quote(request.url.path) + (f"?{query}" if query else "")
            return RedirectResponse("/sign-in?next=" + quote(here, safe=""), 303)
        return problem(401, "需要阅读口令：请在请求头里写 Authorization: Bearer 口令，或先在网页登录。")

    async def _is_administrator(self, token: str, who: str) -> bool:
        """Counted apart from the tries at administering, which a reader's misspelt token must not lock out."""
        if not self._auth.on:
            return False
        try:
            return await run_in_threadpool(self._auth.check_token, token, f"{who} reading")
        except Refusal:
            return False
