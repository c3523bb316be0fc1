"""Request ids (请求编号): one a request, in its response, its problem object and every line that is logged for it."""

from __future__ import annotations

import re
from contextvars import ContextVar
from uuid import uuid4

HEADER = "X-Request-ID"
current: ContextVar[str | None] = ContextVar("request_id", default=None)
_SANE = re.compile(r"[A-Za-z0-9._:+/=-]{1,100}")


def accepted_or_new(stated: str | None) -> str:
    """The id that the caller stated, where it is short and plain; otherwise a new one."""
    return stated if stated is not None and _SANE.fullmatch(stated) else uuid4().hex
