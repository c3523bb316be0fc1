"""Where positions matter on the pages of a PDF (版面): two columns, and tables with ruled lines, through pdfplumber."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from kb.ingest.readers.pdf_columns import column_lines
from kb.ingest.readers.pdf_content import POSITIONS_MAX
from kb.ingest.readers.pdf_tables import RuledTable, ruled_tables
from kb.ingest.readers.pdf_text import plain

Piece = str | RuledTable

_BROKEN = (PDFException, PdfminerException, MalformedPDFException, RecursionError, LookupError, ValueError, TypeError,
           AttributeError, AssertionError, ArithmeticError, RuntimeError, EOFError, zlib.error, struct.error)
_COLUMN_LINES = 4  # a page with fewer lines is not in columns


def laid_out(path: Path, pages: Sequence[list[str]], sizes: Sequence[int]) -> list[list[Piece]]:
    """The pages, whose lines pypdf has read: those in two columns column by column, and tables where they stand.

    What pdfplumber cannot read, or would read for minutes by the `sizes` of what is drawn, stays as pypdf read it.
    """
    out: list[list[Piece]] = [list(lines) for lines in pages]
    try:
        with path.open("rb") as file, pdfplumber.open(file) as pdf:
            if len(pdf.pages) != len(pages):
                return out
            for n, page in enumerate(pdf.pages):
                found = _page(page, n + 1, pages[n]) if sizes[n] <= POSITIONS_MAX else None
                if found is not None:
                    out[n] = found
                page.close()
    except _BROKEN:
        return out
    return out


def _page(page: Any, number: int, lines: list[str]) -> list[Piece] | None:
    """The pieces of a page from top to bottom; None where its lines are in order as they are."""
    if not any(line.strip() for line in lines):
        return None
    tables = ruled_tables(page, number)
    if tables:
        return _around(page, tables)
    columns = column_lines(page) if len(lines) >= _COLUMN_LINES else None
    return [plain(line) for line in columns] if columns is not None else None


def _around(page: Any, tables: Sequence[RuledTable]) -> list[Piece]:
    """The tables, and the lines that stand outside of them."""
    def is_outside(item: dict[str, Any]) -> bool:
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return not any(t.box[0] <= x <= t.box[2] and t.box[1] <= y <= t.box[3] for t in tables)

    pieces: list[tuple[float, Piece]] = [(line["top"], plain(line["text"])) for line in page.filter(
        is_outside).extract_text_lines(return_chars=False)]
    pieces += [(table.box[1], table) for table in tables]
    return [piece for _, piece in sorted(pieces, key=lambda item: item[0])]
