"""What there is to tick (勾选格): a box for each day by which an item is due, with what is known of its doing."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kb.checklist.items import Item


class Done(Protocol):
    """That something was done: the day, by whom, a note, and what paper shows it (all but the day may be empty)."""

    @property
    def done(self) -> date: ...

    @property
    def by(self) -> str: ...

    @property
    def note(self) -> str: ...

    @property
    def evidence(self) -> str: ...


# By the id of an item and the day by which it is due, None where it has no day.
Ticks = Mapping[tuple[str, date | None], Done]


@dataclass(frozen=True, slots=True)
class Box:
    """One thing to tick: by what day, and that it was done."""

    due: date | None
    tick: Done | None

    @property
    def mark(self) -> str:
        """The box as a character."""
        return "☐" if self.tick is None else "☑"


def boxes(item: Item, ticks: Ticks) -> tuple[Box, ...]:
    """The boxes of an item, by day; one without a day where it has none."""
    return tuple(Box(d, ticks.get((item.id, d))) for d in item.due or (None,))


def marked(box: Box, *, short: bool = False) -> str:
    """A box in words: ☑ 3月31日（3月28日完成，张三）; `short` calls the last day of a month its end (3月底)."""
    day = "" if box.due is None else f" {_day(box.due, short)}"
    if box.tick is None:
        return box.mark + day
    done = box.tick.done
    same = box.due is None or done.year == box.due.year
    said = (f"{done.month}月{done.day}日" if same else done.isoformat()) + "完成"
    return f"{box.mark}{day}（{said}{'，' + box.tick.by if box.tick.by else ''}）"


def _day(day: date, short: bool) -> str:
    last = calendar.monthrange(day.year, day.month)[1]
    return f"{day.month}月底" if short and day.day == last else f"{day.month}月{day.day}日"
