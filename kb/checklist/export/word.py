"""A checklist as a Word file (清单的 Word 文件): tables with boxes to tick and lines to sign, for print on A4."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from kb.checklist.export.boxes import Ticks, boxes, marked
from kb.checklist.items import Checklist, Item
from kb.checklist.words import WHO, Part, how_often, parts, remark, title, total
from kb.show.export.text import one_line, printable
from kb.show.export.word import note, typeset

# Heading and width; together as wide as the page between its margins.
_WIDTHS = (("序号", 1.1), ("谁", 1.3), ("做什么", 5.2), ("多少", 2.4), ("到期与完成", 5.5), ("材料", 2.5),
           ("原文和出处", 8.0))
_GENERAL = (("序号", 1.1), ("谁", 1.3), ("落实", 1.3), ("内容和出处", 19.3), ("备注", 3.0))
_MARGIN = 1.85
_SHORT = 6  # ☐ 12月底
_SIGN = "书记签字：____________　　检查人：____________　　日期：______年____月____日"


def as_docx(found: Checklist, ticks: Ticks) -> bytes:
    """The checklist as the bytes of a .docx file."""
    document = Document()
    typeset(document)
    for section in document.sections:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = Cm(_MARGIN)
        section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.8)
        _page_number(section.footer.paragraphs[0])
    document.core_properties.title = title(found)
    document.core_properties.author = "党建规章知识库"
    document.add_paragraph(printable(title(found)), style="Title")
    note(document, f"{total(found)}到期日照文件推算，以正式文件为准。")
    number = 0
    for part in parts(found):
        heading = document.add_heading(f"{part.name}（{len(part.items)} 条）", 1)
        heading.paragraph_format.keep_with_next = True
        if any(i.must for i in part.items):
            _table(document, part, _WIDTHS, [_dated(i, ticks) for i in part.items], number)
        else:
            _table(document, part, _GENERAL, [_plain(i, ticks) for i in part.items], number)
        number += len(part.items)
    signature = document.add_paragraph(_SIGN)
    signature.paragraph_format.space_before = Pt(24)
    signature.paragraph_format.keep_together = True
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _dated(i: Item, ticks: Ticks) -> list[str]:
    said = "\n".join(s for s in (i.action, remark(i)) if s)
    return [WHO[i.who], said, how_often(i), _boxes(i, ticks), "、".join(i.record), f"{i.quote}\n——{i.citation}"]


def _plain(i: Item, ticks: Ticks) -> list[str]:
    said = remark(i)
    return [WHO[i.who], _boxes(i, ticks), f"{i.quote}\n——{i.citation}", said]


def _boxes(i: Item, ticks: Ticks) -> str:
    """The boxes of an item: as many side by side as a line holds, with what is done in a line of its own."""
    held = boxes(i, ticks)
    short = len(held) > 1
    done = [marked(b, short=short) for b in held if b.tick is not None]
    waiting = [marked(b, short=short) for b in held if b.tick is None]
    beside = 3 if all(len(w) <= _SHORT for w in waiting) else 2
    return "\n".join(done + [" ".join(waiting[n:n + beside]) for n in range(0, len(waiting), beside)])


def _table(document: WordDocument, part: Part, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]],
           before: int) -> None:
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for grid, (_, width) in zip(table.columns, columns, strict=True):
        grid.width = Cm(width)
    head = table.rows[0]
    _repeat(head)
    _fill(head, [name for name, _ in columns], columns, bold=True)
    for n, cells in enumerate(rows, before + 1):
        row = table.add_row()
        _whole(row)
        _fill(row, [str(n), *cells], columns)


def _fill(row: _Row, cells: Sequence[str], columns: Sequence[tuple[str, float]], *, bold: bool = False) -> None:
    for cell, text, (_, width) in zip(row.cells, cells, columns, strict=True):
        cell.width = Cm(width)
        _write(cell, text, bold=bold)


def _write(cell: _Cell, text: str, *, bold: bool) -> None:
    lines = [one_line(line) for line in printable(text).split("\n")] or [""]
    for n, line in enumerate(lines):
        p = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        p.paragraph_format.line_spacing = 1.15
        p.paragraph_format.space_before, p.paragraph_format.space_after = Pt(1.5), Pt(1.5)
        run = p.add_run(line)
        run.font.size, run.bold = Pt(9.5), bold


def _repeat(row: _Row) -> None:
    """The row stands at the head of every page that the table runs over."""
    _whole(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: _Row) -> None:
    """The row is not broken over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _page_number(p: Paragraph) -> None:
    p.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", None)):
        p.add_run(text).font.size = Pt(9)
        if field is not None:
            code = OxmlElement("w:fldSimple")
            code.set(qn("w:instr"), field)
            p._p.append(code)
