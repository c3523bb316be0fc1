"""Obligations as a workbook (.xlsx) that is read, filtered and printed as it is: the head stays, A4 landscape."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from kb.show.obligation_table import COLUMNS, Row, cells

_HEAD = PatternFill("solid", fgColor="F3E9E7")
_LINE = Border(*(Side("thin", color="B8B0A8"),) * 4)
_WRAP = Alignment(wrap_text=True, vertical="top")
_FONT = "宋体"
_LINE_HEIGHT = 13.5  # points, of 10-point type


def _lines(words: str, width: int) -> int:
    """How many lines words take in a column of so many Latin characters; a Chinese one is as wide as two."""
    room = width - 4  # a line seldom ends where the column does
    return sum(max(1, -(-sum(1 if c.isascii() else 2 for c in part) // room)) for part in words.split("\n")) or 1


def as_workbook(rows: Sequence[Row]) -> bytes:
    """The table as an .xlsx file; no cell is a formula."""
    book = Workbook()
    sheet = book.active
    sheet.title = "职责事项"
    for at, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    for number, line in enumerate(([c.heading for c in COLUMNS], *map(cells, rows)), start=1):
        for at, words in enumerate(line, start=1):
            cell = sheet.cell(number, at)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", words) or None
            if words:
                cell.data_type = "s"  # words that begin with = are words
            cell.alignment, cell.border, cell.font = _WRAP, _LINE, Font(name=_FONT, size=10, bold=number == 1)
            if number == 1:
                cell.fill = _HEAD
        if number > 1:
            sheet.row_dimensions[number].height = _LINE_HEIGHT * max(map(_lines, line, (c.width for c in COLUMNS)))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
