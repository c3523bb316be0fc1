"""Who may write, and in whose name (准入): by the session of the administrator's pages, by the token, or by a key."""

from __future__ import annotations

import hmac
import secrets

from fastapi import Request

from api.layers.address import address_of
from api.layers.auth import OFF, Auth, Session
from api.layers.bearer import bearer
from api.layers.keys import key_of
from api.layers.refusal import Refusal
from kb.keys import Rights
from kb.store.register import Actor

ADMINISTRATOR = "管理员"
MAX_NAME = 20


def fresh_session(*, signed_in: bool = False, name: str = "", key: str = "") -> Session:
    """A session with a CSRF token of its own."""
    said = "".join(c for c in name if c.isprintable()).strip()[:MAX_NAME]
    return Session(secrets.token_urlsafe(24), signed_in, said, secrets.token_hex(16), key)


def actor_of(request: Request, session: Session) -> Actor:
    """Who acts in this session."""
    return Actor(session.name or ADMINISTRATOR, address_of(request.scope))


def check_csrf(session: Session, stated: str) -> None:
    """Raises Refusal where a write does not carry the session's CSRF token."""
    if not hmac.compare_digest(stated.encode(errors="replace"), session.csrf.encode()):
        raise Refusal(403, "页面已过期，或请求不是从本站页面发出的，没有执行。请刷新页面后重试。")


def admit(request: Request) -> None:
    """Notes that an administrator sends this."""
    request.state.admitted = True


def is_admitted(request: Request) -> bool:
    """Whether an administrator sends this, as far as anything has asked who does."""
    return bool(getattr(request.state, "admitted", False))


def authorize_api(auth: Auth, request: Request) -> Actor:
    """Who writes through the API: by `Authorization: Bearer`, or by the cookie with its CSRF token in X-CSRF-Token.

    Raises Refusal.
    """
    if not auth.on:
        raise Refusal(404, OFF)
    if (key := key_of(request)) is not None:
        if key.rights != Rights.ADMINISTER:
            raise Refusal(403, f"密钥“{key.name}”只能读，不能改。请管理员另给一个可管理的密钥。")
        return Actor(f"密钥“{key.name}”", address_of(request.scope))
    if token := bearer(request):
        if not auth.check_token(token, address_of(request.scope)):
            raise Refusal(401, "管理员口令不对。")
        return Actor(f"{ADMINISTRATOR}（接口）", address_of(request.scope))
    session = auth.session(request)
    if session is None or not session.signed_in:
        raise Refusal(401, "需要管理员身份。请带上 Authorization: Bearer <管理员口令>。")
    check_csrf(session, request.headers.get("x-csrf-token", ""))
    return actor_of(request, session)
