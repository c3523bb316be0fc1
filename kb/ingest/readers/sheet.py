"""Sheets of cells as blocks (工作表): the tables on a sheet, the lines above and below them, and their merged cells.

A sheet says where words stand, not what is a table: blank rows and columns part its tables, lines above the header row
are titles and notes, and a line of its own below is a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kb.ingest.readers.reading import Block, Cell, Heading, Paragraph, Table
from kb.ingest.structure.columns import TIME

_LABEL_MAX = 12  # characters of a column's name
_TITLE_MAX = 45
_TOP = 6  # rows in which a header is looked for
_SENTENCE_END = "。；！？;:："


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged cell: its first row and column, and how many it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words of every cell by row and column from 0, and the merged cells by their first place."""

    name: str
    words: Mapping[tuple[int, int], str]
    merges: Mapping[tuple[int, int], Merge] = field(default_factory=dict)

    def covers(self, place: tuple[int, int]) -> Merge:
        return self.merges.get(place) or Merge(*place, 1, 1)


@dataclass(frozen=True, slots=True)
class _Area:
    """A rectangle of a sheet; ends are exclusive."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def width(self) -> int:
        return self.right - self.left


def sheet_blocks(sheet: Sheet, *, named: bool = False) -> list[Block]:
    """The blocks of a sheet, in order; `named` puts its name above where no title line stands there."""
    filled = {place: words for place, words in sheet.words.items() if words.strip()}
    if not filled:
        return []
    held = _within(sheet, filled)
    out: list[Block] = []
    last: _Area | None = None
    for area in _bands(held):
        for block, place in _band(held, area):
            if isinstance(block, Table) and last is not None and out and isinstance(out[-1], Table) and (
                    last.left, last.right) == (place.left, place.right) and not _is_header(held, place.top, place):
                out[-1] = Table((*out[-1].rows, *block.rows))  # a blank row within one table
            else:
                out.append(block)
            last = place if isinstance(block, Table) else None
    if named and not isinstance(out[0], Heading):
        out.insert(0, Heading(sheet.name, 1))
    return [b for block in out for b in ((Paragraph(""), block, Paragraph("")) if isinstance(block, Table)
                                         else (block,))]


def _within(sheet: Sheet, filled: Mapping[tuple[int, int], str]) -> Sheet:
    """The filled places, with merged cells no further than the last of them: some are merged to the sheet's end."""
    last_row, last_column = max(r for r, _ in filled), max(c for _, c in filled)
    return Sheet(sheet.name, filled, {
        p: Merge(*p, min(m.rows, last_row - m.row + 1), min(m.columns, last_column - m.column + 1))
        for p, m in sheet.merges.items() if p in filled})


def is_title(text: str) -> bool:
    """Whether the only words of the first row of a part read as its title."""
    return 0 < len(text) <= _TITLE_MAX and text[-1] not in _SENTENCE_END


def _bands(sheet: Sheet) -> Iterator[_Area]:
    """The parts of the sheet between blank rows."""
    rows = sorted({row + n for (row, column) in sheet.words for n in range(sheet.covers((row, column)).rows)})
    yield from (_fitted(sheet, first, last + 1) for first, last in _runs(rows))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of every run of numbers without a gap."""
    first = 0
    for i in range(1, len(numbers) + 1):
        if i == len(numbers) or numbers[i] != numbers[i - 1] + 1:
            yield numbers[first], numbers[i - 1]
            first = i


def _fitted(sheet: Sheet, top: int, bottom: int, left: int = 0, right: int = 1 << 20) -> _Area:
    """These rows with the columns between the first and the last filled one."""
    inside = [(c, c + sheet.covers((r, c)).columns) for r, c in sheet.words if top <= r < bottom and left <= c < right]
    return _Area(top, bottom, min(c for c, _ in inside), max(end for _, end in inside))


def _band(sheet: Sheet, area: _Area) -> Iterator[tuple[Block, _Area]]:
    """The blocks of a part without blank rows: the lines above, the tables side by side, the lines below."""
    top, bottom = area.top, area.bottom
    header = next((r for r in range(top, min(bottom, top + _TOP)) if _is_header(sheet, r, area)), None)
    first = header if header is not None else top
    while first < bottom and len(_places(sheet, first, area)) < 2:
        first += 1
    while bottom > first and _is_line(sheet, bottom - 1, area):
        bottom -= 1
    if bottom - first < 2:  # a row alone is text laid out in columns
        first = bottom = area.bottom
    for row in range(top, first):
        yield from ((block, area) for block in _line(sheet, row, area, opening=row == area.top))
    if first < bottom:
        columns = sorted({c + n for (r, c) in sheet.words if first <= r < bottom and area.left <= c < area.right
                          for n in range(sheet.covers((r, c)).columns)})
        for left, right in _runs(columns):
            part = _fitted(sheet, first, bottom, left, right + 1)
            yield Table(tuple(_rows(sheet, part))), part
    for row in range(bottom, area.bottom):
        yield from ((block, area) for block in _line(sheet, row, area, opening=False))


def _places(sheet: Sheet, row: int, area: _Area) -> list[tuple[int, int]]:
    """The filled places of a row, those too that a cell from above covers."""
    own = [(row, c) for c in range(area.left, area.right) if (row, c) in sheet.words]
    return own + [p for p, m in sheet.merges.items() if p[0] < row < p[0] + m.rows and area.left <= p[1] < area.right]


def _is_line(sheet: Sheet, row: int, area: _Area) -> bool:
    """Whether a row is one text across the table."""
    places = _places(sheet, row, area)
    if len(places) != 1 or area.width == 1:
        return False
    long = places[0][1] == area.left and len(sheet.words[places[0]]) > _LABEL_MAX
    return long or sheet.covers(places[0]).columns > 1


def _is_header(sheet: Sheet, row: int, area: _Area) -> bool:
    """Whether a row names the columns: short words, with figures only for months and years, for nearly all of them."""
    places = [(row, c) for c in range(area.left, area.right) if (row, c) in sheet.words]
    named = sum(sheet.covers(p).columns for p in places)
    return len(places) > 1 and named * 5 >= area.width * 4 and all(
        len(words := "".join(sheet.words[p].split())) <= _LABEL_MAX and words[-1] not in _SENTENCE_END
        and (TIME.fullmatch(words) or not any(c.isdigit() for c in words)) for p in places)


def _line(sheet: Sheet, row: int, area: _Area, *, opening: bool) -> Iterable[Block]:
    """A row outside the tables as text: the first of its part a heading where it reads as one."""
    texts = [sheet.words[(row, c)].strip() for c in range(area.left, area.right) if (row, c) in sheet.words]
    if opening and len(texts) == 1 and is_title(texts[0]):
        return [Heading(texts[0], 1)]
    return [Paragraph("  ".join(texts))] if texts else []


def _rows(sheet: Sheet, area: _Area) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table, each with the cells that begin in it; an unfilled place is an empty cell."""
    covered: set[tuple[int, int]] = set()
    for row in range(area.top, area.bottom):
        cells = []
        for column in range(area.left, area.right):
            if (row, column) in covered:
                continue
            m = sheet.covers((row, column))
            rows, columns = min(m.rows, area.bottom - row), min(m.columns, area.right - column)
            covered |= {(row + r, column + c) for r in range(rows) for c in range(columns)}
            cells.append(Cell(sheet.words.get((row, column), ""), rows=rows, columns=columns))
        yield tuple(cells)
