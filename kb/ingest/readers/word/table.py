"""Tables of Word documents (表格): rows of cells with their merging, within limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from kb.errors import ReadError
from kb.ingest.readers.reading import Cell
from kb.ingest.readers.word.names import below, integer, is_on, value_of, w
from kb.ingest.readers.word.styles import Styles
from kb.ingest.readers.word.walk import REMOVED, TC, TR, nearest

_MAX_COLUMNS = 100
_MAX_CELLS = 500_000


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell as Word writes it: one merged downwards stands again in every row, `continued`; None is a gap."""

    element: etree._Element | None
    columns: int
    continued: bool = False


def rows_of(table: etree._Element, styles: Styles, name: str) -> list[list[WordCell]]:
    """The cells of every row that is neither deleted nor hidden. Raises ReadError where there are too many."""
    rows: list[list[WordCell]] = []
    cells = 0
    for row in nearest(table, styles, TR):
        properties = row.find(w("trPr"))
        if properties is not None and any(child.tag in REMOVED for child in properties):
            continue
        rows.append(_row(row, styles))
        cells += sum(cell.columns for cell in rows[-1])
        if cells > _MAX_CELLS:
            raise ReadError(f"Word 文档里的表格太大：{name}（超过 {_MAX_CELLS} 格）。请拆分后再加入。")
    return rows


def is_hidden_row(row: Sequence[WordCell]) -> bool:
    """Whether Word prints a row not at all."""
    return _says(row, "hidden")


def stated_heads(rows: Sequence[Sequence[tuple[WordCell, str]]]) -> int:
    """How many of the first rows Word repeats on every page, as headers."""
    return next((n for n, row in enumerate(rows) if not _says([cell for cell, _ in row], "tblHeader")), 0)


def _says(row: Sequence[WordCell], what: str) -> bool:
    """Whether the properties of a row state something."""
    element = next((cell.element for cell in row if cell.element is not None), None)
    above = None if element is None else next((a for a in element.iterancestors(TR)), None)
    return bool(is_on(above, f"trPr/{what}"))


def _row(row: etree._Element, styles: Styles) -> list[WordCell]:
    made: list[WordCell] = []
    gap = _span(value_of(row, "trPr/gridBefore"), 0)
    if gap:
        made.append(WordCell(None, gap))
    for cell in nearest(row, styles, TC):
        properties = below(cell, "tcPr")
        if properties is not None and properties.find(w("cellDel")) is not None:
            continue
        across = below(properties, "hMerge")
        columns = _span(value_of(properties, "gridSpan"), 1)
        if across is not None and across.get(w("val"), "continue") == "continue" and made:
            made[-1] = replace(made[-1], columns=min(made[-1].columns + columns, _MAX_COLUMNS))
            continue
        down = below(properties, "vMerge")
        continued = down is not None and down.get(w("val"), "continue") == "continue"
        made.append(WordCell(cell, columns, continued))
    gap = _span(value_of(row, "trPr/gridAfter"), 0)
    return [*made, WordCell(None, gap)] if gap else made


def _span(stated: str | None, least: int) -> int:
    return max(min(integer(stated, least), _MAX_COLUMNS), least)


def merged(rows: Sequence[Sequence[tuple[WordCell, str]]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows, each cell with its words, with every cell that is merged downwards once, in its first row."""
    out: list[list[Cell]] = []
    above: dict[int, tuple[int, int]] = {}  # by column: row and place in `out` of the cell that stood there last
    for row in rows:
        here: dict[int, tuple[int, int]] = {}
        made: list[Cell] = []
        column = 0
        for cell, words in row:
            i, j = above.get(column, (-1, -1))
            if cell.continued and i >= 0 and out[i][j].columns == cell.columns:
                out[i][j] = replace(out[i][j], rows=out[i][j].rows + 1)
                here[column] = (i, j)
            else:
                here[column] = (len(out), len(made))
                made.append(Cell("" if cell.continued else words, columns=cell.columns))
            column += cell.columns
        out.append(made)
        above = here
    return tuple(tuple(row) for row in out)
