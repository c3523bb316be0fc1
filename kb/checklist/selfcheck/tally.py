"""Counting what a plan has of one thing (计数): what it says in total, and what it puts at a time of the year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kb.checklist.selfcheck.figures import Figure, slots_of
from kb.checklist.selfcheck.times import Slot
from kb.checklist.selfcheck.words import periods_per_year


@dataclass
class Tally:
    """Counts one thing. A figure is a total for the year, or something at a time; mentions say neither.

    `monthly` tells that it is due every month: then a stretch of months (支委会：1—12月) means each of them.
    `measured` tells that amounts are counted (学时), of which one time may have any.
    """

    monthly: bool = False
    measured: bool = False
    total: float = 0
    mentions: int = 0
    _days: dict[tuple[int, int], float] = field(default_factory=dict)
    # By source: how often at each part of the year, for what names no day; a place counts once.
    _parts: dict[int, Counter[tuple[int, ...]]] = field(default_factory=dict)
    _seen: set[tuple[str, int, tuple[int, ...]]] = field(default_factory=set)

    def add(self, figure: Figure, around: tuple[Slot, ...], source: int, place: str, nth: int) -> None:
        """Takes in one figure; `around` is when, as said around its line, `nth` tells sentences of a line apart."""
        slots = slots_of(figure.times)
        count = 1 if figure.count is None else figure.count
        if figure.period and not self._each(figure, slots):
            self._rhythm(figure, slots or around, count, source, place, nth)
        elif slots:
            stretched = any(t.stretch for t in figure.times) or (
                not self.measured and figure.count is not None and figure.count == len(slots) > 1)
            each = 1.0 if stretched else count
            once = stretched and figure.count is None and not around and not self.monthly
            for slot in slots[:1] if once else slots:
                self._at(slot, each, source, place, nth)
        elif around:
            for slot in around[:1]:
                self._at(slot, count, source, place, nth)
        elif figure.count is not None:
            self.total = max(self.total, count)
        else:
            self.mentions += 1

    def _each(self, figure: Figure, slots: tuple[Slot, ...]) -> bool:
        """Whether the times named are the periods themselves: 每季度一次，3月、6月、9月、12月."""
        periods = periods_per_year(figure.period)
        return bool(slots and periods) and not any(t.stretch for t in figure.times) and all(
            s.day is None and len(s.months) * (periods or 0) <= 12 for s in slots)

    def _rhythm(self, figure: Figure, slots: tuple[Slot, ...], count: float, source: int, place: str, nth: int) -> None:
        periods = periods_per_year(figure.period)
        if periods is None:
            self.mentions += 1
            return
        months = sorted({m for s in slots for m in s.months})
        whole = not months or not periods or (len(months) == 12) or figure.period == "每年"
        if whole or any(s.day for s in slots):
            self.total = max(self.total, count * periods)
            return
        if len(months) == 1:  # what a month's own list says of every month, it does in that month
            self._at(Slot(tuple(months)), count, source, place, nth)
            return
        every = 12 / periods
        if every < 1:
            self.total = max(self.total, round(count * periods * len(months) / 12))
            return
        step = round(every)
        for n in range(0, len(months), step):
            self._at(Slot(tuple(months[n:n + step])), count, source, place, nth)

    def _at(self, slot: Slot, count: float, source: int, place: str, nth: int) -> None:
        if slot.day is not None:
            key_of_day = (slot.months[0], slot.day)
            self._days[key_of_day] = max(count, self._days.get(key_of_day, 0))
            return
        key = (place, nth, slot.months)
        if key not in self._seen:
            self._seen.add(key)
            self._parts.setdefault(source, Counter())[slot.months] += int(count)

    @property
    def dated(self) -> Counter[tuple[int, ...]]:
        """How often at each part of the year: tables and the text beside them say the same, so the most counts."""
        most: Counter[tuple[int, ...]] = Counter()
        for (month, _), count in self._days.items():
            most[(month,)] += int(count)
        for parts in self._parts.values():
            for months, n in parts.items():
                most[months] = max(most[months], n)
        return most

    @property
    def found(self) -> float | None:
        """How often in the year; None where it is only mentioned, 0 where it is not even that."""
        counted = max(self.total, sum(self.dated.values()))
        return counted if counted or not self.mentions else None

    def lacking(self, length: int) -> tuple[int, ...]:
        """Which periods of so many months have none, from 1, where everything counted is at a time within one."""
        if self.total >= sum(self.dated.values()) or any(len(m) > length for m in self.dated):
            return ()
        held = {(m[0] - 1) // length + 1 for m in self.dated}
        return tuple(n for n in range(1, 12 // length + 1) if n not in held)
