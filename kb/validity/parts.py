"""Single clauses that are out of force while their document is not (部分废止): which they are, and how they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.language.numerals import parse_number
from kb.types import OUT_OF_FORCE, Clause, Status
from kb.validity.days import last_day
from kb.validity.timeline import Part

_NUMBER = re.compile(r"第?(?P<n>[〇零一二三四五六七八九十百两\d]+)(?P<unit>[章条])?"
                     r"(?:之(?P<also>[一二三四五六七八九十\d]+))?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clause stands in its document; the fields as those of kb.types.Clause."""

    id: str
    number: str | None
    path: tuple[str, ...]
    list_title: str


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


def has_ended(clause: Clause, day: date) -> bool:
    """Whether a clause is repealed alone and was so on this day."""
    end = last_day(clause.effective_to)
    return clause.repealed_by is not None and (end is None or end < day)


def still_ruling(clauses: Iterable[Clause], day: date) -> list[Clause]:
    """The clauses that are not repealed alone on this day."""
    return [c for c in clauses if not has_ended(c, day)]


def clause_status(clause: Clause, document_status: str, day: date) -> str:
    """How a clause stands on a day on which its document stands so."""
    return Status.REPEALED if document_status not in OUT_OF_FORCE and has_ended(clause, day) else document_status


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
