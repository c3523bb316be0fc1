"""Days as documents and catalogues state them (日期): 2019-12-31, 2019-12 or 2019."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_STATED = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")


def first_day(stated: str | None) -> date | None:
    """The day, or the first day of the month or year; None where nothing is stated, or no day."""
    return _day(stated, last=False)


def last_day(stated: str | None) -> date | None:
    """The day, or the last day of the month or year; None where nothing is stated, or no day."""
    return _day(stated, last=True)


def in_words(day: date) -> str:
    """The day as it is written in Chinese: 2027年1月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _day(stated: str | None, *, last: bool) -> date | None:
    m = _STATED.fullmatch(stated.strip()) if stated else None
    if m is None:
        return None
    year, month, day = (None if g is None else int(g) for g in m.groups())
    try:
        month = month or (12 if last else 1)
        return date(year or 0, month, day or (monthrange(year or 0, month)[1] if last else 1))
    except ValueError:
        return None
