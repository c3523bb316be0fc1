"""What a clause itself counts up (条内的项): its points （一）…, 1.…, ①…, and its paragraphs (款)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.language.numerals import parse_number

_CN = "一二三四五六七八九十百"
# In the order in which the levels lie inside one another.
_MARKS = (
    re.compile(rf"(?<![第条款项])[（(]\s*([{_CN}]+)\s*[）)]"),
    re.compile(r"(?<![\d.．])(\d{1,2})\s*[.．、](?!\d)"),
    re.compile(r"[（(]\s*(\d{1,2})\s*[）)]"),
    re.compile("([①-⑳])"),
    re.compile(rf"([{_CN}]{{1,3}})是(?=[一-龥])"),
)
_OWN_NUMBER = re.compile(
    rf"\s*(?:第[{_CN}零〇\d]+条(?:之[{_CN}\d]+(?!是))?|\d{{1,3}}(?:[.．]\d{{1,3}}){{0,4}}[.．、]?"
    rf"|[（(][{_CN}\d]+[）)]|[{_CN}]+、|(?:[IVXⅠ-Ⅻ]+|[a-z])[.．、](?![A-Za-z\d])|[（(]?[a-z][）)])[\s　]*")
_ENDS = "。；;，,、 \n　"


@dataclass(frozen=True, slots=True)
class Point:
    """A point or a paragraph of a clause: its number in its row, and its place in the clause's text.

    `opening` is where its words begin behind its number.
    """

    value: int
    start: int
    end: int
    opening: int


def points(text: str) -> tuple[Point, ...]:
    """The first outermost row of points that the text of a clause counts from 1 on; empty where it has none."""
    return next(iter(rows(text)), ())


def rows(text: str, within: Point | None = None) -> tuple[tuple[Point, ...], ...]:
    """The rows of at least two points, of the outermost kind, that a clause's text counts from 1 on.

    With `within` those inside a paragraph or another point.
    """
    begin, end = (_begin(text), len(text)) if within is None else (within.opening, within.end)
    for marks in _MARKS:
        found: list[list[re.Match[str]]] = []
        for m in marks.finditer(text, begin, end):
            value = _value(m.group(1))
            if value == 1:
                found.append([m])
            elif found and value == len(found[-1]) + 1:
                found[-1].append(m)
        if kept := [row for row in found if len(row) > 1]:
            limits = [*(row[0].start() for row in kept[1:]), end]
            return tuple(_row(text, row, limit) for row, limit in zip(kept, limits, strict=True))
    return ()


def _begin(text: str) -> int:
    """Where points may begin: behind the number of an article; another number may be that of the first point."""
    own = own_number(text)
    return own if "条" in text[:own] else 0


def _row(text: str, row: Sequence[re.Match[str]], limit: int) -> tuple[Point, ...]:
    ends = [*(m.start() for m in row[1:]), min(_end_of_last(text, row[-1].start()), limit)]
    return tuple(Point(n, m.start(), _trimmed(text, m.start(), at), m.end())
                 for n, (m, at) in enumerate(zip(row, ends, strict=True), start=1))


def paragraphs(text: str) -> tuple[Point, ...]:
    """The paragraphs of a clause; points stand in the paragraph that they belong to."""
    out: list[Point] = []
    for m in re.finditer(r"[^\n]+", text):
        opens_point = any(p.match(m.group().lstrip()) for p in _MARKS[:4])
        if out and opens_point:
            out[-1] = replace(out[-1], end=m.end())
        else:
            out.append(Point(len(out) + 1, m.start(), m.end(), max(m.start(), own_number(text))))
    return tuple(out)


def lead_in(text: str) -> str:
    """The words of a clause before its first point, its own number left out; the first sentence where it has none."""
    begin = own_number(text)
    row = points(text)
    if row:
        return text[begin:row[0].start]
    return re.split("[。；\n]", text[begin:], maxsplit=1)[0]


def own_number(text: str) -> int:
    """The length of the number that a clause's text begins with."""
    m = _OWN_NUMBER.match(text)
    return 0 if m is None else m.end()


def _end_of_last(text: str, start: int) -> int:
    """The last point ends with its line."""
    at = text.find("\n", start)
    return len(text) if at < 0 else at


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _ENDS:
        end -= 1
    return end


def _value(mark: str) -> int | None:
    value = unicodedata.numeric(mark, None) if len(mark) == 1 else parse_number(mark)
    return None if value is None else int(value)
