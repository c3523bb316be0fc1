"""The grid of a table (表格的行列): which words stand in each column of each row, and which reach down into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.ingest.readers.reading import LINE_END, Cell

_BETWEEN = re.compile(rf"\s*(?:{LINE_END.pattern})\s*|\t")


@dataclass(frozen=True, slots=True)
class Place:
    """One column of one row: the words printed there, on one line.

    `above` are the words of the cell that covers it from a row above, told once for all the columns of that cell.
    `columns` counts those that the cell covers, in the first of them. `heading` is what its column is called, to be
    written before the words; `head` tells a place in a header row, `names` one in a column that names the rows.
    """

    text: str = ""
    above: str = ""
    columns: int = 1
    heading: str = ""
    head: bool = False
    names: bool = False

    @property
    def printed(self) -> str:
        return self.heading + self.text


def grid(rows: Iterable[Iterable[Cell]]) -> Iterator[tuple[Place, ...]]:
    """Every row with all its columns. A cell over several prints its words in the first column of the first row."""
    # By column: for how many rows more a cell reaches down, its words, and how many columns it covers.
    reaching: dict[int, tuple[int, str, int]] = {}
    for row in rows:
        places: list[Place] = []
        begun: dict[int, tuple[int, str, int]] = {}
        for cell in row:
            places += _covered(len(places), reaching)
            words = _on_one_line(cell.text)
            if cell.rows > 1:
                begun[len(places)] = (cell.rows - 1, words, cell.columns)
                begun |= {len(places) + n: (cell.rows - 1, "", 1) for n in range(1, cell.columns)}
            places += [Place(words, columns=cell.columns)] + [Place()] * (cell.columns - 1)
        places += _covered(len(places), reaching)
        reaching = {column: (left - 1, words, columns)
                    for column, (left, words, columns) in reaching.items() if left > 1} | begun
        yield tuple(places)


def _covered(column: int, reaching: dict[int, tuple[int, str, int]]) -> Iterator[Place]:
    while column in reaching:
        _, words, columns = reaching[column]
        yield Place(above=words, columns=columns)
        column += 1


def _on_one_line(text: str) -> str:
    return _BETWEEN.sub("", text).strip()
