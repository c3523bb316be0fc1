"""Plans and records as workbooks, as branches keep them: a title and months as columns, a record sheet with dates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from kb.checklist.selfcheck.plan import Plan, plan_of
from kb.ingest.readers.xlsx import read
from tests.checklist.selfcheck.samples import ASSEMBLY, LECTURE, MEETING, text_plan, verdict


def workbook(path: Path, *rows: Sequence[object]) -> Plan:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return plan_of(read(path))


def test_a_title_above_months_in_figures(tmp_path: Path) -> None:
    plan = workbook(tmp_path / "推进表.xlsx", ["水岸村党支部2026年推进表"], ["事项", *(f"{m}月" for m in range(1, 13))],
                    ["支委会", *["√"] * 12], ["支部党员大会", *["", "√"] * 6], ["党课", "", "", "√", "", "", "√"])
    assert [verdict(i, plan).found for i in (MEETING, ASSEMBLY, LECTURE)] == [12, 6, 2]
    assert verdict(MEETING, plan).verdict == "已列入"


def test_a_record_sheet_with_serial_numbers_dates_and_how_many_came(tmp_path: Path) -> None:
    held = [(f"2026-{m:02d}-08", "支委会", "研究月度工作") for m in range(1, 13)]
    held += [(f"2026-{m:02d}-25", "党员大会", "讨论发展党员") for m in (3, 6, 9)]
    plan = workbook(tmp_path / "三会一课.xlsx", ["序号", "日期", "类别", "主题", "参加人数", "记录人"],
                    *([n, *row, 12, "张三"] for n, row in enumerate(held, start=1)))
    assert (verdict(MEETING, plan).verdict, verdict(MEETING, plan).found) == ("已列入", 12)
    assert (verdict(ASSEMBLY, plan).verdict, verdict(ASSEMBLY, plan).found) == ("次数不足", 3)


def test_rhythms_without_every() -> None:
    assert verdict(ASSEMBLY, text_plan("2026年打算\n党员大会 季度一次")).found == 4
    assert verdict(ASSEMBLY, text_plan("2026年打算\n第三季度党员大会1次")).found == 1
