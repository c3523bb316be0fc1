"""The comparison of a section (对照表): a line a matter and owner, a column a kind of organisation."""

from __future__ import annotations

from dataclasses import dataclass

from kb.training.pack.pack import Point, Section
from kb.training.pack.phrases import say

_MOST_KINDS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One matter of one owner; a cell a kind, each with at least one line of text."""

    matter: str
    owner: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A table; its first two columns are the matter and the owner. `one_matter` tells that all its lines are of one,
    so that the first says nothing.
    """

    heads: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def one_matter(self) -> bool:
        return len({line.matter for line in self.lines}) == 1


def compared(section: Section) -> Compared:
    """The points that give a value, and whether the other kinds rule the same without one; where none gives a value,
    every point.
    """
    kinds, points = section.kinds, section.valued or section.points
    if len(kinds) > _MOST_KINDS:  # too narrow to read: those that give no value are told in a sentence
        kinds = tuple(k for k in kinds if any(k in r.kinds for p in section.valued for r in p.valued)) or kinds
    contradicted = _contradicted(section)
    return Compared((say("matter"), say("owner"), *kinds), tuple(
        Line(p.matter, p.owner or say("none"), tuple(_cell(p, kind, contradicted) for kind in kinds)) for p in points))


def _contradicted(section: Section) -> set[tuple[str, str]]:
    """The conflicts that show within a kind: label and kind of those that two different values share."""
    values: dict[tuple[str, str], set[str | None]] = {}
    for r in (r for p in section.points for r in p.rulings if r.conflict is not None):
        for kind in r.kinds:
            values.setdefault((r.conflict or "", kind), set()).add(r.value)
    return {key for key, found in values.items() if len(found) > 1}


def _cell(point: Point, kind: str, contradicted: set[tuple[str, str]]) -> tuple[str, ...]:
    """What a kind rules on a point: its values, with the numbers of their clauses."""
    own = [r for r in point.rulings if kind in r.kinds]
    valued = [r for r in own if r.value is not None]
    said: dict[str, list[int]] = {}
    for r in valued or own:
        numbered = said.setdefault(r.value or say("no_number"), [])
        if r.cited.number not in numbered:
            numbered.append(r.cited.number)
    if not said:
        return (say("none"),)
    lines = [text + "".join(say("numbered", n=n) for n in where) for text, where in said.items()]
    return (*lines, *([say("conflict")] if any((r.conflict, kind) in contradicted for r in own) else []))
