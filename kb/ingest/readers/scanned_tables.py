"""From the grid of a table in a picture and the lines recognised in its cells to a table (扫描表格)."""

from __future__ import annotations

from collections.abc import Sequence

from kb.ingest.readers.paragraphs import PlacedLine
from kb.ingest.readers.pdf_tables import RuledTable
from kb.ingest.readers.reading import Cell, Table

_SCALE = 72 / 200  # points a pixel of a page as it is recognised
_SAME_ROW = 0.5  # of a line's height


def scanned_table(xs: Sequence[float], ys: Sequence[float], cells: Sequence[Sequence[int]], page: int,
                  lines: Sequence[tuple[PlacedLine, int]]) -> RuledTable | None:
    """The table with these edges of columns and rows and `cells` as (row, column, rows, columns); `lines` come with the
    number of their cell. None where fewer than two of its columns or of its rows say anything.
    """
    texts = [_text([line for line, cell in lines if cell == n]) for n in range(len(cells))]
    filled = [(r, c) for (r, c, *_), text in zip(cells, texts, strict=True) if text]
    if len({r for r, _ in filled}) < 2 or len({c for _, c in filled}) < 2:
        return None
    rows: list[list[Cell]] = [[] for _ in ys[1:]]
    for (r, _, high, wide), text in zip(cells, texts, strict=True):
        rows[r].append(Cell(text, rows=high, columns=wide))
    table = Table(tuple(tuple(row) for row in rows), page=page, pages=(page,) * len(rows),
                  confidence=round(min(line.confidence for line, _ in lines), 3))
    return RuledTable((xs[0], ys[0], xs[-1], ys[-1]), tuple(x * _SCALE for x in xs), table)


def _text(lines: Sequence[PlacedLine]) -> str:
    """The words of a cell, a line of print a line."""
    rows: list[list[PlacedLine]] = []
    for line in sorted(lines, key=lambda n: n.top):
        if rows and line.top - rows[-1][0].top < _SAME_ROW * line.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return "\n".join("".join(n.text for n in sorted(row, key=lambda n: n.left)) for row in rows)
