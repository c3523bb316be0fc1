"""The read token (阅读口令): where KB_READ_TOKEN is set, readers show it, a key, or the cookie of the sign-in."""

from __future__ import annotations

import hmac
import logging
import secrets
from dataclasses import asdict, dataclass
from urllib.parse import quote

from fastapi.concurrency import run_in_threadpool
from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.layers.address import address_of
from api.layers.auth import Auth
from api.layers.bearer import bearer
from api.layers.ended import EndedSessions
from api.layers.keys import KnownKeys, key_of
from api.layers.paths import is_always_open, is_for_programs
from api.layers.per_minute import PerMinute
from api.layers.problem import problem
from api.layers.refusal import Refusal
from kb.errors import KBError
from kb.store.counts import Counts

COOKIE = "kb_reader"
MAX_AGE = 30 * 24 * 3600
_WRONG_TRIES = 30
_SOON = 5
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReaderSession:
    """What a reader's cookie says; `key` is the id of the key that it came from, empty where it came from the token."""

    id: str
    key: str = ""


class Pass:
    """What lets a reader in: the token, a key, or a cookie that the sign-in gave for either. Another token makes every
    cookie void, the withdrawal of a key those that came from it, and signing out one wherever it was copied to.
    """

    def __init__(self, token: str, keys: KnownKeys, ended: EndedSessions) -> None:
        self._token = token.encode()
        self._keys = keys
        self._ended = ended
        self._signer = URLSafeTimedSerializer(token, salt="kb-reader")

    def is_token(self, stated: str) -> bool:
        """Whether this is the token; takes as long for a nearly right one as for any other."""
        return hmac.compare_digest(stated.encode("utf-8", "surrogatepass"), self._token)

    def sign_in(self, stated: str) -> str | None:
        """A signed cookie value for the token or a key, None where this is neither."""
        key = None if self.is_token(stated) else self._keys.stated(stated)
        if key is None and not self.is_token(stated):
            return None
        return str(self._signer.dumps(asdict(ReaderSession(secrets.token_hex(16), key.id if key else ""))))

    def session(self, request: Request) -> ReaderSession | None:
        """The session of the request's cookie, None where there is none that holds."""
        if COOKIE not in request.cookies:
            return None
        try:
            session = ReaderSession(**self._signer.loads(request.cookies[COOKIE], max_age=MAX_AGE))
        except (BadData, TypeError):
            return None
        holds = session.id not in self._ended and (
            not session.key or self._keys.holding(session.key) is not None)
        return session if holds else None

    def end(self, session: ReaderSession) -> None:
        """Ends the session."""
        self._ended.end(session.id, lasts_s=MAX_AGE)


class ReadToken:
    """ASGI middleware: everything but what is always open asks for the token or a key. An administrator, by token or
    signed in, may read as well, so that nobody needs to show two things.
    """

    def __init__(self, app: ASGIApp, *, reader: Pass, auth: Auth, counts: Counts) -> None:
        self._app = app
        self._reader = reader
        self._auth = auth
        self._wrong = PerMinute(counts, "wrong reading token", _WRONG_TRIES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_always_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            refusal = await self._refusal(Request(scope))
        except KBError as e:
            _log.error("sessions cannot be read: %s", e)
            refusal = problem(503, "现在核对不了登录，请稍后再试。", retry_after=_SOON)
        await (self._app if refusal is None else refusal)(scope, receive, send)

    async def _refusal(self, request: Request) -> Response | None:
        if key_of(request) is not None:
            return None
        if request.cookies:
            signed_in = await run_in_threadpool(self._is_signed_in, request)
            if signed_in:
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
        return problem(401, "需要口令或密钥：请在请求头里写 Authorization: Bearer 口令，或先在网页登录。")

    def _is_signed_in(self, request: Request) -> bool:
        if self._reader.session(request) is not None:
            request.state.reader = True
            return True
        return self._auth.is_signed_in(request)

    async def _is_administrator(self, token: str, who: str) -> bool:
        """Counted apart from the tries at administering, which a reader's misspelt token must not lock out."""
        if not self._auth.on:
            return False
        try:
            return await run_in_threadpool(self._auth.check_token, token, f"{who} reading")
        except Refusal:
            return False
