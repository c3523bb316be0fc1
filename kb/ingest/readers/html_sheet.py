"""Workbooks that are web pages (.xls and .et as many programs export them): each table is read as a sheet is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kb.ingest.readers import html
from kb.ingest.readers.reading import Block, Heading, Paragraph, Reading, Table
from kb.ingest.readers.sheet import Merge, Sheet, is_title, sheet_blocks


def read(path: Path) -> Reading:
    """The blocks of the page. Raises ReadError where it cannot be decoded."""
    reading = html.read(path)
    blocks: list[Block] = []
    for block in reading.blocks:
        if isinstance(block, Table):
            blocks += sheet_blocks(_sheet(block, path.stem))
        elif isinstance(block, Paragraph) and not blocks and is_title(block.text.strip()):
            blocks.append(Heading(block.text, 1))
        else:
            blocks.append(block)
    return replace(reading, blocks=tuple(blocks), parser=f"sheet/1+{reading.parser}")


def _sheet(table: Table, name: str) -> Sheet:
    """The cells of a table by the places where they stand."""
    words: dict[tuple[int, int], str] = {}
    merges: dict[tuple[int, int], Merge] = {}
    covered: set[tuple[int, int]] = set()
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in covered:
                column += 1
            if cell.rows * cell.columns > 1:
                merges[row, column] = Merge(row, column, cell.rows, cell.columns)
                covered |= {(row + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
            words[row, column] = cell.text
            column += cell.columns
    return Sheet(name, words, merges)
