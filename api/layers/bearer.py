"""The token or key that a program shows (Authorization: Bearer)."""

from __future__ import annotations

from starlette.requests import Request


def bearer(request: Request) -> str:
    """What stands behind `Authorization: Bearer`, empty where nothing does; UTF-8, which HTTP hands on as Latin-1."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip().encode("latin-1", "replace").decode(errors="replace") if scheme.lower() == "bearer" else ""
