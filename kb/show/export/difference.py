"""A comparison of two documents as a Word file (对照稿): what went struck out, what came underlined."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import RGBColor

from kb.show.difference import KINDS, Difference, summary, where
from kb.show.export.text import one_line, printable
from kb.show.export.word import note, typeset
from kb.validity.changes import Change

_GONE = RGBColor(0xA8, 0x20, 0x1A)
_COME = RGBColor(0x1B, 0x5E, 0x20)


def difference_docx(found: Difference, *, today: date) -> bytes:
    """The comparison as the bytes of a .docx file."""
    document = Document()
    typeset(document)
    document.core_properties.title = "条款对照"
    document.core_properties.author = "党建规章知识库"
    document.add_paragraph("条款对照", style="Title")
    document.add_paragraph(f"旧：{printable(found.old.label)}")
    document.add_paragraph(f"新：{printable(found.new.label)}")
    note(document, f"{today.isoformat()}　{summary(found)}加下划线的是新加的字，加删除线的是删去的字。")
    for kind, heading in KINDS.items():
        own = [c for k, c in found.changes if k == kind]
        if own:
            document.add_heading(f"{heading}（{len(own)} 条）", 1)
        for change in own:
            _change(document, change)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _change(document: WordDocument, change: Change) -> None:
    head = document.add_paragraph()
    head.paragraph_format.keep_with_next = True
    head.add_run(one_line(where(change))).bold = True
    if change.moved and change.old is not None:
        head.add_run(f"（原在：{one_line(' › '.join(change.old.path))}）")
    text = document.add_paragraph()
    for e in change.edits:
        run = text.add_run(printable(e.text))
        if e.kind == "removed":
            run.font.strike, run.font.color.rgb = True, _GONE
        elif e.kind == "added":
            run.font.underline, run.font.color.rgb = True, _COME
