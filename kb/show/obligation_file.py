"""Obligations as a file (导出职责事项): .csv that spreadsheet programs open right, .xlsx or .jsonl."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from kb.errors import KBError
from kb.show.objects import obligation_object
from kb.show.obligation_table import COLUMNS, Row, cells
from kb.store.atomic import atomic_write

_FORMULA = tuple("=+-@＝＋－＠\t\r")


def write_obligations(path: Path, rows: Sequence[Row]) -> None:
    """Writes the table to `path`, as its suffix says. An earlier file stays whole until the new one is complete.

    Raises KBError: a suffix that is none of .csv, .xlsx and .jsonl, or a place that cannot be written.
    """
    suffix = path.suffix.lower()
    content: str | bytes
    if suffix == ".csv":
        # Excel takes a CSV file for UTF-8 only where it begins with a byte order mark.
        content = "\ufeff" + as_csv(rows)
    elif suffix == ".xlsx":
        from kb.show.obligation_book import as_workbook

        content = as_workbook(rows)
    elif suffix == ".jsonl":
        content = "".join(json.dumps(obligation_object(o, c, document=title), ensure_ascii=False) + "\n"
                          for o, c, title in rows)
    else:
        raise KBError(f"不支持导出为这种文件：{path.name}。"
                      "请用 .csv、.xlsx（表格软件可直接打开）或 .jsonl 结尾的文件名。")
    try:
        atomic_write(path, content)
    except OSError as e:
        raise KBError(f"写不进文件：{path}（{e.strerror or e}）。请检查文件夹是否存在、有没有权限。") from e


def as_csv(rows: Sequence[Row]) -> str:
    """The table as CSV text with a Chinese heading line; no cell can be taken for a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([c.heading for c in COLUMNS])
    for row in rows:
        writer.writerow([_plain(cell) for cell in cells(row)])
    return out.getvalue()


def _plain(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell
