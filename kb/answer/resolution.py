"""Where printed numbers lead (序号的所指): from a document or a heading down to a heading, a clause, words of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kb.answer.outline import Outline, Section
from kb.answer.points import Point, paragraphs, rows
from kb.cite import number_label
from kb.language.ordinals import Mentioned, Ordinal, heading_units, printed_ordinal
from kb.types import Clause

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Place:
    """Where numbers lead: a heading, a clause under it, or words of that, which were `said` so (第二款)."""

    section: Section
    clause: Clause | None = None
    point: Point | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A number that was `said` and does not exist: where it was looked for, and the labels of those that stand there.

    `unit` is what is counted there; `depth` tells how many of the numbers before it were found; `complete` tells that
    the labels leave none out, from 1 on.
    """

    said: str
    where: str
    labels: tuple[str, ...]
    unit: str
    depth: int
    complete: bool = True


def resolve(numbers: Sequence[Mentioned], section: Section, outline: Outline, *,
            exactly: bool = False) -> list[Place] | Missing:
    """Where numbers, one inside the other, lead from a section.

    With `exactly` a heading counts only where what it numbers is printed (第三章), not with a bare number (三、).
    """
    places = [Place(section)]
    for depth, m in enumerate(numbers):
        following = [q for p in places for q in _step(m, p, outline, exactly=exactly, stated=depth > 0)]
        if not following:
            return _missing(m, places[0], outline, depth, exactly=exactly)
        places = following
    return places


def _step(m: Mentioned, place: Place, outline: Outline, *, exactly: bool, stated: bool) -> list[Place]:
    """One number further; `stated` tells that the section was named by a number, and holds the next one for sure."""
    o, section = m.ordinal, place.section
    if place.clause is not None:
        return [Place(section, place.clause, p, f"{place.said}第{p.value}{o.unit or '项'}")
                for row in _inside(o, place) for p in _picked(row, [Ordinal("", p.value) for p in row], o)]
    if o.unit in heading_units():
        headings = _headings(o, section, outline, exactly=exactly)
        return [Place(s) for s in _picked(headings, [s.ordinal for s in headings], o)]
    row = _numbered(o, section, outline)
    numbered = _picked(row, list(map(_number, row)), o)
    here = [c for c in numbered if c in section.clauses]
    if not any(_number(c) for c in section.clauses) and not exactly:
        headings = _headings(o, section, outline, exactly=False)
        return [Place(s) for s in _picked(headings, [s.ordinal for s in headings], o)]
    return [Place(outline.section(c.document_id, c.path), c) for c in here or ([] if stated else numbered)]


def _missing(m: Mentioned, place: Place, outline: Outline, depth: int, *, exactly: bool) -> Missing:
    """What stands where a number was looked for and not found."""
    o, section = m.ordinal, place.section
    unit = o.unit or "项"
    if place.clause is not None:
        row = next(iter(_inside(o, place)), ())
        return Missing(m.said, f"{section.label}{number_label(place.clause) or ''}{place.said}",
                       tuple(f"第{p.value}{unit}" for p in row), unit, depth)
    if o.unit in heading_units():
        headings = _longest(_headings(o, section, outline, exactly=exactly), lambda s: s.ordinal)
        labels = ["".join(s.path[-1].split()) for s in headings]
        return Missing(m.said, section.label, tuple(labels), unit if m.said.startswith("第") else "个", depth,
                       _is_complete([s.ordinal for s in headings]))
    here = [c for c in _numbered(o, section, outline) if c in section.clauses or not depth]
    clauses = _longest([c for c in here or section.clauses if _number(c)], _number)  # numbered otherwise than was said
    labels = [number_label(c) or "" for c in clauses]
    numbers = list(map(_number, clauses))
    return Missing(m.said, section.label, tuple(labels), unit if here or not labels else labels[-1][-1], depth,
                   _is_complete(numbers) or bool(depth))


def _inside(o: Ordinal, place: Place) -> Sequence[Sequence[Point]]:
    """The rows of what is numbered in a clause, or in words of it."""
    assert place.clause is not None
    return (paragraphs(place.clause.text),) if o.unit == "款" else rows(place.clause.text, place.point)


def _picked(items: Sequence[_Item], numbers: Sequence[Ordinal | None], asked: Ordinal) -> list[_Item]:
    """The items that are numbered as asked."""
    if asked.value < 0:
        return list(items[asked.value:][:1]) if len(items) >= -asked.value else []
    return [i for i, n in zip(items, numbers, strict=True)
            if n is not None and (n.value, n.sub) == (asked.value, asked.sub)]


def _longest(items: Sequence[_Item], number: Callable[[_Item], Ordinal | None]) -> list[_Item]:
    """The longest row of items whose numbers rise: a new row begins where they start again."""
    out: list[list[_Item]] = [[]]
    last = 0
    for i in items:
        n = number(i)
        value = last if n is None else n.value
        if value < last:
            out.append([])
        out[-1].append(i)
        last = value
    return max(out, key=len)


def _is_complete(numbers: Sequence[Ordinal | None]) -> bool:
    return [n.value for n in numbers if n is not None] == list(range(1, len(numbers) + 1))


def _headings(o: Ordinal, section: Section, outline: Outline, *, exactly: bool) -> list[Section]:
    """The headings below a section that are numbered as `o` is; where none is, the outermost with a bare number."""
    below = outline.within(section)
    exact = [s for s in below if s.ordinal is not None and s.ordinal.unit == o.unit]
    bare = [] if exactly else [s for s in below if s.ordinal is not None and not s.ordinal.unit]
    return exact or [s for s in bare if len(s.path) == min(len(b.path) for b in bare)]


def _numbered(o: Ordinal, section: Section, outline: Outline) -> list[Clause]:
    """The clauses that are numbered as `o` is: articles run through the document, other numbers stand in a section.

    A number inside another's heading is no number of the section.
    """
    if o.unit == "条" and _of(section.clauses, o.unit):
        return _of(outline.section(section.document_id).clauses, o.unit)
    bare = _of(section.clauses, "")
    paths = {c.path for c in bare}
    return [c for c in bare if not any(c.path[:n] in paths for n in range(len(section.path), len(c.path)))]


def _of(clauses: Sequence[Clause], unit: str) -> list[Clause]:
    return [c for c in clauses if (n := _number(c)) is not None and n.unit == unit]


def _number(clause: Clause) -> Ordinal | None:
    printed = printed_ordinal(clause.number) if clause.number else None
    return printed[0] if printed else None

