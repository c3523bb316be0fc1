"""Tables that go over the pages of a PDF (跨页的表格), as one table.

The header rows that each page repeats are told once, a row that the page's end parts is one row, and a cell that covers
several rows goes on, although the next page prints it empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.ingest.readers.pdf_tables import RuledTable
from kb.ingest.readers.reading import Cell

_NEAR = 6.0  # points: edges of columns no further apart are the same
_HEADS_MAX = 3
_SENTENCE_END = "。！？"
_WRAPPED = 8  # characters: a shorter cell did not break off

_Rows = list[list[Cell]]


def goes_on(before: RuledTable, after: RuledTable) -> bool:
    """Whether a table at the head of a page has the columns of the one at the foot of the page before."""
    return len(before.columns) == len(after.columns) and all(
        abs(a - b) <= _NEAR for a, b in zip(before.columns, after.columns, strict=True))


def joined(before: RuledTable, after: RuledTable) -> RuledTable:
    """Both as one table."""
    above, below = ([list(row) for row in t.table.rows] for t in (before, after))
    heads = _heads(above, below)
    below, pages = below[heads:], list(after.table.pages[heads:])
    if below:
        is_rest = _is_rest(above, below[0])
        _reach_down(above, below[0])
        if is_rest:
            _put_together(above, below[0])
            below, pages = below[1:], pages[1:]
    table = replace(before.table, rows=tuple(map(tuple, above + below)), pages=(*before.table.pages, *pages))
    return replace(after, table=table, columns=before.columns)


def _heads(above: Sequence[Sequence[Cell]], below: Sequence[Sequence[Cell]]) -> int:
    """How many rows below repeat the first ones above."""
    n = 0
    while n < min(_HEADS_MAX, len(above), len(below)) and [_bare(c) for c in above[n]] == [_bare(c) for c in below[n]]:
        n += 1
    return n


def _bare(cell: Cell) -> tuple[str, int]:
    return "".join(cell.text.split()), cell.columns


def _at_end(rows: _Rows) -> dict[int, tuple[int, int]]:
    """The cells that reach the last row, by the column in which they begin: their row, and their place in it."""
    return {column: (r, n) for r, starts in enumerate(_starts(rows)) for n, column in enumerate(starts)
            if r + rows[r][n].rows >= len(rows)}


def _is_rest(above: _Rows, row: Sequence[Cell]) -> bool:
    """Whether a row goes on with the last one above: its first cell is empty, as are others that are filled above, and
    what is filled broke off there.
    """
    ends = _at_end(above)
    own = sorted(column for column, (r, _) in ends.items() if r == len(above) - 1)
    pairs = {column: (above[ends[column][0]][ends[column][1]], cell)
             for column, cell in zip(_starts([row])[0], row, strict=True) if column in ends}
    if len(pairs) < len(row) or any(a.columns != b.columns for a, b in pairs.values()):
        return False
    filled = [(a.text.strip(), b) for a, b in pairs.values() if b.text.strip()]
    left_empty = [c for c in own if pairs[c][0].text.strip() and not pairs[c][1].text.strip()]
    sure = len(left_empty) > 1
    return bool(filled) and bool(left_empty) and all(
        b.rows == 1 and a and a[-1] not in _SENTENCE_END and (sure or len(a) >= _WRAPPED) for a, b in filled)


def _reach_down(above: _Rows, first: list[Cell]) -> None:
    """Lengthens the leading cells above the page's end by the empty ones that go on with them below it, which go."""
    ends = _at_end(above)
    column = 0
    while first and not first[0].text.strip() and any(c.text.strip() for c in first):
        if column not in ends:
            return
        r, n = ends[column]
        cell = above[r][n]
        if cell.columns != first[0].columns or not cell.text.strip():
            return
        above[r][n] = replace(cell, rows=cell.rows + first[0].rows)
        column += cell.columns
        del first[0]


def _put_together(above: _Rows, rest: Sequence[Cell]) -> None:
    """Adds the words of a row to those of the last one above; those lengthened for it are one row too long."""
    last = len(above) - 1
    ends = _at_end(above)
    columns = sorted(ends)[-len(rest):] if rest else []
    for column in ends:
        r, n = ends[column]
        cell = above[r][n]
        if r + cell.rows - 1 > last:
            above[r][n] = replace(cell, rows=cell.rows - 1)
    for column, cell in zip(columns, rest, strict=True):
        r, n = ends[column]
        above[r][n] = replace(above[r][n], text=above[r][n].text + cell.text)


def _starts(rows: Sequence[Sequence[Cell]]) -> list[list[int]]:
    """The columns in which the cells of every row begin."""
    reaching: dict[int, int] = {}
    out = []
    for row in rows:
        column, starts = 0, []
        begun: dict[int, int] = {}
        for cell in row:
            while reaching.get(column):
                column += 1
            starts.append(column)
            begun |= dict.fromkeys(range(column, column + cell.columns), cell.rows)
            column += cell.columns
        out.append(starts)
        reaching = {c: left - 1 for c, left in (reaching | begun).items() if left > 1}
    return out
