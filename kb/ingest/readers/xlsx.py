"""Workbooks (.xlsx, .xlsm) through openpyxl: the words that their sheets show, as tables and the lines around them.

What is hidden is not read and is counted in the warnings; a formula counts as the value that was saved with it.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kb.errors import ReadError
from kb.ingest.readers.number_format import shown
from kb.ingest.readers.reading import Block, Reading
from kb.ingest.readers.sheet import Merge, Sheet, sheet_blocks

_BROKEN = (BadZipFile, InvalidFileException, LookupError, ValueError, SyntaxError, TypeError, AttributeError,
           AssertionError, ArithmeticError, RuntimeError, EOFError, zlib.error, struct.error, NotImplementedError)
_MAX_UNPACKED = 20 * 1024 * 1024  # bytes of sheets and words, some 60,000 rows; openpyxl takes 13 times that
_FORMULAS_MAX = 8 * 1024 * 1024  # up to here a second reading, which tells formulas without a value, costs little


def read(path: Path) -> Reading:
    """The blocks of every visible sheet. Raises ReadError where the workbook is broken or too large."""
    try:
        with ZipFile(path) as archive:
            unpacked = sum(m.file_size for m in archive.infolist() if m.filename.endswith(".xml"))
        if unpacked > _MAX_UNPACKED:
            raise ReadError(f"工作簿太大：{path.name}（解开后 {unpacked // 2**20} MB，上限 {_MAX_UNPACKED // 2**20} "
                            "MB）。请只留规章、清单一类的工作表。")
        with warnings.catch_warnings(action="ignore"):  # of drawings and the like that openpyxl leaves out
            book = load_workbook(path, data_only=True)
            formulas = load_workbook(path) if unpacked <= _FORMULAS_MAX else None
        return _reading(book, formulas)
    except _BROKEN as e:
        raise ReadError(f"工作簿打不开：{path.name}。文件可能损坏；请用表格软件重新另存为 .xlsx。") from e


def _reading(book: Any, formulas: Any) -> Reading:
    told: list[str] = []
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if hidden := [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]:
        told.append(f"有 {len(hidden)} 个隐藏的工作表没有读：{'、'.join(hidden)}。如属正文，请取消隐藏后重新加入。")
    sheets = []
    for sheet in visible:
        rows, columns = _hidden(sheet)
        sheets.append(_sheet(sheet, rows, columns))
        filled = {(c.row, c.column) for line in sheet.iter_rows() for c in line if c.value is not None}
        lost = (sum(r in rows for r in {r for r, _ in filled}), sum(c in columns for c in {c for _, c in filled}))
        if any(lost):
            places = "、".join(f"{n} {what}" for n, what in zip(lost, ("行", "列"), strict=True) if n)
            told.append(f"工作表“{sheet.title}”有隐藏的 {places}没有读。如属正文，请取消隐藏后重新加入。")
        if formulas is not None and (missing := _without_value(sheet, formulas[sheet.title])):
            told.append(f"工作表“{sheet.title}”有 {missing} 个公式没有存下结果，没有读。"
                            "请用表格软件打开后保存一次。")
    filled_sheets = [s for s in sheets if s.words]
    blocks: list[Block] = []
    for sheet in filled_sheets:
        blocks += sheet_blocks(sheet, named=len(filled_sheets) > 1)
    return Reading(tuple(blocks), "xlsx/1", warnings=tuple(told))


def _hidden(sheet: Any) -> tuple[set[int], set[int]]:
    """The hidden rows and columns of a sheet, counted from 1."""
    rows = {n for n, row in sheet.row_dimensions.items() if row.hidden or row.height == 0}
    columns = {n for column in sheet.column_dimensions.values() if column.hidden or column.width == 0
               for n in range(column.min or 0, (column.max or -1) + 1)}
    return rows, columns


def _sheet(sheet: Any, hidden_rows: set[int], hidden_columns: set[int]) -> Sheet:
    """The words of a sheet at the places where they stand when nothing hidden counts."""
    merged = {(m.min_row, m.min_col): m for m in sheet.merged_cells.ranges}
    row_at = _places(sheet.max_row, hidden_rows)
    column_at = _places(sheet.max_column, hidden_columns)
    words: dict[tuple[int, int], str] = {}
    merges: dict[tuple[int, int], Merge] = {}
    for cell in _cells(sheet):
        own = merged.get((cell.row, cell.column))
        rows = range(cell.row, (own.max_row if own else cell.row) + 1)
        columns = range(cell.column, (own.max_col if own else cell.column) + 1)
        seen_rows = [row_at[r] for r in rows if r in row_at]
        seen_columns = [column_at[c] for c in columns if c in column_at]
        text = shown(cell.value, cell.number_format, cell._style.numFmtId).strip()
        if not (text and seen_rows and seen_columns):
            continue
        place = (seen_rows[0], seen_columns[0])
        words[place] = text
        if own:
            merges[place] = Merge(*place, len(seen_rows), len(seen_columns))
    return Sheet(sheet.title, words, merges)


def _cells(sheet: Any) -> Iterator[Any]:
    for line in sheet.iter_rows():
        yield from (cell for cell in line if cell.value is not None and cell.data_type != "e")


def _places(last: int, hidden: set[int]) -> dict[int, int]:
    """Where every visible row or column stands among the visible ones, from 0."""
    return {n: i for i, n in enumerate(n for n in range(1, last + 1) if n not in hidden)}


def _without_value(sheet: Any, formulas: Any) -> int:
    return sum(cell.data_type == "f" and sheet[cell.coordinate].value is None for cell in _cells(formulas))
