"""A quiz as a question bank (题库表): a row an item, in the columns that exam programs read."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from kb.show.export.text import one_line, printable
from kb.training.item import Item
from kb.training.quiz.paper import key, title
from kb.training.quiz.wording import listed, phrase

_WIDTHS = {"题型": 9, "题干": 60, "答案": 14, "解析": 60, "难度": 6, "出处": 40, "适用单位": 10, "主题": 14}
_CHOICE = 18
_CHOICES = 6
_LINE = 14.5  # points
_FORMULA = tuple("=+-@＝＋－＠\t\r")


def bank_xlsx(items: Sequence[Item], *, topics: Sequence[str]) -> bytes:
    """The items as the bytes of an .xlsx file: the head in the first row, as importing programs want it."""
    book = Workbook()
    book.properties.title, book.properties.creator = title(topics), "党建规章知识库"
    sheet = book.active
    sheet.title = phrase("sheet", "name")
    columns: list[str] = listed("sheet", "columns")
    for n, name in enumerate(columns, 1):
        cell = _put(sheet, 1, n, name)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="F1ECE4")
        sheet.column_dimensions[get_column_letter(n)].width = _WIDTHS.get(name, _CHOICE)
    for row, item in enumerate(items, 2):
        values = _row(item, topics)
        for n, value in enumerate(values, 1):
            _put(sheet, row, n, value)
        sheet.row_dimensions[row].height = _height(values, columns)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(items) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _row(item: Item, topics: Sequence[str]) -> list[str]:
    choices = [one_line(o) for o in item.options]
    why = phrase("sheet", "explained", quote=one_line(item.quote), citation=one_line(item.citation))
    return [listed("sheet", "types")[item.type], item.question, *choices, *[""] * (_CHOICES - len(choices)), key(item),
            why, listed("paper", "levels")[item.difficulty - 1], one_line(item.citation), item.scope,
            phrase("paper", "joined").join(one_line(t) for t in topics)]


def _height(values: Sequence[str], columns: Sequence[str]) -> float:
    """Points for a row: not every program makes room for wrapped words by itself."""
    lines = max(sum(max(1, -(-2 * len(part) // _WIDTHS.get(name, _CHOICE))) for part in value.split("\n"))
                for value, name in zip(values, columns, strict=True))
    return min(_LINE * lines + 2, 400)


def _put(sheet: Any, row: int, column: int, value: str) -> Any:
    """A cell of words; they stay words, whatever they begin with."""
    cell = sheet.cell(row, column)
    cell.value = text = printable(value) or None
    if text is not None:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_FORMULA)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
