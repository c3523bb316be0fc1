"""From which day to which each document of a library is in force (效力期), told by all of them together.

Pure: a later edition ends the one before it, a text that repeals another ends that one. Nothing here knows what day it
is: a document comes into force and goes out of it without being read again.
"""

from __future__ import annotations

from collections import defaultdict
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
class Part:
    """Articles or chapters, or parts of articles, that go out of force before their document: as they are named
    (第5条, 第5条第2款), the last day on which they are in force, None where not known, and the id of the document that
    repeals them, or gives them other words where `changed`.
    """

    names: tuple[str, ...]
    end: date | None
    by: str
    changed: bool = False

    def on(self, day: date) -> bool:
        """Whether they are still in force on this day."""
        return self.end is not None and day <= self.end


@dataclass(frozen=True, slots=True)
class Validity:
    """When a document is in force: from `start` to `end`, both days included, None where open or not known.

    `ended` tells that it is out of force without a day known. `replaces` and `replaced_by` are ids of documents that
    come before and after it. `parts` are what of it is repealed alone.
    """

    start: date | None = None
    end: date | None = None
    ended: bool = False
    stated: str = Status.IN_FORCE.value
    replaces: str | None = None
    replaced_by: str | None = None
    parts: tuple[Part, ...] = ()

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
        ends = [e for v in self.of.values() for e in (v.end, *(p.end for p in v.parts))]
        days = {v.start for v in self.of.values()} | {e + _DAY for e in ends if e is not None}
        return tuple(sorted(d for d in days if d is not None))


def timeline(records: Sequence[Record]) -> Timeline:
    """The validity of each of these documents."""
    out = {r.id: _own(r) for r in records}
    for old, new in successions(records):
        out[old.id] = _followed(out[old.id], new)
        out[new.id] = replace(out[new.id], replaces=old.id)
    shelf = _Shelf(records)
    for r in records:
        for target in shelf.repealed_by(r):
            out[target.id] = _followed(out[target.id], r)
            out[r.id] = replace(out[r.id], replaces=out[r.id].replaces or target.id)
        for name in (n for n in r.repeals if n.clauses):
            part = _part(name, r)
            for target in shelf.named(name, r):
                out[target.id] = replace(out[target.id], parts=(*out[target.id].parts, part))
        for later in shelf.following(r):
            out[r.id] = _followed(out[r.id], later)
            out[later.id] = replace(out[later.id], replaces=out[later.id].replaces or r.id)
    return Timeline(out)


class _Shelf:
    """The documents by what texts and catalogues call them."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._by_key: dict[str, list[Record]] = defaultdict(list)
        self._by_pointer: dict[str, list[Record]] = defaultdict(list)
        for r in records:
            self._by_key[edition_title(r.title).key].append(r)
            for pointer in {r.id, r.source, PurePosixPath(r.source).stem}:
                self._by_pointer[pointer].append(r)

    def repealed_by(self, record: Record) -> list[Record]:
        """The documents that a document's text repeals as a whole, or its catalogue says it replaces."""
        found = {r.id: r for name in record.repeals if not name.clauses for r in self.named(name, record)}
        return list(found.values())

    def named(self, name: Repeal, record: Record) -> list[Record]:
        """The documents that one document means by a name."""
        found = {r.id: r for r in self._by_pointer.get(name.title, ()) if r.id != record.id}
        found |= {r.id: r for r in self._by_key.get(edition_title(name.title).key, ())
                  if r.id != record.id and may_rule_over(record, r) and _is_named(name, r, record)}
        return list(found.values())

    def following(self, record: Record) -> list[Record]:
        """What the catalogue says has taken a document's place."""
        name = record.followed_by
        if name is None:
            return []
        pointed = self._by_pointer.get(name, []) or [
            r for r in self._by_key.get(edition_title(name).key, ()) if r.title == name]
        return [r for r in pointed if r.id != record.id]


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


def _part(name: Repeal, by: Record) -> Part:
    """What of a document another repeals."""
    day = first_day(name.day) or first_day(by.effective_from) or since(by)
    return Part(name.clauses, None if day is None else day - _DAY, by.id, name.changed)


def _is_named(name: Repeal, record: Record, by: Record) -> bool:
    """Whether `record`, which has this title but for what tells editions apart, is what `by` repeals under it."""
    wanted, own = edition_title(name.title), edition_title(record.title)
    if name.number and record.number and name.number != record.number:
        return False
    began, ended = since(record), since(by)
    if began is not None and ended is not None and began >= ended:
        return False
    years = {own.year, *(int(d[:4]) for d in (record.date, record.effective_from) if d), *(
        [began.year] if began else [])} - {None}
    return wanted.year is None or not years or wanted.year in years
