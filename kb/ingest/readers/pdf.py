"""PDF files with a text layer, through pypdf; pages in two columns through pdfplumber, which knows positions.

Page numbers and lines that head or foot every page are left out. A PDF does not say which of its lines are table rows:
each printed line of a table is read as a line of text, so a wrapped cell comes in pieces. Documents with forms are
better taken in as .docx or .html. A page whose codes cannot be told is not taken in at all.
"""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections import Counter
from pathlib import Path

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from kb.errors import ReadError
from kb.ingest.readers.pdf_columns import column_lines
from kb.ingest.readers.pdf_text import is_readable, know_encodings
from kb.ingest.readers.reading import PrintedLine, Reading
from kb.ingest.structure.numbering import parse_marker

_PAGE_NUMBER = re.compile(r"^[\s\-—–－·第]*\d{1,4}\s*(页|/\s*\d+)?[\s\-—–－·]*$")
_BROKEN = (PyPdfError, LookupError, ValueError, TypeError, AttributeError, AssertionError, ArithmeticError,
           RuntimeError, EOFError, zlib.error, struct.error)
_MAX_PAGES = 2000
_COLUMN_LINES = 4  # a page with fewer lines is not in columns
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\u3001-\u301b\uff01-\uff5e“”‘’"
_SPLIT_BY_FONT = re.compile(rf"(?<=\d) (?=[{_CJK}])|(?<=[{_CJK}]) (?=\d)")
# Numbers whose blank is printed: 第一条 3 人以上的单位, 1.1 党课.
_SPACED_KINDS = ("part", "chapter", "section", "article", "dotted")


def read(path: Path) -> Reading:
    """The printed lines of all pages; a page without any has one blank line.

    Raises ReadError where the file is broken, locked by a password, or holds only pictures of pages.
    """
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
        pages = [(page.extract_text() or "").split("\n") for page in reader.pages]
    except DependencyError as e:
        raise ReadError(f"PDF 的加密方式读不了：{path.name}。请安装 cryptography，或去掉密码另存后再加入。") from e
    except _BROKEN as e:
        raise ReadError(f"PDF 打不开：{path.name}。文件可能损坏；请重新导出后再加入。") from e
    if not any(line.strip() for page in pages for line in page):
        raise ReadError(f"PDF 里没有文字层：{path.name}。它可能是扫描件；请先做文字识别（OCR）再加入。")
    unreadable = [number for number, page in enumerate(pages, start=1) if not is_readable("\n".join(page))]
    if unreadable:
        raise ReadError(f"PDF 的文字层是乱码：{path.name}（第 {unreadable[0]} 页起，字体没有带编码）。"
                        "请从原文件重新导出，或先做文字识别（OCR）再加入。")
    pages = _in_columns(path, pages)
    repeated = _repeated(pages)
    kept = [[_unspaced(line) for n, line in enumerate(page) if not _is_edge(page, n, repeated)] for page in pages]
    return Reading(tuple(PrintedLine(line, page=number) for number, lines in enumerate(kept, start=1)
                         for line in lines or [""]), "pdf/3")


def _in_columns(path: Path, pages: list[list[str]]) -> list[list[str]]:
    """The pages, those set in two columns read column by column."""
    try:
        with pdfplumber.open(path) as pdf:
            if len(pdf.pages) != len(pages):
                return pages
            out = []
            for page, lines in zip(pdf.pages, pages, strict=True):
                out.append(column_lines(page) or lines if len(lines) >= _COLUMN_LINES else lines)
                page.close()
            return out
    except (PDFException, PdfminerException, RecursionError, *_BROKEN):
        return pages  # what pypdf alone can read, as it reads it


def _edges(page: list[str]) -> list[int]:
    filled = [n for n, line in enumerate(page) if line.strip()]
    return filled[:2] + filled[-2:]


def _repeated(pages: list[list[str]]) -> set[str]:
    """Lines at the top or bottom of more than half of at least three pages."""
    if len(pages) < 3:
        return set()
    counts = Counter(text for page in pages for text in {page[n].strip() for n in _edges(page)})
    return {text for text, count in counts.items() if count * 2 > len(pages)}


def _is_edge(page: list[str], n: int, repeated: set[str]) -> bool:
    text = page[n].strip()
    return n in _edges(page) and bool(text) and (text in repeated or bool(_PAGE_NUMBER.match(text)))


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
