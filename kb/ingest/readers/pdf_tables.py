"""Tables with ruled lines (有框线的表格) on the pages of a PDF, as rows and cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kb.ingest.readers.pdf_text import printed
from kb.ingest.readers.reading import Cell, Table

_NEAR = 3.0  # points: edges no further apart are one
_MOST_EDGES = 3000  # of a page; more are a drawing

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table of a page, where it stands (left, top, right, bottom in points), and its columns' edges."""

    box: Box
    columns: tuple[float, ...]
    table: Table


def ruled_tables(page: Any, number: int) -> list[RuledTable]:
    """The tables of a pdfplumber page, from top to bottom, that have at least two rows and two columns."""
    if not (page.lines or page.rects or page.curves) or len(page.lines) + len(page.rects) + len(
            page.curves) > _MOST_EDGES:
        return []
    found = [ruled for table in page.find_tables() if (ruled := _ruled(page, table, number)) is not None]
    return sorted(found, key=lambda t: t.box[1])


def _ruled(page: Any, found: Any, number: int) -> RuledTable | None:
    """The table; None where it has one row or one column, or where words stand between its cells."""
    found = _with_open_sides(page, found)
    ys = _edges([y for c in found.cells for y in (c[1], c[3])])
    xs = _edges([x for c in found.cells for x in (c[0], c[2])])
    if len(ys) < 3 or len(xs) < 3:
        return None
    texts = dict(zip((c for row in found.rows for c in row.cells if c), (
        text for row, line in zip(found.rows, found.extract(), strict=True)
        for cell, text in zip(row.cells, line, strict=True) if cell), strict=True))
    inside = sum(len("".join((text or "").split())) for text in texts.values())
    within = sum(_stands_in(char, found.bbox) for char in page.chars)
    if not inside or inside < within * 0.98:
        return None
    rows: list[list[tuple[float, Cell]]] = [[] for _ in ys[1:]]
    taken: set[tuple[int, int]] = set()
    for box, text in sorted(texts.items(), key=lambda item: (item[0][1], item[0][0])):
        top, bottom, left, right = (_at(ys, box[1]), _at(ys, box[3]), _at(xs, box[0]), _at(xs, box[2]))
        if bottom <= top or right <= left:
            continue
        words = "\n".join(map(printed, (text or "").split("\n")))
        rows[top].append((left, Cell(words, rows=bottom - top, columns=right - left)))
        taken |= {(r, c) for r in range(top, bottom) for c in range(left, right)}
    for r, row in enumerate(rows):
        row += [(c, Cell("")) for c in range(len(xs) - 1) if (r, c) not in taken]
    cells = tuple(tuple(cell for _, cell in sorted(row, key=lambda item: item[0])) for row in rows)
    return RuledTable(tuple(found.bbox), tuple(xs), Table(cells, page=number, pages=(number,) * len(cells)))


def _stands_in(char: dict[str, Any], box: Box) -> bool:
    """Whether the middle of a printed character is in the box: lines close above and below a table reach into it."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(char["text"].strip()) and box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _with_open_sides(page: Any, found: Any) -> Any:
    """The table with its outer columns, too, where their outer edges are not drawn but the lines between rows reach."""
    left, top, right, bottom = found.bbox
    level = [e for e in page.edges if e["orientation"] == "h" and top - _NEAR <= e["top"] <= bottom + _NEAR]
    reach = min((e["x0"] for e in level), default=left), max((e["x1"] for e in level), default=right)
    if reach[0] > left - 4 * _NEAR and reach[1] < right + 4 * _NEAR:
        return found
    part = page.crop((0, max(0, top - _NEAR), page.width, min(page.height, bottom + _NEAR)), strict=False)
    wider = part.find_tables({"explicit_vertical_lines": list(reach)})
    return max(wider, key=lambda t: len(t.cells), default=found)


def _edges(places: Sequence[float]) -> list[float]:
    out: list[float] = []
    for place in sorted(places):
        if not out or place - out[-1] > _NEAR:
            out.append(place)
    return out


def _at(edges: Sequence[float], place: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - place))
