"""A table with every cell in all the rows and columns that it covers (表格摊开), its line breaks kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.checklist.selfcheck.flat import Flat, flat
from kb.ingest.readers.reading import Cell


@dataclass(frozen=True, slots=True)
class Spot:
    """One column of one row: the words of the cell that covers it, and whether the cell begins here."""

    words: Flat
    begins: bool


_EMPTY = Spot(flat(""), True)


def spread(rows: Iterable[Iterable[Cell]]) -> list[list[Spot]]:
    """Every row with all its columns; a cell over several rows stands in each of them, one over several columns in each
    of those.
    """
    reaching: dict[int, tuple[int, Spot]] = {}  # by column: for how many rows more, and what
    out: list[list[Spot]] = []
    for row in rows:
        spots: dict[int, Spot] = {column: spot for column, (_, spot) in reaching.items()}
        reaching = {column: (left - 1, spot) for column, (left, spot) in reaching.items() if left > 1}
        column = 0
        for cell in row:
            while column in spots:
                column += 1
            words = flat(cell.text.strip())
            for n in range(cell.columns):
                spots[column + n] = Spot(words, n == 0)
                if cell.rows > 1:
                    reaching[column + n] = (cell.rows - 1, Spot(words, False))
            column += cell.columns
        out.append([spots.get(n, _EMPTY) for n in range(max(spots, default=-1) + 1)])
    return out
