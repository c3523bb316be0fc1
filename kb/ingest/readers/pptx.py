"""Slides (.pptx) through python-pptx: the title of each slide as a heading, its paragraphs and tables in order."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.exc import PackageNotFoundError, PythonPptxError

from kb.errors import ReadError
from kb.ingest.readers.reading import Block, Cell, Heading, Paragraph, Reading, Table

_BROKEN = (PythonPptxError, PackageNotFoundError, BadZipFile, LookupError, ValueError, SyntaxError, TypeError,
           AttributeError, AssertionError, RuntimeError, EOFError, zlib.error, struct.error)
_MAX_UNPACKED = 300 * 1024 * 1024


def read(path: Path) -> Reading:
    """The words of every slide, its number the page. Raises ReadError where the file is broken."""
    try:
        with ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > _MAX_UNPACKED:
            raise ReadError(f"幻灯片解开后太大：{path.name}（{unpacked // 2**20} MB）。请删去大图后另存，再加入。")
        slides = Presentation(str(path)).slides
        shown = [(n, s) for n, s in enumerate(slides, start=1) if s._element.get("show") != "0"]
        hidden = len(slides) - len(shown)
        blocks = tuple(block for n, slide in shown for block in _slide(slide, n))
    except _BROKEN as e:
        raise ReadError(f"幻灯片打不开：{path.name}。文件可能损坏；请重新另存为 .pptx。") from e
    return Reading(blocks, "pptx/1", warnings=(f"有 {hidden} 张隐藏的幻灯片没有读。",) if hidden else ())


def _slide(slide: Any, page: int) -> Iterator[Block]:
    title = slide.shapes.title
    if title is not None and title.text_frame.text.strip():
        yield Heading(" ".join(title.text_frame.text.split()), 1, page=page)
    for shape in _shapes(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if shape.has_text_frame:
            yield from (Paragraph(p.text.replace("\v", "\n"), page=page) for p in shape.text_frame.paragraphs)
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield Paragraph("", page=page)
            yield Table(tuple(_rows(shape.table)), page=page)
            yield Paragraph("", page=page)


def _shapes(shapes: Any) -> Iterator[Any]:
    """The shapes from top to bottom, those in groups with them; a slide's own order is that of drawing."""
    for shape in sorted(shapes, key=lambda s: (s.top or 0, s.left or 0)):
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _rows(table: Any) -> Iterator[tuple[Cell, ...]]:
    for row in table.rows:
        yield tuple(Cell(c.text_frame.text, rows=c.span_height if c.is_merge_origin else 1,
                         columns=c.span_width if c.is_merge_origin else 1) for c in row.cells if not c.is_spanned)
