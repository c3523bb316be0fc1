"""Word documents (.docx) through python-docx: headings, paragraphs, list items and tables, in order.

What a reader of the printed page sees is kept: text inside smart tags, content controls and tracked insertions. Text
boxes and tracked deletions are left out. Numbers that Word counts by itself (automatic lists) are no text of the file
and are not read: such items come without a number.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from docx import Document as open_docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

from kb.errors import ReadError
from kb.ingest.readers.reading import Block, Cell, Heading, ListItem, Paragraph, Reading, Table

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
_NO_LIST = "0"  # states that a paragraph stands in no list, whatever its style says
_MAX_COLUMNS = 100
_MAX_UNPACKED = 300 * 1024 * 1024


def read(path: Path) -> Reading:
    """The blocks of the document. Raises ReadError where it is broken."""
    try:
        with ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > _MAX_UNPACKED:  # pictures count too; only a file made to do harm unpacks to so much
            raise ReadError(f"Word 文档解开后太大：{path.name}（{unpacked // 2**20} MB）。请删去大图后另存，再加入。")
        document = open_docx(str(path))
        blocks = _Blocks(document)
        blocks.walk(document.element.body)
    except _BROKEN as e:
        raise ReadError(
            f"Word 文档打不开：{path.name}。文件可能损坏、加密，或是旧的 .doc；请用 Word 另存为 .docx。") from e
    return Reading(tuple(blocks.out), "docx/2")


class _Blocks:
    """Collects the blocks of a document body."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.list_styles = _list_styles(document)
        self.out: list[Block] = []

    def walk(self, parent: etree._Element) -> None:
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
            self.out.append(Heading(text, level))
        elif _is_listed(element, self.list_styles):
            self.out.append(ListItem(text, None))
        else:
            self.out.append(Paragraph(text))

    def table(self, element: etree._Element) -> None:
        """The table, set apart by blank lines. A cell that is a row by itself frames text of its own."""
        rows: list[list[_WordCell]] = []
        self.out.append(Paragraph(""))
        for row in _below(element, _TR):
            cells = list(_below(row, _TC))
            if _is_deleted(row):
                continue
            if len(cells) == 1:
                self.end_table(rows)
                self.walk(cells[0])
            else:
                rows.append([_cell(cell) for cell in cells])
        self.end_table(rows)
        self.out.append(Paragraph(""))

    def end_table(self, rows: list[list[_WordCell]]) -> None:
        """Closes a table, or the part of one that a framed text ends."""
        if rows:
            self.out.append(Table(_merged(rows)))
        rows.clear()


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
    style = WordParagraph(element, document._body).style  # type: ignore[arg-type]
    return (style.name or "").lower() if style is not None else ""


def _level(style: str) -> int | None:
    m = _HEADING.match(style)
    return int(m.group(1)) + 1 if m else None


def _is_deleted(row: etree._Element) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _is_listed(element: etree._Element, list_styles: Set[str]) -> bool:
    """Whether Word counts or bullets a paragraph, by itself or by its style."""
    stated = _list_of(element)
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    by_style = style is not None and style.get(qn("w:val")) in list_styles
    return by_style if stated is None else stated != _NO_LIST


def _list_styles(document: Document) -> set[str]:
    """Ids of the styles that make list items of their paragraphs, by themselves or by a style they build upon."""
    styles = {style.get(qn("w:styleId")): style for style in document.styles.element.findall(qn("w:style"))}
    listed = {name for name, style in styles.items() if _list_of(style) not in (None, _NO_LIST)}
    base = {name: found.get(qn("w:val")) for name, style in styles.items() if _list_of(style) is None
            and (found := style.find(qn("w:basedOn"))) is not None}
    while built := {name for name, below in base.items() if below in listed} - listed:
        listed |= built
    return listed


def _list_of(element: etree._Element) -> str | None:
    """The id of the list that a paragraph or style states, None where it states none."""
    stated = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    return stated.get(qn("w:val")) if stated is not None else None


@dataclass(frozen=True, slots=True)
class _WordCell:
    """A cell as Word writes it: one merged downwards stands again in every row, `continued`."""

    text: str
    columns: int
    continued: bool


def _cell(cell: etree._Element) -> _WordCell:
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    continued = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    columns = int(span.get(qn("w:val"), "1")) if span is not None else 1
    return _WordCell("" if continued else _text(cell), max(min(columns, _MAX_COLUMNS), 1), continued)


def _merged(rows: list[list[_WordCell]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows with every cell that is merged downwards once, in its first row."""
    out: list[list[Cell]] = []
    above: dict[int, tuple[int, int]] = {}  # by column: row and place in `out` of the cell that stood there last
    for row in rows:
        here: dict[int, tuple[int, int]] = {}
        made: list[Cell] = []
        column = 0
        for cell in row:
            i, j = above.get(column, (-1, -1))
            if cell.continued and i >= 0 and out[i][j].columns == cell.columns:
                out[i][j] = replace(out[i][j], rows=out[i][j].rows + 1)
                here[column] = (i, j)
            else:
                here[column] = (len(out), len(made))
                made.append(Cell(cell.text, columns=cell.columns))
            column += cell.columns
        out.append(made)
        above = here
    return tuple(tuple(row) for row in out)
