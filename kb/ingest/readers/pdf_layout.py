"""Where positions matter on the pages of a PDF (版面): two columns, and tables with ruled lines, through pdfplumber."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from kb.ingest.readers.allowance import allow
from kb.ingest.readers.paragraphs import PlacedLine
from kb.ingest.readers.pdf_columns import column_lines
from kb.ingest.readers.pdf_content import POSITIONS_MAX
from kb.ingest.readers.pdf_tables import RuledTable, ruled_tables
from kb.ingest.readers.pdf_text import printed

Piece = str | PlacedLine | RuledTable

_BROKEN = (PDFException, PdfminerException, MalformedPDFException, RecursionError, LookupError, ValueError, TypeError,
           AttributeError, AssertionError, ArithmeticError, RuntimeError, EOFError, zlib.error, struct.error)
_COLUMN_LINES = 4  # a page with fewer lines is not in columns
_GAP = 1.6  # sizes of the font
# Seconds for finding tables and columns, however busy the machine: a page takes some 0.1.
_START_S, _PAGE_S = 15, 0.4

def laid_out(path: Path, pages: Sequence[list[str]], sizes: Sequence[int]) -> tuple[list[list[Piece]], list[float]]:
    """The pages, whose lines pypdf has read, and their widths in points: tables where they stand, pages in two columns
    column by column, and lines with their places where pdfplumber reads the same.

    What it cannot read, or would read for minutes by the `sizes` of what is drawn, stays as pypdf read it.
    """
    out: list[list[Piece]] = [list(lines) for lines in pages]
    widths = [0.0] * len(pages)
    allow(_START_S + _PAGE_S * len(pages))
    try:
        with path.open("rb") as file, pdfplumber.open(file) as pdf:
            if len(pdf.pages) != len(pages):
                return out, widths
            for n, page in enumerate(pdf.pages):
                widths[n] = float(page.width)
                if sizes[n] <= POSITIONS_MAX and any(line.strip() for line in pages[n]):
                    out[n] = _page(page, n + 1, pages[n])
                page.close()
    except _BROKEN:
        return out, widths
    return out, widths


def _page(page: Any, number: int, lines: list[str]) -> list[Piece]:
    """The pieces of a page in the order in which they are read."""
    tables = ruled_tables(page, number)
    if tables:
        return _around(page, tables)
    columns = column_lines(page) if len(lines) >= _COLUMN_LINES else None
    if columns is not None:
        return [printed(line) for line in columns]
    filled = [line for line in lines if line.strip()]
    placed = _lines(page)
    if [_bare(p.text) for p in placed] != [_bare(line) for line in filled]:
        return list(lines)
    return [replace(p, text=line) for p, line in zip(placed, filled, strict=True)]


def _around(page: Any, tables: Sequence[RuledTable]) -> list[Piece]:
    """The tables, and the lines that stand outside of them."""
    def is_outside(item: dict[str, Any]) -> bool:
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return not any(t.box[0] <= x <= t.box[2] and t.box[1] <= y <= t.box[3] for t in tables)

    pieces: list[tuple[float, Piece]] = [(line.top, line) for line in _lines(page.filter(is_outside))]
    pieces += [(table.box[1], table) for table in tables]
    return [piece for _, piece in sorted(pieces, key=lambda item: item[0])]


def _lines(page: Any) -> list[PlacedLine]:
    return [PlacedLine(printed(line["text"]), (), line["x0"], line["x1"], line["top"], line["bottom"],
                       parted=_is_parted(line["chars"])) for line in page.extract_text_lines()]


def _is_parted(chars: Sequence[dict[str, Any]]) -> bool:
    """Whether wide gaps stand between the characters of a line, as between the columns of a table."""
    return any(b["x0"] - a["x1"] > _GAP * max(a["size"], 1) for a, b in zip(chars, chars[1:], strict=False))


def _bare(text: str) -> str:
    return "".join(text.split())
