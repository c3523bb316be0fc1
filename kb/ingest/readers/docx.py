"""Word documents (.docx) through python-docx: paragraphs and tables in order, heading styles as hints.

What a reader of the printed page sees is kept: text inside smart tags, content controls and tracked insertions. Text
boxes and tracked deletions are left out. Numbers that Word counts by itself (automatic lists) are no text of the file
and are not read: such items come without a number.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from docx import Document as open_docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from kb.errors import ReadError
from kb.ingest.readers.reading import Reading

_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_BROKEN = (PackageNotFoundError, BadZipFile, LookupError, ValueError, SyntaxError, TypeError, AttributeError,
           AssertionError, ArithmeticError, RuntimeError, EOFError, zlib.error, struct.error)
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_P, _TBL, _TR, _TC = (qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc"))
_PRINTED = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# Subtrees without words of the text: properties, deletions, text boxes, readings above characters, old renderings.
_PASSED_OVER = frozenset((*(qn(f"w:{tag}") for tag in (
    "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr", "del", "moveFrom", "txbxContent", "rt")),
    f"{_MC}Fallback"))
_MAX_COLUMNS = 100
_MAX_UNPACKED = 300 * 1024 * 1024


def read(path: Path) -> Reading:
    """Text of the document, a table row a line with tabs between its cells. Raises ReadError where it is broken."""
    try:
        with ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > _MAX_UNPACKED:  # pictures count too; only a file made to do harm unpacks to so much
            raise ReadError(f"Word 文档解开后太大：{path.name}（{unpacked // 2**20} MB）。请删去大图后另存，再加入。")
        document = open_docx(str(path))
        lines = _Lines(document)
        lines.blocks(document.element.body)
    except _BROKEN as e:
        raise ReadError(
            f"Word 文档打不开：{path.name}。文件可能损坏、加密，或是旧的 .doc；请用 Word 另存为 .docx。") from e
    return Reading("\n".join(lines.out), "docx/2", lines.headings)


class _Lines:
    """Collects the lines of a document body and the levels of its headings."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.out: list[str] = []
        self.headings: dict[int, int] = {}

    def blocks(self, parent: etree._Element) -> None:
        for element in _below(parent, _P, _TBL):
            if element.tag == _P:
                self.paragraph(element)
            else:
                self.table(element)

    def paragraph(self, element: etree._Element) -> None:
        style = _style(element, self.document)
        if style.startswith("toc"):
            return
        text = _text(element)
        level = 1 if style in ("title", "标题") else _level(style)
        if level and text.strip():
            self.headings[len(self.out)] = level
        self.out += text.split("\n")

    def table(self, element: etree._Element) -> None:
        """One line a row; a cell that is a row by itself frames text of its own and is read as paragraphs."""
        self.out.append("")
        for row in _below(element, _TR):
            cells = list(_below(row, _TC))
            if _is_deleted(row):
                continue
            if len(cells) == 1:
                self.blocks(cells[0])
            else:
                self.out.append("\t".join(text for cell in cells for text in _columns(cell)))
        self.out.append("")


def _below(parent: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The nearest elements of these tags, in order, also inside content controls and the like."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag not in _PASSED_OVER:
            yield from _below(child, *tags)


def _text(element: etree._Element) -> str:
    """Everything printed under an element, wherever it nests."""
    return "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in _PASSED_OVER:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:br"):
            yield "\n" if child.get(qn("w:type"), "textWrapping") == "textWrapping" else ""
        elif child.tag in _PRINTED:
            yield _PRINTED[str(child.tag)]
        else:
            yield from _pieces(child)


def _style(element: etree._Element, document: Document) -> str:
    style = Paragraph(element, document._body).style  # type: ignore[arg-type]
    return (style.name or "").lower() if style is not None else ""


def _level(style: str) -> int | None:
    m = _HEADING.match(style)
    return int(m.group(1)) + 1 if m else None


def _is_deleted(row: etree._Element) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _columns(cell: etree._Element) -> list[str]:
    """A cell's words in the first of the columns it covers; a cell merged downwards prints them in its first row."""
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    continued = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
    text = "" if continued else re.sub(r"\s*\n\s*|\t", "", _text(cell)).strip()
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    columns = int(span.get(qn("w:val"), "1")) if span is not None else 1
    return [text] + [""] * (min(columns, _MAX_COLUMNS) - 1)
