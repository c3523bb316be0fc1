"""The days by which something is due (到期日), of one year."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from kb.checklist.festivals import festival_days
from kb.checklist.weekdays import weekdays
from kb.data import load_toml
from kb.language.numerals import CN_DIGITS, parse_number

_MONTH = rf"(?P<month>\d{{1,2}}|[{CN_DIGITS}]+)月"
_DAY = re.compile(rf"{_MONTH}(?P<day>\d{{1,2}}|[{CN_DIGITS}]+)[日号]")
_MONTHS = re.compile(rf"(?<![\d个]){_MONTH}份?(?P<part>初|上旬|中旬|下旬|底|末)?(?P<before>之?前)?")
_DAY_OF_MONTH = re.compile(r"(?P<day>\d{1,2})[日号]")
_QUARTER = re.compile("[第]?([一二三四1234])季度")
_MONTH_OF_QUARTER = re.compile("(?:(?P<first>首|第[一1]个)|(?P<second>第[二2]个)|末|第[三3]个|最后[一1]?个)月")
_PLAIN = str.maketrans("", "", "“”\"·.． 　")


def due_dates(period: str | None, deadline: str | None, year: int) -> tuple[date, ...]:
    """The days of `year` by which a duty is to be done, in order: by its deadline as printed, else the last days of its
    periods (months, quarters, half-years). Empty for what has neither, and for terms of several years.
    """
    named = _of_deadline(deadline, period, year) if deadline else ()
    return named or _of_period(period, year)


def _of_period(period: str | None, year: int) -> tuple[date, ...]:
    if period == "每周":
        return _weeks(year)
    months = load_toml("checklist.toml")["period"].get(period or "", {}).get("months", ())
    return tuple(_last(year, m) for m in months)


def _weeks(year: int) -> tuple[date, ...]:
    """The Sundays of a year."""
    first = date(year, 1, 1)
    sunday = first + timedelta(days=6 - first.weekday())
    return tuple(d for n in range(53) if (d := sunday + timedelta(weeks=n)).year == year)


def _of_deadline(printed: str, period: str | None, year: int) -> tuple[date, ...]:
    words = printed.translate(_PLAIN)
    days = [_day(year, parse_number(m["month"]), parse_number(m["day"])) for m in _DAY.finditer(words)] or [
        _of_month(m, year) for m in _MONTHS.finditer(words)]
    found = tuple(sorted({d for d in days if d is not None}))
    return found or festival_days(words, year) or _of_words(words, period, year)


def _of_month(m: re.Match[str], year: int) -> date | None:
    month = parse_number(m["month"])
    if month is None or not 1 <= month <= 12:
        return None
    part = m["part"]
    day = load_toml("checklist.toml")["deadline_day"].get(part or "")
    if day is not None:
        return date(year, int(month), day)
    if m["before"] and not part and month > 1:  # 6月前 is by the end of May
        return _last(year, int(month) - 1)
    return _last(year, int(month))


def _of_words(words: str, period: str | None, year: int) -> tuple[date, ...]:
    data = load_toml("checklist.toml")
    for said, day in data["deadline"].items():
        if said in words:
            return (date.fromisoformat(f"{year}-{day}"),)
    quarter = _QUARTER.search(words)
    if quarter is not None:
        ends = list(data["deadline_quarter"].values())
        return (date.fromisoformat(f"{year}-{ends[int(parse_number(quarter.group(1)) or 1) - 1]}"),)
    if days := weekdays(words, period, year):
        return days
    dates = _of_period(period, year)
    n = _MONTH_OF_QUARTER.search(words) if period == "每季度" else None
    if n is not None:
        back = 2 if n["first"] else 1 if n["second"] else 0
        dates = tuple(_last(year, x.month - back) for x in dates)
        words = words[:n.start()] + words[n.end():]
    m = _DAY_OF_MONTH.search(words)
    if m is not None and "月" not in words:
        return tuple(d for x in dates if (d := _day(year, x.month, float(m["day"]))) is not None)
    early = next((day for part, day in data["deadline_day"].items() if part in words), None)
    if early is not None and period in ("每月", "每季度"):
        first = {"每月": 0, "每季度": 2}[period]
        return tuple(date(year, x.month - first, early) for x in dates)
    return dates if n is not None else ()


def _day(year: int, month: float | None, day: float | None) -> date | None:
    try:
        return date(year, int(month or 0), int(day or 0))
    except ValueError:
        return None


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
