"""Where positions matter on the pages of a PDF (版面): two columns, and tables with ruled lines, through pdfplumber.

The lines of all other pages come through pdfium, which is quicker.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pypdfium2 import PdfiumError

from kb.ingest.readers.allowance import allow
from kb.ingest.readers.paragraphs import PlacedLine
from kb.ingest.readers.pdf_chars import char_lines, char_pieces, plain_chars, raised
from kb.ingest.readers.pdf_columns import Piece as Stretch
from kb.ingest.readers.pdf_columns import column_lines, column_order
from kb.ingest.readers.pdf_content import POSITIONS_MAX
from kb.ingest.readers.pdf_tables import RuledTable, ruled_tables
from kb.ingest.readers.pdf_text import printed

Piece = str | PlacedLine | RuledTable

_BROKEN = (PdfiumError, PDFException, PdfminerException, MalformedPDFException, RecursionError, LookupError, ValueError,
           TypeError, AttributeError, AssertionError, ArithmeticError, RuntimeError, EOFError, zlib.error, struct.error)
_NUMBER = re.compile(r"(第[^\s第]{1,9}[编章节条])\s+(?=\S)")
_COLUMN_LINES = 4  # a page with fewer lines is not in columns
_GAP = 1.6  # sizes of the font
# Seconds for the text, and again for tables and columns, however busy the machine: a page takes some 0.1.
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
        with path.open("rb") as file, pdfplumber.open(file) as pdf, _Plain(path) as plain:
            if len(pdf.pages) != len(pages):
                return out, widths
            for n, page in enumerate(pdf.pages):
                widths[n] = float(page.width)
                if sizes[n] <= POSITIONS_MAX and any(line.strip() for line in pages[n]):
                    found, width = plain.page(n, pages[n])
                    widths[n] = width if found else widths[n]
                    out[n] = found or _page(page, n + 1, pages[n])
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
        return _in_columns(columns)
    found = _lines(page.extract_text_lines())
    return _placed(lines, found) or _partly_placed(lines, found)


def _in_columns(pieces: Sequence[Stretch]) -> list[Piece]:
    return [PlacedLine(printed(p.text), (), p.left, p.right, p.top, p.top + p.height, in_column=True) for p in pieces]


class _Plain:
    """Pages that show nothing but text, in columns or where pdfium reads the same lines as pypdf."""

    def __init__(self, path: Path) -> None:
        self._pdf = pypdfium2.PdfDocument(path)

    def __enter__(self) -> _Plain:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    def page(self, n: int, lines: list[str]) -> tuple[list[Piece], float]:
        """The lines of a page, counted from 0, and its width; none where it is another sort of page."""
        page = self._pdf[n]
        try:
            found = plain_chars(page)
        finally:
            page.close()
        if found is None:
            return [], 0.0
        chars, width = found
        pieces = char_pieces(chars) if len(lines) >= _COLUMN_LINES else []
        order = column_order(pieces, width)
        if order is not None:
            return _in_columns([pieces[n] for n in order]), width
        return _placed(lines, _lines(char_lines(chars))), width


def _placed(lines: list[str], found: list[PlacedLine]) -> list[Piece]:
    """The lines with their places, from top to bottom; none where those found say anything else."""
    by_words: dict[str, list[str]] = {}
    for line in lines:
        if line.strip():
            by_words.setdefault(_bare(line), []).append(line)
    if Counter(_bare(p.text) for p in found) != Counter({words: len(same) for words, same in by_words.items()}):
        return []
    return [replace(p, text=_with_gap(by_words[_bare(p.text)].pop(0), p.text)) for p in found]


def _partly_placed(lines: list[str], found: list[PlacedLine]) -> list[Piece]:
    """The lines in their own order, those with their places that stand so on the page once."""
    once = Counter(_bare(line) for line in lines) + Counter(_bare(p.text) for p in found)
    places = {words: p for p in found if once[words := _bare(p.text)] == 2}
    return [replace(places[words], text=line, in_column=True) if (words := _bare(line)) in places else line
            for line in lines]


def _with_gap(line: str, placed: str) -> str:
    """The line with the blank behind the number that opens it (第一条 为了), which pypdf leaves out where the gap is
    drawn and no character.
    """
    number = _NUMBER.match(placed)
    if number is None or not line.lstrip().startswith(number.group(1)):
        return line
    rest = line.lstrip()[len(number.group(1)):]
    return line if rest[:1].isspace() else f"{number.group(1)} {rest}"


def _around(page: Any, tables: Sequence[RuledTable]) -> list[Piece]:
    """The tables, and the lines that stand outside of them."""
    def is_outside(item: dict[str, Any]) -> bool:
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return not any(t.box[0] <= x <= t.box[2] and t.box[1] <= y <= t.box[3] for t in tables)

    outside = _lines(page.filter(is_outside).extract_text_lines())
    pieces: list[tuple[float, Piece]] = [(line.top, line) for line in outside]
    pieces += [(table.box[1], table) for table in tables]
    return [piece for _, piece in sorted(pieces, key=lambda item: item[0])]


def _lines(found: Sequence[dict[str, Any]]) -> list[PlacedLine]:
    return [PlacedLine(printed(line["text"]), (), line["x0"], line["x1"], line["top"], line["bottom"],
                       parted=_is_parted(line["chars"]), raised=raised(line["chars"]),
                       size=median(c["size"] for c in line["chars"])) for line in found]


def _is_parted(chars: Sequence[dict[str, Any]]) -> bool:
    """Whether wide gaps stand between the characters of a line, as between the columns of a table."""
    return any(b["x0"] - a["x1"] > _GAP * max(a["size"], 1) for a, b in zip(chars, chars[1:], strict=False))


def _bare(text: str) -> str:
    return "".join(text.split())
