"""A self-check as a Word file (对照检查表): gaps first, each requirement verbatim beside the words of the plan."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell, _Row

from kb.checklist.selfcheck.report import TITLE, Report, heading, numbers, places, summary
from kb.checklist.selfcheck.verdicts import VERDICTS, Verdict
from kb.show.export.text import one_line, printable
from kb.show.export.word import note, typeset

_HEADS = ("要求（条款原文）", "应有和查到的", "计划里的字句")
_WIDTHS = (Cm(10.2), Cm(5.2), Cm(9.3))
_SMALL, _RED, _SHADE = Pt(9), RGBColor(0xA8, 0x20, 0x1A), "F1ECE4"


def selfcheck_docx(report: Report, *, today: date) -> bytes:
    """The report as the bytes of a .docx file, A4 across."""
    document = Document()
    typeset(document)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2)
    document.core_properties.title = TITLE
    document.core_properties.author = "党建规章知识库"
    document.add_paragraph(f"{TITLE}：{one_line(heading(report))}", style="Title")
    document.add_paragraph(f"对照的文件：{one_line(report.file)}")
    document.add_paragraph().add_run(summary(report)).bold = True
    for said in report.notices:
        document.add_paragraph(one_line(said))
    note(document, f"{today.isoformat()}　条款逐字引自知识库，以正式文件为准；结论由程序对照文字得出，请核对后使用。")
    for name in VERDICTS:
        own = [v for v in report.ordered if report.final(v) == name]
        if own:
            document.add_heading(f"{name}（{len(own)} 项）", 1)
            _table(document, report, own)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: WordDocument, report: Report, rows: list[Verdict]) -> None:
    table = document.add_table(rows=1, cols=len(_HEADS))
    table.style = "Table Grid"
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, _HEADS, strict=True):
        _write(cell, head, bold=True)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _SHADE)
        cell._tc.get_or_add_tcPr().append(shade)
    _mark(table.rows[0], "w:tblHeader")
    for v in rows:
        row = table.add_row()
        _mark(row, "w:cantSplit")
        _requirement(row.cells[0], v)
        _write(row.cells[1], "；".join(filter(None, (numbers(v), v.reason))) or "—")
        if v.item.id in report.corrections and report.corrections[v.item.id] != v.verdict:
            _write(row.cells[1], f"人工改为“{report.final(v)}”，程序原判“{v.verdict}”", more=True)
        _found(row.cells[2], v)
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = width


def _requirement(cell: _Cell, v: Verdict) -> None:
    _write(cell, one_line(v.item.action), bold=True)
    _write(cell, one_line(v.item.quote), more=True)
    source = cell.add_paragraph()
    source.paragraph_format.space_after = Pt(0)
    run = source.add_run(f"——{one_line(v.item.citation)}")
    run.font.size, run.font.color.rgb = _SMALL, _RED


def _found(cell: _Cell, v: Verdict) -> None:
    said = places(v)
    if not said:
        _write(cell, "没有找到")
    for n, (words, place) in enumerate(said):
        _write(cell, f"“{one_line(words)}”（{place}）", more=n > 0)


def _write(cell: _Cell, text: str, *, bold: bool = False, more: bool = False) -> None:
    paragraph = cell.add_paragraph() if more else cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.2
    run = paragraph.add_run(printable(text))
    run.font.size, run.bold = Pt(10), bold


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
