"""Which pages of a PDF are pictures (哪些页是扫描图): without a text layer, or with one that says no Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from kb.ingest.readers.pdf_text import fault_of

_FEW = 60  # signs of a layer that may be a page number or the mark of a scanning program
_COVERED = 0.5  # of the page
_OBJECTS = 2000  # looked at on a page


def scanned(path: Path, pages: Sequence[Sequence[str]]) -> list[int]:
    """The numbers of the pages to recognise, counted from 1; blank pages are none."""
    texts = ["".join("".join(page).split()) for page in pages]
    out = [n for n, page in enumerate(pages, start=1) if fault_of("\n".join(page))]
    doubtful = [n for n, text in enumerate(texts, start=1) if len(text) < _FEW and n not in out]
    if doubtful:
        try:
            pdf = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            return out
        with pdf:
            out += [n for n in doubtful if n <= len(pdf) and _is_picture(pdf, n, blank=not texts[n - 1])]
    return sorted(out)


def _is_picture(pdf: pypdfium2.PdfDocument, number: int, *, blank: bool) -> bool:
    """Whether a page is drawn over by a picture; a blank text layer needs only something drawn."""
    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return False
    width, height = page.get_size()
    covered = 0.0
    for n, item in enumerate(page.get_objects(max_depth=3)):
        if blank or n > _OBJECTS:
            return blank
        if item.type == FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            covered += (right - left) * (top - bottom)
    return bool(covered >= _COVERED * width * height)
