"""A request that is refused for how it comes, not for what it asks (拒绝)."""

from __future__ import annotations

from kb.errors import KBError


class Refusal(KBError):
    """`status` is the HTTP status, `retry_after` in how many seconds trying again makes sense."""

    def __init__(self, status: int, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after
