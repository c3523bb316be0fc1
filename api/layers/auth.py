"""Who may administer (登录): the token of KB_ADMIN_TOKEN or a key that may, a signed cookie that remembers it, and
limits on trying.

The cookie is HttpOnly and SameSite=Strict, holds no secret but its signature, and ends after eight hours; at once when
its holder signs out, when the key that it came from is withdrawn, and for everyone when the token is changed. Forms
and JSON writes made with it carry its CSRF token.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import threading
from dataclasses import asdict, dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from fastapi import Request
from fastapi.responses import Response
from itsdangerous import BadData, URLSafeTimedSerializer

from api.layers.ended import EndedSessions
from api.layers.keys import KnownKeys
from api.layers.per_minute import PerMinute
from api.layers.refusal import Refusal
from kb.errors import KBError
from kb.keys import ApiKey, Rights
from kb.store.counts import Counts
from kb.store.kept_secrets import SESSION, Secrets

COOKIE = "kb_admin"
LASTS_S = 8 * 3600
OFF = "管理功能没有开启。请设置环境变量 KB_ADMIN_TOKEN（至少 8 个字符）后重新启动服务。"
_ATTEMPTS, _MINUTES = 8, 5  # wrong tokens from one address in so many minutes


@dataclass(frozen=True, slots=True)
class Session:
    """What the cookie says. A browser has one before it signs in, too: its CSRF token guards the sign-in form. `key` is
    the id of the key that it came from, empty where it came from the token.
    """

    csrf: str
    signed_in: bool = False
    name: str = ""
    id: str = ""
    key: str = ""


class Auth:
    """Checks tokens, sessions and CSRF tokens. Without a token administration is off, also for keys."""

    def __init__(self, token: str | None, kept: Secrets, keys: KnownKeys, ended: EndedSessions, counts: Counts
                 ) -> None:
        """`token` is the token itself or its argon2 hash, `kept` has the key that signs the cookies. Raises KBError
        where it looks like a hash and is none.
        """
        self._keys = keys
        self._ended = ended
        self._hasher = PasswordHasher()
        self._hash = None if token is None else self._hashed(token)
        self._signer = None if token is None else URLSafeTimedSerializer(
            kept.made(SESSION), salt=f"kb-admin-{hashlib.sha256(token.encode()).hexdigest()}")
        self._wrong = PerMinute(counts, "wrong administrator's token", _ATTEMPTS, minutes=_MINUTES)
        self._one_at_a_time = threading.Lock()
        self._key = secrets.token_bytes(32)
        self._accepted = b""

    @property
    def on(self) -> bool:
        """Whether administration is switched on."""
        return self._hash is not None

    def check_token(self, token: str, address: str) -> bool:
        """Whether this is the administrator's token. Raises Refusal after too many wrong ones from the address."""
        if self._hash is None:
            raise Refusal(404, OFF)
        known = hmac.digest(self._key, token.encode(errors="replace"), "sha256")
        with self._one_at_a_time:  # each check takes 64 MiB
            if wait := self._wrong.wait(address):
                raise Refusal(429, f"口令错误次数太多。请 {math.ceil(wait / 60)} 分钟后再试。", retry_after=wait)
            if self._accepted and hmac.compare_digest(known, self._accepted):
                return True
            try:
                self._hasher.verify(self._hash, token.encode(errors="replace"))
            except VerificationError:
                self._wrong.hit(address)
                return False
            self._accepted = known
            return True

    def check_key(self, stated: str) -> ApiKey | None:
        """The key that this is where it may administer, None where it is none or may not."""
        key = self._keys.stated(stated) if self.on else None
        return key if key is not None and key.rights == Rights.ADMINISTER else None

    def session(self, request: Request) -> Session | None:
        """The session of the request's cookie, None where there is none that holds."""
        if self._signer is None or COOKIE not in request.cookies:
            return None
        try:
            session = Session(**self._signer.loads(request.cookies[COOKIE], max_age=LASTS_S))
        except (BadData, TypeError):
            return None
        return session if not session.signed_in or self._holds(session) else None

    def is_signed_in(self, request: Request) -> bool:
        """Whether an administrator's browser sends this."""
        session = self.session(request)
        return session is not None and session.signed_in

    def remember(self, response: Response, request: Request, session: Session) -> None:
        """Puts the session into the response's cookie."""
        assert self._signer is not None
        response.set_cookie(COOKIE, str(self._signer.dumps(asdict(session))), max_age=LASTS_S, path="/",
                            secure=request.url.scheme == "https", httponly=True, samesite="strict")

    def end(self, response: Response, session: Session) -> None:
        """Ends the session, wherever its cookie was copied to, and takes the cookie away."""
        self._ended.end(session.id, lasts_s=LASTS_S)
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")

    def _holds(self, session: Session) -> bool:
        """Whether nobody signed it out, and the key that it came from still administers."""
        if not session.id or session.id in self._ended:
            return False
        key = self._keys.holding(session.key) if session.key else None
        return not session.key or (key is not None and key.rights == Rights.ADMINISTER)

    def _hashed(self, token: str) -> str:
        if not token.startswith("$argon2"):
            return self._hasher.hash(token)
        try:
            self._hasher.verify(token, "")
        except InvalidHashError as e:
            raise KBError("设置 KB_ADMIN_TOKEN 像是 argon2 散列，但不完整。请整串复制，并用单引号括起来。") from e
        except VerificationError:
            return token
        raise KBError("设置 KB_ADMIN_TOKEN 是空口令的散列。请换一个口令。")
