"""A topic as a workbook (对照的表格文件): the values side by side, and every rule with its words, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from kb.show.export.text import printable
from kb.training.topics.export.text import COLUMNS, rows_of
from kb.training.topics.grid import Grid, cell_text

_WIDTHS = (14, 12, 10, 16, 9, 13, 12, 46, 32, 22)
_PAGE = 132  # characters of Latin script across A4 landscape
_LINE = 14.0  # points, of 10-point type
_HEAD = PatternFill("solid", fgColor="F3E9E7")
_BORDER = Border(*(Side("thin", color="B8B0A8"),) * 4)
_WRAP = Alignment(wrap_text=True, vertical="top")


def as_xlsx(found: Grid) -> bytes:
    """The topic as the bytes of an .xlsx file; no cell is a formula."""
    book = Workbook()
    book.properties.title, book.properties.creator = f"专题对照：{found.table.topic}", "党建规章知识库"
    kinds = len(found.kinds)
    wide = max(11, (_PAGE - 32) // max(kinds, 1))
    first = book.active
    first.title = "对照"
    head = [printable(f"专题对照：{found.table.topic}"), printable(found.table.differences)]
    _lead(first, head, kinds + 2, 32 + wide * kinds)
    lines = [(x.matter, x.who, *(cell_text(x, n) for n in range(kinds))) for x in found.lines]
    _table(first, len(head) + 2, [("事项", "对谁", *found.kinds), *lines], (16, 16, *(wide,) * kinds))
    rules = book.create_sheet("条款")
    _table(rules, 1, [COLUMNS, *rows_of(found)], _WIDTHS)
    rules.auto_filter.ref = rules.dimensions
    rules.print_area = f"A1:{get_column_letter(len(COLUMNS) - 1)}{rules.max_row}"  # not the clauses' ids
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _lead(sheet: Any, words: Sequence[str], columns: int, width: int) -> None:
    for n, text in enumerate(words, start=1):
        sheet.merge_cells(start_row=n, start_column=1, end_row=n, end_column=columns)
        cell = sheet.cell(n, 1)
        _text(cell, text)
        cell.font = Font(name="黑体" if n == 1 else "宋体", size=15 if n == 1 else 10.5)
        cell.alignment = _WRAP
        sheet.row_dimensions[n].height = 24 if n == 1 else _LINE * _lines(text, width) + 4


def _table(sheet: Any, at: int, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    for n, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    for row, cells in enumerate(rows, start=at):
        for column, words in enumerate(cells, start=1):
            cell = sheet.cell(row, column)
            _text(cell, words)
            cell.alignment, cell.border = _WRAP, _BORDER
            cell.font = Font(name="宋体", size=10, bold=row == at)
            if row == at:
                cell.fill = _HEAD
        sheet.row_dimensions[row].height = min(409.0, _LINE * max(map(_lines, cells, widths)) + 2)
    sheet.freeze_panes = f"A{at + 1}"
    sheet.print_title_rows = f"{at}:{at}"
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", sheet.PAPERSIZE_A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _text(cell: Any, words: str) -> None:
    """Words stay words, whatever they begin with."""
    cell.value = printable(words) or None
    if words:
        cell.data_type = "s"


def _lines(words: str, width: int) -> int:
    """How many lines words take in a column of so many Latin characters; a Chinese one is as wide as two."""
    room = max(width - 2, 4)
    return sum(max(1, -(-sum(1 if c.isascii() else 2 for c in part) // room)) for part in words.split("\n")) or 1
