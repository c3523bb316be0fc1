"""A self-check as a spreadsheet (对照检查表): a row an item, with a filter and a head that stays in sight."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from kb.checklist.selfcheck.report import TITLE, Report, heading, places, summary
from kb.checklist.selfcheck.verdicts import Verdict
from kb.show.export.text import one_line

_COLUMNS = (("结论", 10), ("程序原判", 10), ("谁的职责", 10), ("做什么", 28), ("全年应有", 10), ("查到", 8),
            ("单位", 7), ("说明", 22), ("计划里的字句", 46), ("条款原文", 50), ("出处", 40))
_WHO = {"own": "本人", "branch": "本组织"}
_FILLS = {"未列入": "F8DCD8", "次数不足": "FBE7C6", "拿不准": "F1ECE4", "已列入": "DCEFDC"}
_HEAD = 4
_LINE = 14.5  # points


def selfcheck_xlsx(report: Report) -> bytes:
    """The report as the bytes of an .xlsx file."""
    book = Workbook()
    sheet = book.active
    sheet.title = TITLE
    above = (f"{TITLE}：{heading(report)}", f"对照的文件：{report.file}　{summary(report)}", "　".join(report.notices))
    for n, text in enumerate(above, 1):
        _text(sheet.cell(n, 1), text)
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    for column, (name, width) in enumerate(_COLUMNS, 1):
        cell = sheet.cell(_HEAD, column, name)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="F1ECE4")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, v in enumerate(report.ordered, _HEAD + 1):
        for column, value in enumerate(_row(report, v), 1):
            cell = sheet.cell(row, column)
            if isinstance(value, str):
                _text(cell, value)
            else:
                cell.value = value
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = _height(_row(report, v))
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor=_FILLS[report.final(v)])
    last = get_column_letter(len(_COLUMNS))
    sheet.auto_filter.ref = f"A{_HEAD}:{last}{_HEAD + len(report.verdicts)}"
    sheet.freeze_panes = f"B{_HEAD + 1}"
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _row(report: Report, v: Verdict) -> tuple[str | float | None, ...]:
    i = v.item
    words = "\n".join(f"“{one_line(text)}”（{place}）" for text, place in places(v))
    return (report.final(v), v.verdict, _WHO[i.who], one_line(i.action), v.required, v.found, i.unit or "", v.reason,
            words or "没有找到", one_line(i.quote), one_line(i.citation))


def _height(values: tuple[str | float | None, ...]) -> float:
    """Points for a row: not every program makes room for wrapped words by itself."""
    lines = (sum(max(1, -(-2 * len(part) // width)) for part in str(value or "").split("\n"))
             for value, (_, width) in zip(values, _COLUMNS, strict=True))
    return min(_LINE * max(lines) + 2, 400)


def _text(cell: object, text: str) -> None:
    """Puts words into a cell as words, whatever they begin with."""
    cell.value = text  # type: ignore[attr-defined]
    cell.data_type = "s"  # type: ignore[attr-defined]
