"""The tables of a plan (表格): months as columns with marks, months as rows, matters as columns, or a row a matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.checklist.selfcheck.flat import Flat
from kb.checklist.selfcheck.line import Line, is_time_only
from kb.checklist.selfcheck.spread import spread
from kb.checklist.selfcheck.times import Slot, times, years
from kb.checklist.selfcheck.words import data, matters
from kb.ingest.readers.reading import Table

_HEAD_ROWS = 4
_LEAST = 3  # so many columns named by months or quarters make a calendar
_BARE_MONTH = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})")


@dataclass(frozen=True, slots=True)
class _Head:
    """The header of a table: how many rows it has, the words above each column, when each column is, and which of the
    words above it name a matter.
    """

    rows: int
    names: tuple[str, ...]
    slots: tuple[tuple[Slot, ...], ...]
    matters: tuple[Flat | None, ...]


def sheet_lines(table: Table, number: int, name: str, around: tuple[Slot, ...], year: int | None) -> Iterator[Line]:
    """The lines of one table, the `number`th, called `name` in places. `around` and `year` are said above it."""
    spots = spread(table.rows)
    rows = [tuple(spot.words for spot in row) for row in spots]
    own = [tuple(spot.begins for spot in row) for row in spots]
    head = _head(rows, table.heads)
    for r in range(head.rows, len(rows)):
        yield from _row(rows[r], own[r], head, number, f"{name}第{r + 1}行", around, year)


def _head(rows: Sequence[tuple[Flat, ...]], marked: int) -> _Head:
    width = max((len(row) for row in rows), default=0)
    slots: list[tuple[Slot, ...]] = [()] * width
    last = 0
    for r, row in enumerate(rows[:_HEAD_ROWS]):
        bare = sum(bool(_BARE_MONTH.fullmatch(cell.text)) for cell in row)
        # A serial number and how many came are no months.
        found = [_slot(cell.text) if bare >= _LEAST or not _BARE_MONTH.fullmatch(cell.text) else () for cell in row]
        if sum(bool(s) for s in found) >= _LEAST and len({s for s in found if s}) >= _LEAST:
            slots = [*found, *[()] * (width - len(found))]
            last = r + 1
            break
    last = max(last, marked)
    if not last and rows and _looks_like_names(rows[0]):
        last = 1
    names = tuple("".join(dict.fromkeys(row[c].text for row in rows[:last] if c < len(row))) for c in range(width))
    named = tuple(next((row[c] for row in rows[:last] if c < len(row) and _names_a_matter(row[c].text)), None)
                  for c in range(width))
    return _Head(last, names, tuple(slots), named)


def _slot(text: str) -> tuple[Slot, ...]:
    """When a column is: 3月, 三月份, 第一季度, a bare 3 among its like."""
    found = times(text)
    if len(found) == 1 and is_time_only(text):
        return found[0].slots
    if _BARE_MONTH.fullmatch(text):
        made = times(text + "月")
        return made[0].slots if made else ()
    return ()


def _looks_like_names(row: tuple[Flat, ...]) -> bool:
    """Whether the first row names the columns: short words in each of several cells, and no time in any."""
    filled = [cell.text for cell in row if cell.text]
    return len(filled) > 1 and all(len(t) <= 12 and not times(t) and "。" not in t for t in filled)


def _row(row: tuple[Flat, ...], own: tuple[bool, ...], head: _Head, number: int, place: str, around: tuple[Slot, ...],
         year: int | None) -> Iterator[Line]:
    people = re.compile(data()["marks"]["people"])
    doing = re.compile(data()["marks"]["doers"])
    names = [head.names[c] if c < len(head.names) else "" for c in range(len(row))]
    calendar = [head.slots[c] if c < len(head.slots) else () for c in range(len(row))]
    timed = [c for c in range(len(row)) if row[c].text and not calendar[c] and is_time_only(row[c].text)]
    said = [c for c in range(len(row)) if row[c].text and not calendar[c] and c not in timed
            and not people.search(names[c])]
    doers = "，".join(row[c].text for c in range(len(row)) if doing.search(names[c]) and not calendar[c])
    aside = "；".join(row[c].text for c in timed if not _row_is(row[c].text))
    when = next((t for c in timed if (t := _row_is(row[c].text))), around)
    stated = years("，".join(row[c].text for c in timed))
    at = next(iter(stated)) if len(stated) == 1 else year

    def line(words: Flat, c: int, slots: tuple[Slot, ...], more: str = "", who: str = "") -> Line:
        return Line(words, f"{place}第{c + 1}列", number, slots, at, more, f"{doers}，{who}")

    marked = [c for c in range(len(row)) if calendar[c] and row[c].text and not _is_none(row[c].text)]
    named = {c: name for c, name in enumerate(head.matters) if name is not None and c < len(row) and not calendar[c]
             and row[c].text and not _is_none(row[c].text)}
    for c in said:
        if c in named:
            continue
        if any(calendar) and own[c]:
            for k in marked:
                yield line(row[c], k, calendar[k], _number_only(row[k].text))
            if not marked:
                yield line(row[c], c, (), "0次")
        elif own[c] or not any(own[k] for k in said):
            yield line(row[c], c, when, aside)
    for c in marked:
        if len(row[c].text) > 1 and not is_time_only(row[c].text):
            yield line(row[c], c, calendar[c])
    for c, name in named.items():
        yield line(name, c, when, f"{row[c].text}；{aside}", row[c].text)


def _row_is(text: str) -> tuple[Slot, ...]:
    """When a row is: its cell names one time, with nothing of rhythm or number."""
    found = times(text)
    return found[0].slots if len(found) == 1 and len(found[0].slots) == 1 and not re.search(r"每|次|/", text) else ()


def _number_only(text: str) -> str:
    return text if re.fullmatch(r"\d{1,2}次?", text) and text.endswith("次") else f"{text}次" if re.fullmatch(
        r"\d{1,2}", text) else ""


def _names_a_matter(name: str) -> bool:
    return any(m.ways.search(name) and not (m.but and m.but.search(name)) for m in matters() if not m.units)


def _is_none(text: str) -> bool:
    return text in data()["marks"]["none"]
