"""The read token (阅读口令): where KB_READ_TOKEN is set, readers show it, or the cookie that the sign-in gave."""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.paths import is_always_open, is_for_programs
from api.problems import problem
from api.rate import PerMinute, address

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
    """ASGI middleware: everything but what is always open asks for the token. An administrator's token will do as well,
    so that a program that administers needs one header only.
    """

    def __init__(self, app: ASGIApp, *, token: str, admin_token: str | None) -> None:
        self._app = app
        self._reader = Pass(token)
        self._tokens = [self._reader] + ([Pass(admin_token)] if admin_token else [])
        self._wrong = PerMinute(_WRONG_TRIES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_always_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        await (self._app if refusal is None else refusal)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if self._reader.is_cookie(_cookie(headers)):
            return None
        scheme, _, stated = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and stated:
            if seconds := self._wrong.wait(address(scope)):
                return problem(429, f"口令错得太多。请在 {seconds} 秒后再试。", retry_after=seconds)
            # Header values are read as Latin-1; a token with Chinese in it comes as UTF-8.
            token = stated.strip().encode("latin-1").decode(errors="replace")
            if any(known.is_token(token) for known in self._tokens):
                return None
            self._wrong.hit(address(scope))
        if scope["method"] == "GET" and not is_for_programs(scope["path"]):
            query = scope["query_string"].decode("latin-1")
            here = quote(scope["path"]) + (f"?{query}" if query else "")
            return RedirectResponse("/sign-in?next=" + quote(here, safe=""), 303)
        return problem(401, "需要阅读口令：请在请求头里写 Authorization: Bearer 口令，或先在网页登录。",
                       headers={"WWW-Authenticate": 'Bearer realm="kb"'})


def local_address(stated: str) -> str:
    """An address on this site to go on to; the start page in place of any other."""
    parts = urlsplit(stated) if stated.isprintable() and "\\" not in stated else None
    local = parts is not None and not parts.scheme and not parts.netloc and stated.startswith("/")
    return stated if local and not stated.startswith("//") else "/"


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
