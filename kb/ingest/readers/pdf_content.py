"""How much a page of a PDF draws (内容量), which decides what may read it: maps and the like cost the readers that know
positions minutes, and hundreds of megabytes.

Measured for 2 MB of lines drawn: pypdf 4 s, pdfplumber 16 s and 380 MB, pdfium 0.2 s.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pypdfium2
from pypdf import PageObject
from pypdf.errors import LimitReachedError

POSITIONS_MAX = 500_000  # bytes of content that pdfplumber reads
PLAIN_MAX = 2_000_000  # that pypdf reads
ALL_MAX = 20_000_000  # that is read at all
TOTAL_MAX = 10_000_000  # that pypdf reads of all pages above POSITIONS_MAX
_DEPTH = 3


def content_size(page: PageObject) -> int:
    """The bytes of a page's content, of the forms that it shows as well; more than ALL_MAX where there is no end."""
    try:
        contents = page.get_contents()
        return (len(contents.get_data()) if contents is not None else 0) + _forms(page.get("/Resources"), _DEPTH)
    except LimitReachedError:
        return ALL_MAX + 1


def _forms(resources: Any, depth: int) -> int:
    shown = resources.get_object().get("/XObject") if resources is not None else None
    if shown is None or not depth:
        return 0
    forms = [item for value in shown.get_object().values() if (item := value.get_object()).get("/Subtype") == "/Form"]
    return sum(len(form.get_data()) + _forms(form.get("/Resources"), depth - 1) for form in forms)


def heavy_text(path: Path, numbers: Iterable[int]) -> dict[int, str]:
    """The text of pages that draw much, as pdfium reads it; a page that it cannot read has none."""
    out: dict[int, str] = {}
    with pypdfium2.PdfDocument(path) as pdf:
        for number in numbers:
            page = pdf[number - 1]
            text = page.get_textpage()
            out[number] = text.get_text_range().replace("\r\n", "\n")
            text.close()
            page.close()
    return out
