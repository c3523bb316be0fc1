"""The time of day as the library stores it (时刻)."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """This moment in UTC, to the second (ISO 8601)."""
    return datetime.now(UTC).isoformat(timespec="seconds")
