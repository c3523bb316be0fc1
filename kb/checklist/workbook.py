"""The cells of a workbook that was filled in (读回表格), as text under their headings. Runs in a process of its own."""

from __future__ import annotations

import struct
import warnings
import zlib
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kb.errors import ReadError

_BROKEN = (BadZipFile, InvalidFileException, LookupError, ValueError, SyntaxError, TypeError, AttributeError,
           AssertionError, ArithmeticError, RuntimeError, EOFError, zlib.error, struct.error, NotImplementedError)
_MAX_UNPACKED = 20 * 1024 * 1024
_MAX_ROWS, _MAX_COLUMNS, _LONGEST = 5000, 40, 2000
_HEADINGS_WITHIN = 20

# A row: the name of its sheet, its number there, and its cells by their heading.
Row = tuple[str, int, dict[str, str]]


def filled_rows(content: bytes, key: str) -> list[Row]:
    """Every row below a row of headings that has one called `key`, hidden columns and sheets too; dates as 2026-03-28.

    Raises ReadError: no workbook, broken, too large, or without such headings.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(m.file_size for m in archive.infolist()) > _MAX_UNPACKED:
                raise ReadError("工作簿太大：请用本系统导出的 Excel 清单。")
        with warnings.catch_warnings(action="ignore"):
            book = load_workbook(BytesIO(content), data_only=True)
        found = [row for sheet in book.worksheets for row in _rows(sheet, key)]
    except _BROKEN as e:
        raise ReadError("工作簿打不开，可能损坏，或不是 .xlsx 文件。请用表格软件另存为 .xlsx 后再试。") from e
    if not found:
        raise ReadError(f"工作簿里没有“{key}”一列：不是本系统导出的清单，或那一列被删掉了。请重新导出后再填。")
    return found


def _rows(sheet: Any, key: str) -> list[Row]:
    headings: list[str] | None = None
    out: list[Row] = []
    for n, cells in enumerate(sheet.iter_rows(max_row=_MAX_ROWS, max_col=_MAX_COLUMNS, values_only=True), start=1):
        texts = [_text(v) for v in cells]
        if headings is None:
            if key in texts:
                headings = texts
            elif n >= _HEADINGS_WITHIN:
                break
        elif any(texts):
            out.append((sheet.title, n, {h: t for h, t in zip(headings, texts, strict=True) if h}))
    return out


def _text(value: object) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return "" if value is None else str(value).strip()[:_LONGEST]
