"""A workbook that was exported and filled in is read back; what does not fit is told row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from kb.checklist.imported import Imported, imported, rows_of
from kb.checklist.standing import entries
from kb.checklist.ticks import ticked
from kb.errors import ReadError
from kb.kept.lists import KeptList, Tick
from tests.checklist.kept_samples import ITEMS, LESSON, YEAR, kept

HEAD = ("序号", "做什么", "到期日", "完成", "完成日期", "经手人", "凭据和备注", "编号")
DUE, TODAY = date(YEAR, 6, 30), date(YEAR, 7, 1)


def book(*rows: tuple[Any, ...]) -> bytes:
    """A workbook as the export writes it: a title, headings, a row for each day, the ids in a hidden column."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(("清单",))
    sheet.append(HEAD)
    for n, row in enumerate(rows, 1):
        sheet.append((n, *row))
    sheet.column_dimensions["H"].hidden = True
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def read(before: KeptList, *rows: tuple[Any, ...]) -> Imported:
    return imported(before, rows_of(book(*rows)), entries(before, ITEMS, {}), by="导入", at="t1", today=TODAY)


def test_what_is_filled_in_is_ticked() -> None:
    found = read(kept(), ("上党课", DUE, "是", date(YEAR, 6, 12), "王芳", "签到表.pdf；全体党员", "1"),
                 ("召开支部委员会", date(YEAR, 1, 28), "", "2026年1月20日", None, "会议记录", "2"),
                 ("召开支部委员会", date(YEAR, 2, 28), "√", None, None, None, "2"),
                 ("召开支部委员会", date(YEAR, 3, 28), None, None, None, None, "2"),
                 ("召开支部委员会", date(YEAR, 4, 28), "否", None, None, None, "2"))
    assert (found.taken, found.left_out) == (3, ())
    assert [(t.item, t.due, t.done, t.by, t.evidence, t.note) for t in found.kept.ticks] == [
        ("1", DUE, date(YEAR, 6, 12), "王芳", "签到表.pdf", "全体党员"),
        ("2", date(YEAR, 1, 28), date(YEAR, 1, 20), "导入", "", "会议记录"),
        ("2", date(YEAR, 2, 28), TODAY, "导入", "", "")]


def test_read_twice_it_changes_nothing() -> None:
    row = ("上党课", DUE, "是", date(YEAR, 6, 12), "王芳", "签到表.pdf；全体党员", "1")
    once = read(kept(), row).kept
    again = read(once, row)
    assert (again.kept, again.taken, again.left_out) == (once, 0, ())


def test_what_does_not_fit_is_told_row_by_row() -> None:
    done = ticked(kept(), Tick("1", DUE, date(YEAR, 6, 1)))
    found = read(done, ("上党课", DUE, "否", None, None, None, "1"), ("别的", DUE, "是", None, None, None, "x9"),
                 ("没有编号", DUE, "是", None, None, None, None),
                 ("上党课", date(YEAR, 5, 1), "是", None, None, None, "1"),
                 ("上党课", DUE, "也许", None, None, None, "1"), ("上党课", DUE, "是", "明天", None, None, "1"),
                 ("上党课", DUE, "是", date(YEAR + 1, 1, 1), None, None, "1"),
                 ("召开支部委员会", None, "是", None, None, None, "2"))
    assert found.kept == done and found.taken == 0
    assert [m.row for m in found.left_out] == list(range(3, 11))
    said = ("已经勾了", "不在这份清单里", "没有编号", "没有这个期限", "看不懂", "不是日期", "不能晚于今天", "哪一次")
    for misfit, words in zip(found.left_out, said, strict=True):
        assert words in misfit.reason and "\n" not in misfit.reason


def test_what_does_not_apply_is_set_aside() -> None:
    found = read(kept(), *((LESSON.action, DUE, "不适用", None, None, None, "1") for _ in range(2)))
    assert (found.taken, found.kept.kept("1").dropped) == (1, True)


def test_an_item_that_changed_is_known_by_its_new_id() -> None:
    items = (replace(LESSON, id="new", quote="书记每年至少上2次党课。"), *ITEMS[1:])
    before = kept()
    found = imported(before, rows_of(book(("上党课", DUE, "是", None, None, None, "new"))), entries(before, items, {}),
                     by="", at="", today=TODAY)
    assert found.kept.tick("1", DUE) is not None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"<html></html>"])
def test_what_is_no_workbook_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(ReadError, match="打不开") as told:
        rows_of(content)
    assert "\n" not in str(told.value)


def test_a_workbook_of_something_else_is_refused() -> None:
    other = Workbook()
    out = BytesIO()
    other.save(out)
    with pytest.raises(ReadError, match="没有“编号”一列"):
        rows_of(out.getvalue())
