"""The comparison of a section (对照表): a line a matter and owner, a column a kind of organisation."""

from __future__ import annotations

from dataclasses import dataclass

from kb.training.pack.pack import Point, Section
from kb.training.pack.phrases import say


@dataclass(frozen=True, slots=True)
class Line:
    """One matter of one owner; a cell a kind, each with at least one line of text."""

    matter: str
    owner: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A table; its first two columns are the matter and the owner."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]


def compared(section: Section) -> Compared:
    """The points that give a value, and whether the other kinds rule the same without one."""
    heads = (say("matter"), say("owner"), *section.kinds)
    return Compared(heads, tuple(
        Line(p.matter, p.owner or say("none"), tuple(cell(p, kind) for kind in section.kinds))
        for p in section.points if p.valued))


def cell(point: Point, kind: str, *, numbers: bool = True) -> tuple[str, ...]:
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
    lines = [text + "".join(say("numbered", n=n) for n in where if numbers) for text, where in said.items()]
    return (*lines, *([say("conflict")] if any(r.conflict for r in own) else []))
