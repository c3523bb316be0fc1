"""Pictures of pages (图片：png, jpg, tif, bmp), through OCR; a TIFF may hold several."""

from __future__ import annotations

from pathlib import Path

from kb.errors import ReadError
from kb.ingest.readers import ocr
from kb.ingest.readers.ocr_layout import Laid, add, laid, ordered
from kb.ingest.readers.pdf_edges import edge_lines
from kb.ingest.readers.reading import Block, Reading


def read(path: Path) -> Reading:
    """The paragraphs of all pages. Raises ReadError: no OCR installed, no picture, or no words in it."""
    pages = ocr.recognise(path)
    if not any(page.lines for page in pages):
        raise ReadError(f"图片里没有识别出文字：{path.name}。请检查图片是否清楚、完整。")
    edges = edge_lines([[line.text for line in ordered(page)] for page in pages])
    out: list[Block] = []
    before: Laid | None = None
    for page, left_out in zip(pages, edges, strict=True):
        now = laid(page, left_out)
        add(out, before, now)
        before = now
    return Reading(tuple(out), ocr.VERSION, warnings=tuple(ocr.warnings(pages, counted=len(pages) > 1)))
