"""The columns of a table that the format marks (表头与列名): its header rows, and the heading of every column.

A row is read on its own, as a clause, so each of its words needs the heading that it stands under, and the words of a
cell that reaches down from a row above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kb.data import load_toml
from kb.ingest.structure.grid import Place

_HEADING_MAX = 12
_STATED_MAX = 30
_HEADS_MAX = 3
_LABEL_MAX = 16
_TEXT_MIN = 12
_SENTENCE_END = "。；！？"
TIME = re.compile(r"(?:20\d\d年?度?|(?:第?\d季度)|(?:20\d\d年)?\d{1,2}月份?)")  # names of columns, with figures
_UNIT = re.compile(r"[（(][^（()）]{1,8}[)）]$")  # behind the name of a column
_BETWEEN = "·"  # between the heading above and the one below it

Rows = Sequence[tuple[Place, ...]]


def arranged(rows: Rows, stated: int = 0) -> list[tuple[Place, ...]]:
    """The rows with their header rows told, and with the heading before each word of those below.

    `stated` is how many rows the format says are headers. The columns before the first that holds whole phrases name
    the rows; where only one other column is filled, its words stand without a heading.
    """
    first, end = _headers(rows, stated)
    body = rows[end:]
    at = text_column([[p.text for p in row] for row in body]) or 0
    headings = _headings(rows[first:end])
    printed = {tuple(p.text for p in row) for row in rows[first:end]}
    filled = {c for row in body if not _stands_alone(row) for c, p in enumerate(row) if c >= at and p.text}
    several = len(filled) > 1
    out: list[tuple[Place, ...]] = []
    for n, row in enumerate(rows):
        if first <= n < end or (n >= end and tuple(p.text for p in row) in printed):
            out.append(tuple(replace(p, head=True) for p in row))
        elif n < first or _stands_alone(row):
            out.append(row)
        else:
            out.append(tuple(_headed(p, c, at, headings if several else []) for c, p in enumerate(row)))
    return out


def _headed(place: Place, column: int, at: int, headings: Sequence[Sequence[str]]) -> Place:
    if column < at:
        return replace(place, names=True)
    text = place.text or place.above
    heading = _whole(headings[column:column + place.columns]) if column and text else ""
    return replace(place, text=text, above="", heading=f"{heading}：" if heading and heading != text else "")


def _whole(headings: Sequence[Sequence[str]]) -> str:
    """The heading of a cell: that of its column, or of all that it covers."""
    own = list(dict.fromkeys(tuple(parts) for parts in headings if parts))
    if len(own) > 1 and len({parts[0] for parts in own}) == 1:
        lower = [_BETWEEN.join(parts[1:]) for parts in own if parts[1:]]
        return own[0][0] + _BETWEEN + "、".join(lower)
    return "、".join(_BETWEEN.join(parts) for parts in own)


def _headers(rows: Rows, stated: int) -> tuple[int, int]:
    """The first header row and the one after the last; both the same where there is none."""
    first = next((n for n, row in enumerate(rows) if sum(bool(p.text) for p in row) > 1), 0)
    last = min(len(rows) - 1, first + _HEADS_MAX)
    if first < stated < len(rows) and all(_are_labels(row, stated=True) for row in rows[first:min(stated, last)]):
        return first, min(stated, last)
    if last <= first or not _are_labels(rows[first]) or not _name_columns(rows[first:]):
        return first, first
    end = first + 1
    while end < last and _goes_on(rows[end - 1], rows[end]):
        end += 1
    return first, end


def _are_labels(row: Sequence[Place], *, stated: bool = False) -> bool:
    filled = ["".join(p.text.split()) for p in row if p.text]
    most = _STATED_MAX if stated else _HEADING_MAX
    return (len(filled) > 1 or stated) and all(len(words) <= most and words[-1] not in _SENTENCE_END and (
        stated or TIME.fullmatch(words) or not any(c.isdigit() for c in words)) for words in filled)


def _name_columns(rows: Rows) -> bool:
    """Whether the labels of a first row are headings; in a table of two columns they may be a label and its value."""
    filled = [p for p in rows[0] if p.text]
    if len(filled) > 2 or any(p.columns > 1 for p in filled):
        return True
    last = _UNIT.sub("", "".join(filled[-1].text.split()))
    return last.endswith(tuple(load_toml("tables.toml")["headings"])) or text_column(
        [[p.text for p in row] for row in rows[1:]]) is not None


def _goes_on(upper: Sequence[Place], lower: Sequence[Place]) -> bool:
    """Whether a row parts the headings of the row above it, and names no other column."""
    spans = [range(c, c + p.columns) for c, p in enumerate(upper) if p.text and p.columns > 1]
    filled = [c for c, p in enumerate(lower) if p.text]
    return _are_labels(lower) and all(any(c in span for span in spans) for c in filled) and any(
        sum(c in span for c in filled) > 1 for span in spans)


def _headings(rows: Rows) -> list[list[str]]:
    """The headings above every column, the uppermost first."""
    out: list[list[str]] = [[] for _ in range(max(map(len, rows), default=0))]
    for row in rows:
        for c, place in enumerate(row):
            words = "".join(place.text.split()).rstrip("：:")
            for column in range(c, min(c + place.columns, len(out))) if words else ():
                out[column].append(words)
    return out


def _stands_alone(row: Sequence[Place]) -> bool:
    """Whether a row is one text: it heads the rows below or is a note."""
    return sum(bool(p.text) for p in row) < 2 and not any(p.above for p in row)


def text_column(rows: Sequence[Sequence[str]]) -> int | None:
    """The first column with whole phrases in it, None where every column holds labels only."""
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    full = [row for row in rows if len(row) == width]
    for column in range(width):
        lengths = [len("".join(row[column].split())) for row in full if row[column]]
        if lengths and sum(lengths) / len(lengths) >= _TEXT_MIN and max(lengths) > _LABEL_MAX:
            return column
    return None
