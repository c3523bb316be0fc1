"""The documents, once as blocks to write in any format and once as the clauses that a person finds in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table with how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document: its "title", a "heading" or a paragraph "p"."""

    kind: str
    text: str


Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """A clause as a person reads it: its number, its words, and the last of the headings above it where stated."""

    number: str | None
    text: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document: a table stands as its rows."""

    name: str
    blocks: tuple[Line | Rows, ...]
    clauses: tuple[Expected, ...]

    @property
    def has_table(self) -> bool:
        return any(not isinstance(block, Line) for block in self.blocks)

    @property
    def has_merged_cells(self) -> bool:
        return any(cell.rows * cell.columns > 1 for block in self.blocks if not isinstance(block, Line)
                   for row in block for cell in row)


def sources() -> tuple[Source, ...]:
    """All documents, in the order of sources.json."""
    rows = json.loads(files("evals.formats").joinpath("sources.json").read_text(encoding="utf-8"))
    return tuple(Source(row["name"], tuple(
        tuple(tuple(Cell(*cell) for cell in line) for line in content) if kind == "table" else Line(kind, content)
        for kind, content in row["blocks"]), tuple(
        Expected(number, text, tuple(*path)) for number, text, *path in row["clauses"])) for row in rows)
