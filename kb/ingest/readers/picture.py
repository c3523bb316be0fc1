"""Pictures of pages (图片：png, jpg, tif, bmp), through OCR; a TIFF may hold several."""

from __future__ import annotations

from pathlib import Path

from kb.errors import ReadError
from kb.ingest.readers import ocr
from kb.ingest.readers.paragraphs import ordered
from kb.ingest.readers.pdf_blocks import blocks
from kb.ingest.readers.pdf_edges import edge_lines
from kb.ingest.readers.pdf_tables import RuledTable
from kb.ingest.readers.reading import Reading


def read(path: Path) -> Reading:
    """The paragraphs of all pages. Raises ReadError: no OCR installed, no picture, or no words in it."""
    pages = ocr.recognise(path)
    if not any(page.words for page in pages):
        raise ReadError(f"图片里没有识别出文字：{path.name}。请检查图片是否清楚、完整。")
    content = [ordered(page) for page in pages]
    edges = edge_lines([["" if isinstance(piece, RuledTable) else piece.text for piece in page] for page in content])
    kept = [[piece for n, piece in enumerate(page) if n not in left_out]
            for page, left_out in zip(content, edges, strict=True)]
    out = blocks(kept, [0.0] * len(pages), {n: page.width for n, page in enumerate(pages, start=1)})
    return Reading(tuple(out), ocr.VERSION, warnings=tuple(ocr.warnings(pages, counted=len(pages) > 1)))
