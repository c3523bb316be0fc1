"""Single clauses, and parts of clauses, that are out of force while their document is not (部分废止): which they are,
and how they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from kb.language.numerals import parse_number
from kb.types import OUT_OF_FORCE, Clause, Gone, Obligation, Obligations, Status
from kb.validity.days import last_day
from kb.validity.inside import inside
from kb.validity.timeline import Part

_NUMBER = re.compile(r"第?(?P<n>[〇零一二三四五六七八九十百两\d]+)(?P<unit>[章条])?"
                     r"(?:之(?P<also>[一二三四五六七八九十\d]+))?")
_INSIDE = re.compile(r"(?P<clause>第\d+条(?:之\d+)?)(?P<part>.+)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clause stands in its document, and what it says; the fields as those of kb.types.Clause."""

    id: str
    number: str | None
    path: tuple[str, ...]
    list_title: str
    text: str = ""


def repealed_parts(places: Sequence[Place], title: str, parts: Iterable[Part]) -> dict[str, Part]:
    """By id the clauses of the document of this title that `parts` name, each with the first that ends it.

    A name that fits several clauses, as where a document has several lists, names none: better one repealed clause too
    many in force than one in force taken for repealed.
    """
    found: dict[str, Part] = {}
    for part in sorted(parts, key=lambda p: p.end or date.min):
        for name in part.names:
            for place in _named(places, title, name):
                found.setdefault(place.id, part)
    return found


def gone_within(places: Sequence[Place], title: str, parts: Iterable[Part]) -> dict[str, tuple[Gone, ...]]:
    """By id the clauses of which `parts` name a part alone, with what of each is gone."""
    found: dict[str, tuple[Gone, ...]] = {}
    for part in sorted(parts, key=lambda p: p.end or date.min):
        for m in (m for name in part.names if (m := _INSIDE.fullmatch(name)) is not None):
            for place in _named(places, title, m.group("clause")):
                until = None if part.end is None else part.end.isoformat()
                own = tuple(Gone(m.group("part"), start, end, until, part.by, part.changed)
                            for start, end in inside(place.text, m.group("part")) or [(0, 0)])
                found[place.id] = (*found.get(place.id, ()), *own)
    return found


def has_ended(clause: Clause, day: date) -> bool:
    """Whether a clause is repealed alone and was so on this day."""
    end = last_day(clause.effective_to)
    return clause.repealed_by is not None and (end is None or end < day)


def gone_on(clause: Clause, day: date) -> tuple[Gone, ...]:
    """What of a clause is out of force on this day while the rest of it may be in force."""
    return tuple(g for g in clause.gone if (end := last_day(g.until)) is None or end < day)


def still_ruling(clauses: Iterable[Clause], day: date) -> list[Clause]:
    """The clauses that are not repealed alone on this day."""
    return [c for c in clauses if not has_ended(c, day)]


def still_binding(clause: Clause, obligations: Sequence[Obligation], day: date) -> tuple[Obligation, ...]:
    """Those obligations of a clause that do not stand in a part of it that is out of force on this day."""
    return tuple(o for o in obligations if stands(clause, o.start, o.end, day))


def rules_of(clauses: Iterable[Clause], found: Obligations, day: date) -> tuple[list[Clause], Obligations]:
    """The clauses that are not repealed alone on this day, and of `found` the obligations that bind then."""
    kept = still_ruling(clauses, day)
    parted = {c.id: still_binding(c, found.get(c.id, ()), day) for c in kept if c.gone}
    return kept, {**found, **parted}


def stands(clause: Clause, start: int, end: int, day: date) -> bool:
    """Whether none of these words of a clause is out of force on this day."""
    return not any(start < g.end and g.start < end for g in gone_on(clause, day))


class Quoting(Protocol):
    """What stands on words of a clause, which it names by its id."""

    @property
    def clause(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_Q = TypeVar("_Q", bound=Quoting)


def standing_on(clauses: Iterable[Clause], made: Iterable[_Q], day: date) -> tuple[_Q, ...]:
    """Of what was made of these clauses that which stands on words that are in force on this day."""
    parted = {c.id: c for c in clauses if c.gone}
    return tuple(m for m in made if m.clause not in parted or stands(parted[m.clause], m.start, m.end, day))


def clause_status(clause: Clause, document_status: str, day: date) -> str:
    """How a clause stands on a day on which its document stands so."""
    if document_status in OUT_OF_FORCE or not has_ended(clause, day):
        return document_status
    return Status.CHANGED if clause.changed else Status.REPEALED


def _named(places: Sequence[Place], title: str, name: str) -> list[Place]:
    wanted = _key(name)
    if wanted is None:
        return []
    if wanted[0] == "章":
        return [p for p in places if any(_key(h) == wanted for h in p.path)]
    found = [p for p in places if p.number and _key(p.number) == wanted]
    if len(found) > 1:
        found = [p for p in found if p.list_title == title]
    return found if len(found) == 1 else []


def _key(words: str) -> tuple[str, float, float] | None:
    """What a number names, however it is written: 第五条, 第5条 and 5 are one."""
    m = _NUMBER.match(words)
    n = parse_number(m.group("n")) if m else None
    if m is None or n is None or (m.group("unit") != "章" and m.end() != len(words)):
        return None
    return m.group("unit") or "条", n, (parse_number(m.group("also")) or 0) if m.group("also") else 0
