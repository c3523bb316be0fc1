"""The days of a year that fall on a day of the week (周三, 第二个星期五)."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_DAYS = "一二三四五六日"
_NTH = {"一": 1, "1": 1, "二": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4}
_DAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_OF_MONTH = re.compile(r"(?:第([一二三四1-4])个?(?:周的?)?|(最后一?个?))(?:周|星期|礼拜)([一二三四五六日天])")


def weekdays(printed: str, period: str | None, year: int) -> tuple[date, ...]:
    """Every such day of `year` (每周三) or that of every month (每月第二个星期五), in order; empty for other words."""
    if period == "每周" and (m := _DAY.search(printed)):
        first = date(year, 1, 1)
        first += timedelta(days=(_at(m.group(1)) - first.weekday()) % 7)
        return tuple(d for n in range(53) if (d := first + timedelta(weeks=n)).year == year)
    if period == "每月" and (m := _OF_MONTH.search(printed)):
        return tuple(_nth(year, month, _at(m.group(3)), _NTH.get(m.group(1) or "")) for month in range(1, 13))
    return ()


def _at(printed: str) -> int:
    return _DAYS.index(printed.replace("天", "日"))


def _nth(year: int, month: int, weekday: int, nth: int | None) -> date:
    """That day of a month; the last one where `nth` is None."""
    days = [d for week in calendar.monthcalendar(year, month) if (d := week[weekday])]
    return date(year, month, days[-1 if nth is None else nth - 1])
