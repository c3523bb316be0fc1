"""Obligations as a file (导出职责事项): .csv that spreadsheet programs open right, or .jsonl."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from kb.cite import citation
from kb.errors import KBError
from kb.show.objects import obligation_object
from kb.store.atomic import atomic_write
from kb.types import Clause, Obligation

_COLUMNS = ("谁", "做什么", "周期", "数量", "期限", "适用单位", "原文", "出处", "条款编号")
_FORMULA = tuple("=+-@＝＋－＠\t\r")


def write_obligations(path: Path, rows: Sequence[tuple[Obligation, Clause, str]]) -> None:
    """Writes the table to `path`, as its suffix says. An earlier file stays whole until the new one is complete.

    Raises KBError: a suffix that is neither .csv nor .jsonl, or a place that cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        # Excel takes a CSV file for UTF-8 only where it begins with a byte order mark.
        content = "\ufeff" + as_csv(rows)
    elif suffix == ".jsonl":
        content = "".join(json.dumps(obligation_object(o, c, document=title), ensure_ascii=False) + "\n"
                          for o, c, title in rows)
    else:
        raise KBError(f"不支持导出为这种文件：{path.name}。请用 .csv（表格软件可直接打开）或 .jsonl 结尾的文件名。")
    try:
        atomic_write(path, content)
    except OSError as e:
        raise KBError(f"写不进文件：{path}（{e.strerror or e}）。请检查文件夹是否存在、有没有权限。") from e


def as_csv(rows: Sequence[tuple[Obligation, Clause, str]]) -> str:
    """The table as CSV text with a Chinese heading line; no cell can be taken for a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for o, c, title in rows:
        cells = (o.subject, o.action, o.period, o.value, o.deadline, "、".join(c.scope), o.quote, citation(c, title),
                 c.id)
        writer.writerow([_plain(cell or "") for cell in cells])
    return out.getvalue()


def _plain(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell
