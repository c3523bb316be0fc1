"""What of a list is done, due and late on a day (进度与期限)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kb.checklist.standing import Entry
from kb.kept.lists import KeptList, Tick

SOON = timedelta(days=30)
RHYTHMS: tuple[str | None, ...] = ("每月", "每季度", "每半年", "每年", "有期限", "任期", "一次性", "经常", None)
# past: wanted before the list begins. open: to be done, by no day.
BoxState = Literal["done", "past", "overdue", "month", "soon", "later", "open"]


@dataclass(frozen=True, slots=True)
class Box:
    """One thing to tick: `due` is the checklist's day, `day` the one that the list wants it by (both None where there
    is none), `tick` that it was done. `former` tells that the checklist wanted it by that day once, but does no more.
    """

    due: date | None
    day: date | None
    tick: Tick | None
    state: BoxState
    former: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the list with its boxes, by day."""

    entry: Entry
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many things of a rhythm are done, of how many in the year, and how many are late."""

    rhythm: str | None
    done: int
    total: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Board:
    """A list as it stands on a day: its lines; what is overdue, due this month and soon (the next 30 days), by day; and
    its progress by rhythm. What does not apply or stands in no regulation any more is in the lines alone.
    """

    lines: tuple[Line, ...]
    overdue: tuple[tuple[Line, Box], ...]
    month: tuple[tuple[Line, Box], ...]
    soon: tuple[tuple[Line, Box], ...]
    progress: tuple[Progress, ...]


def board(kept: KeptList, standing: Iterable[Entry], today: date) -> Board:
    """The list as it stands on `today`."""
    ticks = {(t.item, t.due): t for t in kept.ticks if t.undone_at is None}
    lines = tuple(Line(e, _boxes(e, ticks, today, kept.since)) for e in standing)
    counted = [line for line in lines if not line.entry.kept.dropped and line.entry.standing != "gone"]

    def waiting(state: BoxState) -> tuple[tuple[Line, Box], ...]:
        found = [(line, box) for line in counted for box in line.boxes if box.state == state]
        return tuple(sorted(found, key=lambda pair: pair[1].day or date.max))

    return Board(lines, waiting("overdue"), waiting("month"), waiting("soon"), _progress(counted))


def rhythm_of(entry: Entry) -> str | None:
    """The part of the list that an entry stands in."""
    return entry.item.rhythm if entry.item is not None else entry.kept.rhythm


def _boxes(entry: Entry, ticks: dict[tuple[str, date | None], Tick], today: date, since: date | None
           ) -> tuple[Box, ...]:
    kept = entry.kept
    if entry.beside:
        return ()
    # What no rule wants any more is not waited for; what was done of it stays.
    wanted = () if entry.standing == "gone" and not kept.own else entry.days
    former = [due for item, due in ticks if item == kept.id and due not in wanted]
    boxes = [_box(due, kept.day(due), ticks.get((kept.id, due)), _state(kept.day(due), today, since),
                  former=due in former)
             for due in (*wanted, *former)]
    return tuple(sorted(boxes, key=lambda b: b.day or date.max))


def _box(due: date | None, day: date | None, tick: Tick | None, waiting: BoxState, *, former: bool) -> Box:
    return Box(due, day, tick, waiting if tick is None else "done", former)


def _state(day: date | None, today: date, since: date | None) -> BoxState:
    if day is None:
        return "open"
    if since is not None and day < since:
        return "past"
    if day < today:
        return "overdue"
    if (day.year, day.month) == (today.year, today.month):
        return "month"
    return "soon" if day - today <= SOON else "later"


def _progress(lines: Sequence[Line]) -> tuple[Progress, ...]:
    out = []
    for rhythm in RHYTHMS:
        boxes = [b for line in lines if rhythm_of(line.entry) == rhythm for b in line.boxes
                 if b.state != "past"]
        if boxes:
            out.append(Progress(rhythm, sum(b.tick is not None for b in boxes), len(boxes),
                                sum(b.state == "overdue" for b in boxes)))
    return tuple(out)
