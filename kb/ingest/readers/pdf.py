"""PDF files: the text layer through pypdf, columns and ruled tables through pdfplumber, which knows positions.

Page numbers and running headers and footers are left out. Pages without a text layer, and those whose layer says no
Chinese, go through OCR.
"""

from __future__ import annotations

import logging
import struct
import zlib
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdfium2 import PdfiumError

from kb.config import read_limits
from kb.errors import ReadError
from kb.ingest.readers import ocr
from kb.ingest.readers.allowance import allow
from kb.ingest.readers.paragraphs import ordered
from kb.ingest.readers.pdf_blocks import blocks
from kb.ingest.readers.pdf_content import ALL_MAX, PLAIN_MAX, POSITIONS_MAX, TOTAL_MAX, content_size, heavy_text
from kb.ingest.readers.pdf_edges import edge_lines
from kb.ingest.readers.pdf_layout import Piece, laid_out
from kb.ingest.readers.pdf_margins import margin_lines
from kb.ingest.readers.pdf_notes import with_notes
from kb.ingest.readers.pdf_scans import scanned
from kb.ingest.readers.pdf_tables import RuledTable
from kb.ingest.readers.pdf_text import fault_of, know_encodings, printed
from kb.ingest.readers.reading import Reading

_BROKEN = (PyPdfError, PdfiumError, LookupError, ValueError, TypeError, AttributeError, AssertionError, ArithmeticError,
           RuntimeError, EOFError, zlib.error, struct.error)
_PAGES = 150  # for so many pages a file is given the time of one file once more
_MAX_PAGES = 2000


def read(path: Path) -> Reading:
    """The printed lines of all pages, the paragraphs of scanned ones; a page without any has one blank line.

    Raises ReadError where the file is broken or locked by a password, or where it holds pictures of pages and the
    machine has no OCR.
    """
    pages, sizes = _text_layers(path)
    too_much = [n for n, size in enumerate(sizes, start=1) if size > ALL_MAX]
    numbers = [n for n in scanned(path, pages) if n not in too_much]
    faults = (fault for n in numbers if (fault := fault_of("\n".join(pages[n - 1]))) is not None)
    scans = {page.number: page for page in ocr.recognise(
        path, numbers, why=next(faults, "是扫描件"))} if numbers else {}
    if not any(line.strip() for page in pages for line in page) and not any(p.words for p in scans.values()):
        why = "画的内容太多，读不了" if too_much else "里没有文字"
        raise ReadError(f"PDF {why}：{path.name}。请检查文件是否完整、清楚，必要时重新导出。")
    layout, widths = laid_out(path, pages, sizes)
    content: list[list[Piece]] = [list(ordered(scans[n])) if n in scans else page
                                  for n, page in enumerate(layout, start=1)]
    edges = edge_lines([[_words(piece) for piece in page] for page in content])
    edges = [run | aside for run, aside in zip(edges, margin_lines(content), strict=True)]
    kept = [[piece for m, piece in enumerate(page) if m not in left_out]
            for page, left_out in zip(content, edges, strict=True)]
    out = blocks([with_notes(page) for page in kept], widths, {number: page.width for number, page in scans.items()})
    warnings = ocr.warnings(list(scans.values()), counted=len(scans) < len(pages))
    warnings += [f"{ocr.page_list(too_much)}画的内容太多，没有读。"] if too_much else []
    return Reading(tuple(out), f"pdf/5+{ocr.VERSION}" if scans else "pdf/5", warnings=tuple(warnings))


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
    allow(read_limits().seconds * (1 + len(sizes) / _PAGES))
    left = TOTAL_MAX
    heavy: set[int] = set()
    for n, size in enumerate(sizes, start=1):
        left -= size if POSITIONS_MAX < size <= PLAIN_MAX else 0
        if size > PLAIN_MAX or (size > POSITIONS_MAX and left < 0):
            heavy.add(n)
    drawn = heavy_text(path, [n for n in heavy if sizes[n - 1] <= ALL_MAX]) if heavy else {}
    texts = (drawn.get(n, "") if n in heavy else page.extract_text() or ""
             for n, page in enumerate(reader.pages, start=1))
    return [[printed(line) for line in text.split("\n")] for text in texts], sizes


def _words(piece: Piece) -> str:
    return "" if isinstance(piece, RuledTable) else piece if isinstance(piece, str) else piece.text
