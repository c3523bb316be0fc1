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
    """

    text: str = ""
    above: str = ""


def grid(rows: Iterable[Iterable[Cell]]) -> Iterator[tuple[Place, ...]]:
    """Every row with all its columns. A cell over several prints its words in the first column of the first row."""
    reaching: dict[int, tuple[int, str]] = {}  # by column: for how many rows more a cell reaches down, and its words
    for row in rows:
        places: list[Place] = []
        begun: dict[int, tuple[int, str]] = {}
        for cell in row:
            places += _covered(len(places), reaching)
            words = _on_one_line(cell.text)
            if cell.rows > 1:
                begun |= {len(places) + n: (cell.rows - 1, "" if n else words) for n in range(cell.columns)}
            places += [Place(words)] + [Place()] * (cell.columns - 1)
        places += _covered(len(places), reaching)
        reaching = {column: (left - 1, words) for column, (left, words) in reaching.items() if left > 1} | begun
        yield tuple(places)


def _covered(column: int, reaching: dict[int, tuple[int, str]]) -> Iterator[Place]:
    while column in reaching:
        yield Place(above=reaching[column][1])
        column += 1


def _on_one_line(text: str) -> str:
    return _BETWEEN.sub("", text).strip()
