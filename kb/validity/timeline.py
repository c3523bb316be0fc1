"""From which day to which each document of a library is in force (效力期), told by all of them together.

Pure: a later edition ends the one before it, a text that repeals another ends that one. Nothing here knows what day it
is: a document comes into force and goes out of it without being read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import PurePosixPath

from kb.types import Repeal, Status
from kb.validity.days import first_day, last_day
from kb.validity.family import Record, may_rule_over, since, successions
from kb.validity.title import edition_title

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Validity:
    """When a document is in force: from `start` to `end`, both days included, None where open or not known.

    `ended` tells that it is out of force without a day known. `replaces` and `replaced_by` are ids of documents that
    come before and after it.
    """

    start: date | None = None
    end: date | None = None
    ended: bool = False
    stated: str = Status.IN_FORCE.value
    replaces: str | None = None
    replaced_by: str | None = None

    def on(self, day: date) -> bool:
        """Whether it is in force on this day."""
        began = self.start is None or self.start <= day
        return began and (day <= self.end if self.end is not None else not self.ended)

    def status(self, day: date) -> str:
        """How it stands on this day, as shown: a Status, or while it is in force what else its catalogue states."""
        if self.on(day):
            return Status.IN_FORCE if self.stated == Status.REPEALED else self.stated
        if self.start is not None and day < self.start and not self.ended:
            return Status.COMING
        return Status.REPEALED if self.ended or self.replaced_by or self.stated == Status.REPEALED else Status.EXPIRED


@dataclass(frozen=True)
class Timeline:
    """The validity of every document of a library, by id."""

    of: Mapping[str, Validity] = field(default_factory=dict)

    def out_of_force(self, day: date) -> frozenset[str]:
        """The documents that are not in force on this day."""
        return frozenset(d for d, v in self.of.items() if not v.on(day))

    @cached_property
    def turns(self) -> tuple[date, ...]:
        """The days on which anything changes, in order."""
        days = {v.start for v in self.of.values()} | {v.end + _DAY for v in self.of.values() if v.end is not None}
        return tuple(sorted(d for d in days if d is not None))


def timeline(records: Sequence[Record]) -> Timeline:
    """The validity of each of these documents."""
    out = {r.id: _own(r) for r in records}
    for old, new in successions(records):
        out[old.id] = _followed(out[old.id], new)
        out[new.id] = replace(out[new.id], replaces=old.id)
    for r in records:
        for target in _repealed(r, records):
            out[target.id] = _followed(out[target.id], r)
            out[r.id] = replace(out[r.id], replaces=out[r.id].replaces or target.id)
        for later in _named_after(r, records):
            out[r.id] = _followed(out[r.id], later)
            out[later.id] = replace(out[later.id], replaces=out[later.id].replaces or r.id)
    return Timeline(out)


def _own(record: Record) -> Validity:
    start, end = since(record), last_day(record.effective_to)
    return Validity(start, end, record.status == Status.REPEALED and end is None, record.status)


def _followed(v: Validity, by: Record) -> Validity:
    """The validity of a document that another takes the place of; of several the first to come."""
    day = first_day(by.effective_from) or since(by)
    if day is None:
        return replace(v, ended=v.ended or v.end is None, replaced_by=v.replaced_by or by.id)
    last = day - _DAY
    if v.end is not None and v.end <= last:
        return replace(v, replaced_by=v.replaced_by or by.id)
    return replace(v, end=last, ended=False, replaced_by=by.id)


def _repealed(record: Record, records: Iterable[Record]) -> list[Record]:
    """The documents that a document's text repeals."""
    return [r for r in records if r.id != record.id and any(
        _is_pointed_at(name, r) or (may_rule_over(record, r) and _is_named(name, r, record))
        for name in record.repeals)]


def _is_pointed_at(name: Repeal, record: Record) -> bool:
    """Whether a catalogue means a document by this name."""
    return name.title in (record.id, record.source, PurePosixPath(record.source).stem)


def _is_named(name: Repeal, record: Record, by: Record) -> bool:
    """Whether `record` is what `by` repeals under this name."""
    wanted, own = edition_title(name.title), edition_title(record.title)
    if wanted.key != own.key or (name.number and record.number and name.number != record.number):
        return False
    began, ended = since(record), since(by)
    if began is not None and ended is not None and began >= ended:
        return False
    years = {own.year, *(int(d[:4]) for d in (record.date, record.effective_from) if d), *(
        [began.year] if began else [])} - {None}
    return wanted.year is None or not years or wanted.year in years


def _named_after(record: Record, records: Iterable[Record]) -> list[Record]:
    """What the catalogue says has taken a document's place."""
    if record.followed_by is None:
        return []
    return [r for r in records if r.id != record.id and record.followed_by in (
        r.id, r.title, r.source, PurePosixPath(r.source).stem)]
