"""The rows of a web page's table as cells with their spans, by the rules of HTML."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import html as lxml_html

from kb.ingest.readers.reading import Cell, Table

_MAX_COLUMNS = 100
_MAX_ROWS = 1000
_MAX_WIDTH = 200  # columns of a table; cells that reach further cover one place each
_LINE_MAX = 60  # characters of a row that is one line
_PARTS = frozenset("p div br li table h1 h2 h3 h4 h5 h6 pre".split())
_MAX_PLACES = 200_000  # of a page that cells of rows above may cover


class Places:
    """How many places of rows and columns the merged cells of a page may still cover: a small page can claim millions.
    """

    def __init__(self) -> None:
        self._left = _MAX_PLACES
        self.used_up = False

    def wide_enough(self, at: int, columns: int) -> bool:
        """Whether a cell that begins in column `at` may cover so many columns."""
        if columns > 1 and at + columns > _MAX_WIDTH:
            self.used_up = True
        return columns == 1 or at + columns <= _MAX_WIDTH and not self.used_up

    def spend(self, places: int) -> bool:
        """Whether so many places of a row may be covered from above."""
        self._left -= places
        self.used_up = self.used_up or self._left < 0
        return self._left >= 0


class TableRows:
    """Collects the rows of one table. Text that a row frames parts it: `take` gives the part so far."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._rows: list[list[Cell]] = []
        self._left: dict[int, int] = {}  # by column: how many rows more the cell that covers it reaches down
        self._cell: dict[int, tuple[int, int]] = {}  # by column: row and place of that cell, where it is in this part

    def begin_group(self) -> None:
        """A group of rows (tbody and the like) begins: no cell reaches into it, whatever it says."""
        self._left = {}

    def add(self, cells: list[lxml_html.HtmlElement]) -> bool:
        """Takes in a row. False, with nothing taken in, where it is one cell alone, with none from above beside it; one
        line below other rows heads those below it, or is a note.
        """
        if self._left and not self._places.spend(len(self._left)):
            self._left = {}
        single = len(cells) == 1 and not self._left.keys() & {0, _columns(cells[0])}
        alone = single and not (self._rows and _is_line(cells[0]))
        wide_as_all = sum(cell.columns for cell in self._rows[0]) if single and not alone else 0
        wide_as_all = wide_as_all if self._places.spend(wide_as_all) else 0
        row: list[Cell] = []
        begun: dict[int, int] = {}
        column = 0
        for cell in cells:
            column = self._uncovered(column, row)
            wide = self._places.wide_enough(column, _columns(cell))
            covers = range(column, column + (_columns(cell) if wide else 1))
            if _rows(cell) > 1 and column < _MAX_WIDTH:
                begun |= dict.fromkeys(covers, _rows(cell))
                self._cell |= dict.fromkeys(covers, (len(self._rows), len(row)))
            row.append(Cell(_words(cell), columns=max(len(covers), wide_as_all)))
            column = covers.stop
        if alone:
            self._cell = {column: place for column, place in self._cell.items() if column not in begun}
        elif cells:
            self._uncovered(column, row)
            self._rows.append(row)
        self._left = {column: rows - 1 for column, rows in (self._left | begun).items() if rows > 1}
        return not alone

    def take(self) -> Table | None:
        """The rows since the last part, None where there are none."""
        rows, self._rows, self._cell = self._rows, [], {}
        return Table(tuple(tuple(row) for row in rows)) if rows else None

    def _uncovered(self, column: int, row: list[Cell]) -> int:
        """The first column from this one on that no cell from above covers; a cell that does grows by the row.

        One from the part before stands empty in this.
        """
        while column in self._left:
            if column in self._cell:
                at, place = self._cell[column]
                self._rows[at][place] = replace(self._rows[at][place], rows=len(self._rows) - at + 1)
            else:
                self._cell[column] = (len(self._rows), len(row))
                row.append(Cell(""))
            column += 1
        return column


def _is_line(cell: lxml_html.HtmlElement) -> bool:
    """Whether a cell holds a few words on one line."""
    parts = [e for e in cell.iterdescendants() if e.tag in _PARTS]
    return 0 < len(_words(cell)) <= _LINE_MAX and len(parts) <= 1 and all(e.tag in ("p", "div") for e in parts)


def _words(cell: lxml_html.HtmlElement) -> str:
    """The words of a cell, blanks kept where they part words of letters and figures."""
    return re.sub(r"(?<![!-~])\s+|\s+(?![!-~])", "", " ".join(cell.text_content().split()))


def _columns(cell: lxml_html.HtmlElement) -> int:
    return max(whole(cell.get("colspan"), 1, _MAX_COLUMNS), 1)


def _rows(cell: lxml_html.HtmlElement) -> int:
    return whole(cell.get("rowspan"), 1, _MAX_ROWS) or _MAX_ROWS  # 0 covers the rest of the table


def whole(value: str | None, default: int, most: int) -> int:
    """A whole number from an attribute; `default` where it is none, at most `most`."""
    return min(int(value), most) if value and re.fullmatch(r"\d{1,9}", value.strip()) else default
