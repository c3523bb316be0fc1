"""A topic as a Word file (对照的 Word 文件): A4 landscape, the table and below it every clause."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.table import _Row

from kb.show.export.text import one_line, printable
from kb.show.export.word import note, typeset
from kb.training.topics.differences import phrase
from kb.training.topics.grid import Grid, Group, cell_text

_WIDTH = 26.0  # cm between the margins
_HEADS = (2.8, 2.8)
_RULES = (("事项", 2.8), ("数量", 3.6), ("原文", 12.6), ("出处", 7.0))


def as_docx(found: Grid) -> bytes:
    """The topic as the bytes of a .docx file."""
    document = Document()
    typeset(document)
    for section in document.sections:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = Cm((29.7 - _WIDTH) / 2)
        section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.8)
    name = f"专题对照：{found.table.topic}"
    document.core_properties.title = printable(name)
    document.core_properties.author = "党建规章知识库"
    document.add_paragraph(printable(one_line(name)), style="Title")
    document.add_paragraph(printable(found.table.differences))
    if found.lines:
        each = (_WIDTH - sum(_HEADS)) / max(len(found.kinds), 1)
        _table(document, [("事项", _HEADS[0]), ("对谁", _HEADS[1]), *((k, each) for k in found.kinds)],
               [[x.matter, x.who, *(cell_text(x, n) for n in range(len(found.kinds)))] for x in found.lines])
    note(document, "条款逐字引自知识库，以正式文件为准。")
    for group in found.groups:
        _clauses(document, group)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _clauses(document: WordDocument, group: Group) -> None:
    document.add_heading(printable(f"{group.kinds}（{group.who}）"), 1).paragraph_format.keep_with_next = True
    _table(document, _RULES, [[r.matter, phrase(r) or "没有写数", r.quote, r.citation] for r in group.rows])


def _table(document: WordDocument, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for grid, (_, width) in zip(table.columns, columns, strict=True):
        grid.width = Cm(width)
    _fill(table.rows[0], [name for name, _ in columns], columns, bold=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cells in rows:
        _fill(table.add_row(), cells, columns)


def _fill(row: _Row, cells: Sequence[str], columns: Sequence[tuple[str, float]], *, bold: bool = False) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text, (_, width) in zip(row.cells, cells, columns, strict=True):
        cell.width = Cm(width)
        p = cell.paragraphs[0]
        p.paragraph_format.line_spacing = 1.15
        p.paragraph_format.space_before, p.paragraph_format.space_after = Pt(1.5), Pt(1.5)
        run = p.add_run(printable(one_line(text)))
        run.font.size, run.bold = Pt(9.5), bold
