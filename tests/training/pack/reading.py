"""Files read back, line by line, by other ways than they were written."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree
from pptx import Presentation

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_lines(content: bytes) -> list[str]:
    """Every paragraph of a Word file that says something: text, tables, head and foot."""
    out = []
    with ZipFile(BytesIO(content)) as held:
        for name in held.namelist():
            if name.startswith(("word/document", "word/footer", "word/header", "word/footnotes", "word/comments")):
                for p in etree.fromstring(held.read(name)).iter(f"{_W}p"):
                    out.append("".join("\t" if t.tag == f"{_W}tab" else t.text or "" for r in p.iter(f"{_W}r")
                                       for t in r.iterchildren(f"{_W}t", f"{_W}tab")))
    return [line for line in out if line.strip()]


def slides(content: bytes) -> Any:
    """The presentation."""
    return Presentation(BytesIO(content))


def frames(slide: Any) -> Iterator[Any]:
    """Every text frame of a slide, those of tables' cells too."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame
        if shape.has_table:
            for r in shape.table.rows:
                for cell in r.cells:
                    yield cell.text_frame


def pptx_lines(content: bytes) -> list[str]:
    """Every paragraph of the slides and their notes that says something."""
    out = []
    for slide in slides(content).slides:
        found = [*frames(slide), *([slide.notes_slide.notes_text_frame] if slide.has_notes_slide else [])]
        out += ["".join(r.text for r in p.runs) for frame in found for p in frame.paragraphs]
    return [line for line in out if line.strip()]
