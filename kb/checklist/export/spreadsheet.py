"""A checklist as a workbook (清单的表格): a row for each day by which something is due, ready to fill in and to print.

The item's id and its day stand in each row, so that a file that was filled in can be read back.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from kb.checklist.export.boxes import Box, Ticks, boxes
from kb.checklist.items import Checklist, Item
from kb.checklist.words import WHO, Part, how_often, parts, remark, title, total
from kb.show.export.text import printable

# Heading and width in characters of a Latin digit; the last column holds the item's id and is hidden.
COLUMNS = (("序号", 5), ("谁", 6), ("周期", 9), ("做什么", 22), ("多少", 11), ("到期日", 12), ("完成", 8),
           ("完成日期", 12), ("经手人", 8), ("凭据和备注", 14), ("要留的材料", 11), ("说明", 18),
           ("原文和出处", 38), ("编号", 14))
DONE, NOT_APPLICABLE = "是", "不适用"
_HEAD_ROW = 3
_OFTEN, _DUE, _STATE, _DAY, _ID = 5, 6, 7, 8, len(COLUMNS)
_DATE = "yyyy-mm-dd"
_LINE = 14.5  # points; a line of letters of 10.5 points
_FORMULA = tuple("=+-@＝＋－＠\t\r")
_EDGE = Side(style="thin", color="B8B0A5")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_TEXT = Alignment(wrap_text=True, vertical="top")
_MIDDLE = Alignment(wrap_text=True, vertical="top", horizontal="center")


def as_xlsx(found: Checklist, ticks: Ticks) -> bytes:
    """The checklist as the bytes of an .xlsx file; duties with a number or a date first, general ones on a second
    sheet.
    """
    book = Workbook()
    book.properties.title, book.properties.creator = title(found), "党建规章知识库"
    dated = [p for p in parts(found) if any(i.must for i in p.items)]
    general = [p for p in parts(found) if p not in dated]
    first = book.active
    _sheet(first, "清单", found, dated, ticks)
    if general:
        _sheet(book.create_sheet(), "一般职责", found, general, ticks)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Any, name: str, found: Checklist, held: Sequence[Part], ticks: Ticks) -> None:
    sheet.title = name
    _put(sheet, 1, 1, title(found), Font(name="黑体", size=16), Alignment(vertical="center"), border=False)
    _put(sheet, 2, 1, f"{total(found)}到期日照文件推算，以正式文件为准。", Font(name="宋体", size=10, color="5E564C"),
         Alignment(vertical="center"), border=False)
    for n, (heading, width) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
        cell = _put(sheet, _HEAD_ROW, n, heading, Font(name="黑体", size=11), Alignment(
            wrap_text=True, vertical="center", horizontal="center"))
        cell.fill = PatternFill("solid", fgColor="F1ECE4")
    sheet.row_dimensions[1].height, sheet.row_dimensions[_HEAD_ROW].height = 26, 22
    row = _HEAD_ROW
    for part in held:
        for item in part.items:
            for box in boxes(item, ticks):
                row += 1
                _row(sheet, row, row - _HEAD_ROW, part.name, item, box)
    _set_up(sheet, row)
    if not any(i.must for p in held for i in p.items):  # general duties have neither
        for column in (_OFTEN, _DUE):
            sheet.column_dimensions[get_column_letter(column)].hidden = True


def _row(sheet: Any, row: int, number: int, part: str, i: Item, box: Box) -> None:
    tick = box.tick
    cells: tuple[str | int | date | None, ...] = (
        number, WHO[i.who], part, i.action, how_often(i), box.due, None if tick is None else DONE,
        None if tick is None else tick.done, None if tick is None else tick.by,
        None if tick is None else "；".join(t for t in (tick.evidence, tick.note) if t), "、".join(i.record), remark(i),
        f"{i.quote}\n——{i.citation}", i.id)
    for n, value in enumerate(cells, 1):
        cell = _put(sheet, row, n, value, Font(name="宋体", size=10.5), _MIDDLE if n in _NARROW else _TEXT)
        if n in (_DUE, _DAY):
            cell.number_format = _DATE
    lines = max(_lines(str(v), COLUMNS[n][1]) for n, v in enumerate(cells[:-1]) if v is not None)
    sheet.row_dimensions[row].height = min(409.0, lines * _LINE + 4)  # as high as a row can be


_NARROW = (1, 2, 3, _DUE, _STATE, _DAY, 9)


def _put(sheet: Any, row: int, column: int, value: str | int | date | None, font: Font, alignment: Alignment, *,
         border: bool = True) -> Any:
    """A cell; text stays text, whatever it begins with."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = text = printable(value)
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_FORMULA)
    else:
        cell.value = value
    cell.font, cell.alignment = font, alignment
    if border:
        cell.border = _BORDER
    return cell


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many digits; letters of Chinese are two wide."""
    return sum(max(1, math.ceil(sum(2 if unicodedata.east_asian_width(ch) in "WFA" else 1 for ch in line)
                                / max(1, width - 1))) for line in text.split("\n"))


def _set_up(sheet: Any, last: int) -> None:
    """What a person fills in, and how it prints: A4 across, as wide as the page, its head on every page."""
    end = max(last, _HEAD_ROW + 1)
    area = f"A{_HEAD_ROW}:{get_column_letter(_ID)}{end}"
    sheet.auto_filter.ref = area
    sheet.freeze_panes = f"E{_HEAD_ROW + 1}"
    sheet.column_dimensions[get_column_letter(_ID)].hidden = True
    state = DataValidation(type="list", formula1=f'"{DONE},否,{NOT_APPLICABLE}"', allow_blank=True)
    state.error, state.errorTitle = f"请选 {DONE}、否 或 {NOT_APPLICABLE}。", "完成"
    day = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
    day.error, day.errorTitle = "请写成 2026-03-28 的样子。", "完成日期"
    for rule, column in ((state, _STATE), (day, _DAY)):
        letter = get_column_letter(column)
        rule.add(f"{letter}{_HEAD_ROW + 1}:{letter}{end}")
        rule.showErrorMessage = True
        sheet.add_data_validation(rule)
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.print_area = f"A1:{get_column_letter(_ID - 1)}{end}"
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", sheet.PAPERSIZE_A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.6
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
