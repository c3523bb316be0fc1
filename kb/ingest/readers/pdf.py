"""PDF files with a text layer, through pypdf. Page numbers and lines that head or foot every page are left out."""

from __future__ import annotations

import logging
import re
from collections import Counter
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from kb.errors import ReadError
from kb.ingest.canonical import PAGE_BREAK
from kb.ingest.readers.reading import Reading

_PAGE_NUMBER = re.compile(r"^[\s\-—–－·第]*\d{1,4}\s*(页|/\s*\d+)?[\s\-—–－·]*$")


def read(path: Path) -> Reading:
    """Text of all pages with PAGE_BREAK where each begins.

    Raises ReadError where the file is broken, locked by a password, or holds only pictures of pages.
    """
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(f"PDF 有密码：{path.name}。请先去掉密码再加入。")
        pages = [(page.extract_text() or "").split("\n") for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as e:
        raise ReadError(f"PDF 打不开：{path.name}。文件可能损坏；请重新导出后再加入。") from e
    if not any(line.strip() for page in pages for line in page):
        raise ReadError(f"PDF 里没有文字层：{path.name}。它可能是扫描件；请先做文字识别（OCR）再加入。")
    repeated = _repeated(pages)
    kept = [[line for n, line in enumerate(page) if not _is_edge(page, n, repeated)] for page in pages]
    return Reading("\n".join(PAGE_BREAK + "\n".join(lines) for lines in kept), "pdf/1")


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
