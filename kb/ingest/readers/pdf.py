"""PDF files: the text layer through pypdf, columns and ruled tables through pdfplumber, which knows positions.

Page numbers and running headers and footers are left out. Pages without a text layer, and those whose layer says no
Chinese, go through OCR.
"""

from __future__ import annotations

import logging
import re
import struct
import zlib
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdfium2 import PdfiumError

from kb.errors import ReadError
from kb.ingest.readers import ocr
from kb.ingest.readers.ocr_layout import Laid, add, laid, ordered
from kb.ingest.readers.pdf_content import ALL_MAX, PLAIN_MAX, POSITIONS_MAX, TOTAL_MAX, content_size, heavy_text
from kb.ingest.readers.pdf_edges import edge_lines
from kb.ingest.readers.pdf_layout import Piece, laid_out
from kb.ingest.readers.pdf_scans import scanned
from kb.ingest.readers.pdf_table_pages import goes_on, joined
from kb.ingest.readers.pdf_tables import RuledTable
from kb.ingest.readers.pdf_text import know_encodings, plain
from kb.ingest.readers.reading import Block, PrintedLine, Reading, Table
from kb.ingest.structure.numbering import parse_marker

_BROKEN = (PyPdfError, PdfiumError, LookupError, ValueError, TypeError, AttributeError, AssertionError, ArithmeticError,
           RuntimeError, EOFError, zlib.error, struct.error)
_MAX_PAGES = 2000
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\u3001-\u301b\uff01-\uff5e“”‘’"
_SPLIT_BY_FONT = re.compile(rf"(?<=\d) (?=[{_CJK}])|(?<=[{_CJK}]) (?=\d)")
# Numbers whose blank is printed: 第一条 3 人以上的单位, 1.1 党课.
_SPACED_KINDS = ("part", "chapter", "section", "article", "dotted")


def read(path: Path) -> Reading:
    """The printed lines of all pages, the paragraphs of scanned ones; a page without any has one blank line.

    Raises ReadError where the file is broken or locked by a password, or where it holds pictures of pages and the
    machine has no OCR.
    """
    pages, sizes = _text_layers(path)
    too_much = [n for n, size in enumerate(sizes, start=1) if size > ALL_MAX]
    scans = {page.number: page for page in ocr.recognise(path, numbers)} if (
        numbers := [n for n in scanned(path, pages) if n not in too_much]) else {}
    if not any(line.strip() for page in pages for line in page) and not any(p.lines for p in scans.values()):
        why = "画的内容太多，读不了" if too_much else "里没有文字"
        raise ReadError(f"PDF {why}：{path.name}。请检查文件是否完整、清楚，必要时重新导出。")
    content: list[list[Piece]] = [[line.text for line in ordered(scans[n])] if n in scans else list(page)
                                  for n, page in enumerate(laid_out(path, pages, sizes), start=1)]
    edges = edge_lines([["" if isinstance(piece, RuledTable) else piece for piece in page] for page in content])
    out: list[Block] = []
    before: Laid | None = None
    table: RuledTable | None = None
    for n, (page, left_out) in enumerate(zip(content, edges, strict=True), start=1):
        if n in scans:
            now = laid(scans[n], left_out)
            add(out, before, now)
            before, table = now, None
            continue
        kept = [piece for m, piece in enumerate(page) if m not in left_out]
        table = _add(out, table, kept or [""], n)
        before = None
    warnings = ocr.warnings(list(scans.values()), counted=len(scans) < len(pages))
    warnings += [f"{ocr.page_list(too_much)}画的内容太多，没有读。"] if too_much else []
    return Reading(tuple(out), f"pdf/4+{ocr.VERSION}" if scans else "pdf/4", warnings=tuple(warnings))


def _add(out: list[Block], table: RuledTable | None, page: list[Piece], number: int) -> RuledTable | None:
    """Appends a page, a table that goes on with the last one of the page before as one with it; returns the table that
    stands at its foot.
    """
    for n, piece in enumerate(page):
        if not isinstance(piece, RuledTable):
            out.append(PrintedLine(_unspaced(piece), page=number))
            table = None if piece.strip() else table
        elif table is not None and not any(p.strip() for p in page[:n] if isinstance(p, str)) and goes_on(table, piece):
            table = joined(table, piece)
            at = max(m for m, block in enumerate(out) if isinstance(block, Table))
            out[at] = table.table
        else:
            table = piece
            out.append(piece.table)
    return table


def _text_layers(path: Path) -> tuple[list[list[str]], list[int]]:
    """The lines of every page as its text layer has them, and how much each page draws in bytes."""
    for name in ("pypdf", "pdfminer"):
        logging.getLogger(name).setLevel(logging.ERROR)
    know_encodings()
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(f"PDF 有密码：{path.name}。请先去掉密码再加入。")
        if len(reader.pages) > _MAX_PAGES:
            count = f"{len(reader.pages)} 页，上限 {_MAX_PAGES} 页"
            raise ReadError(f"PDF 页数太多：{path.name}（{count}）。请拆分后再加入。")
        return _texts(path, reader)
    except DependencyError as e:
        raise ReadError(f"PDF 的加密方式读不了：{path.name}。请安装 cryptography，或去掉密码另存后再加入。") from e
    except _BROKEN as e:
        raise ReadError(f"PDF 打不开：{path.name}。文件可能损坏；请重新导出后再加入。") from e


def _texts(path: Path, reader: PdfReader) -> tuple[list[list[str]], list[int]]:
    sizes = [content_size(page) for page in reader.pages]
    left = TOTAL_MAX
    heavy: set[int] = set()
    for n, size in enumerate(sizes, start=1):
        left -= size if POSITIONS_MAX < size <= PLAIN_MAX else 0
        if size > PLAIN_MAX or (size > POSITIONS_MAX and left < 0):
            heavy.add(n)
    drawn = heavy_text(path, [n for n in heavy if sizes[n - 1] <= ALL_MAX]) if heavy else {}
    texts = (drawn.get(n, "") if n in heavy else page.extract_text() or ""
             for n, page in enumerate(reader.pages, start=1))
    return [plain(text).split("\n") for text in texts], sizes


def _unspaced(line: str) -> str:
    """The line without the single blanks that pypdf puts where the font changes between a digit and a CJK character.

    Blanks between two CJK characters are printed ones (第一条 为了, columns of a table) and stay.
    """
    marker = parse_marker(line)
    if marker is None or marker.kind not in _SPACED_KINDS:
        return _SPLIT_BY_FONT.sub("", line)
    head, rest = line[:marker.length], line[marker.length:]
    blanks = head[len(head.rstrip()):]
    return _SPLIT_BY_FONT.sub("", head.rstrip()) + blanks + _SPLIT_BY_FONT.sub("", rest)
