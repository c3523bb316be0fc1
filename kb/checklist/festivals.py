"""The days of festivals (节日) by which something is due (春节前, “七一”、重阳节, 国庆前3日)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from kb.data import load_toml

_DAYS_BEFORE = re.compile(r"前(\d{1,2})(?:个?工作)?[日天]")
_ON_THE_DAY = re.compile("前后|期间|当[日天]")


def festival_days(printed: str, year: int) -> tuple[date, ...]:
    """The days of `year` by which what is wanted at festivals is to be done, in order: the eve of each, its day where
    that is meant (春节前后), or as many days before as it says. Of a moon festival in a year without known dates none.
    """
    said = _DAYS_BEFORE.search(printed)
    before = int(said.group(1)) if said else 0 if _ON_THE_DAY.search(printed) else 1
    named = dict.fromkeys(_names().findall(printed))
    days = (_day(name, y) for name in named for y in (year, year + 1))  # the eve of 元旦 is in the year before
    eves = (d - timedelta(days=before) for d in days if d is not None)
    return tuple(sorted({d for d in eves if d.year == year}))


def _day(name: str, year: int) -> date | None:
    known = load_toml("checklist.toml")["festival"][name]
    day = known if isinstance(known, str) else known.get(str(year))
    return None if day is None else date.fromisoformat(f"{year:04d}-{day}")


@cache
def _names() -> re.Pattern[str]:
    names = sorted(load_toml("checklist.toml")["festival"], key=len, reverse=True)
    return re.compile("|".join(rf"{re.escape(n)}(?!月)" for n in names))
