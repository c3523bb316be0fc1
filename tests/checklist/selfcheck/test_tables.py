"""Plans that are tables: months as columns or as rows, matters as columns, merged cells, marks, frequencies."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kb.checklist.selfcheck import Matched
from kb.checklist.selfcheck.plan import Plan
from kb.ingest.readers.reading import Cell, Paragraph, Table
from tests.checklist.selfcheck.samples import (
    ASSEMBLY,
    DAY,
    HOURS,
    LECTURE,
    MEETING,
    OWN_LECTURE,
    block_plan,
    text_plan,
    verdict,
)

MONTHS = [f"{n}月" for n in range(1, 13)]


def table(*rows: Sequence[str], title: str = "2026年计划") -> Plan:
    return block_plan(Paragraph(title), Table(tuple(tuple(Cell(t) for t in row) for row in rows)))


def test_months_as_columns_with_marks() -> None:
    plan = table(["事项", *MONTHS], ["支委会", *["√"] * 12], ["党员大会", *["", "", "√"] * 4],
                 ["主题党日", *["√"] * 6, *["×", "—", ""] * 2])
    assert [verdict(i, plan).found for i in (MEETING, ASSEMBLY, DAY)] == [12, 4, 6]
    assert verdict(DAY, plan).reason == "7、8、9、10、11、12月没有"
    assert verdict(LECTURE, plan).verdict == "未列入"


def test_bare_numbers_may_be_the_months() -> None:
    plan = table(["内容", *map(str, range(1, 13))], ["支委会", *["●"] * 11, ""])
    assert verdict(MEETING, plan).found == 11


def test_cells_may_hold_how_often_or_which_day() -> None:
    plan = table(["事项", *MONTHS], ["支委会", "2次", "1", "5日", "10日", *[""] * 8])
    assert verdict(MEETING, plan).found == 5


def test_quarters_as_columns() -> None:
    plan = table(["事项", "一季度", "二季度", "三季度", "四季度"], ["党课", "1次", "1次", "", "1次"],
                 ["支委会", "3次", "3次", "3次", "3次"])
    found = verdict(LECTURE, plan)
    assert (found.found, found.verdict, found.reason) == (3, "次数不足", "三季度没有")
    assert verdict(MEETING, plan).found == 12


def test_a_heading_over_the_months() -> None:
    rows = (
        (Cell("类别", rows=2), Cell("工作", rows=2), Cell("月份", columns=12), Cell("责任人", rows=2)),
        tuple(Cell(m) for m in MONTHS),
        (Cell("三会一课", rows=2), Cell("支委会"), *(Cell("√") for _ in MONTHS), Cell("书记")),
        (Cell("党课"), *(Cell("√" if n % 3 == 2 else "") for n in range(12)), Cell("组织委员")),
    )
    plan = block_plan(Table(rows))
    assert verdict(MEETING, plan).found == 12
    assert verdict(LECTURE, plan).found == 4
    assert verdict(OWN_LECTURE, plan).verdict == "拿不准"
    assert verdict(MEETING, plan).matched[0].place == "表1第3行第3列"


def test_months_as_rows() -> None:
    plan = table(["时间", "工作内容", "责任人"], ["1月", "召开支委会；开展主题党日", "书记"],
                 ["2月", "召开支委会", "书记"], ["3月", "支部书记上党课", "书记"])
    assert verdict(MEETING, plan).found == 2
    assert verdict(DAY, plan).found == 1
    assert verdict(OWN_LECTURE, plan).verdict == "已列入"


def test_a_merged_month_counts_for_each_of_its_rows() -> None:
    rows = (
        (Cell("月份"), Cell("内容")),
        (Cell("1月", rows=2), Cell("支委会")),
        (Cell("主题党日"),),
        (Cell("2月"), Cell("支委会")),
    )
    plan = block_plan(Table(rows))
    assert (verdict(MEETING, plan).found, verdict(DAY, plan).found) == (2, 1)


def test_matters_as_columns() -> None:
    plan = table(["月份", "支委会", "党员大会", "主题党日"], ["1月", "√", "", "参观纪念馆"],
                 ["2月", "5日", "√", "植树"], ["3月", "研究党员发展", "—", "学习条例"])
    assert [verdict(i, plan).found for i in (MEETING, ASSEMBLY, DAY)] == [3, 1, 3]
    assert verdict(ASSEMBLY, plan).matched == (Matched("党员大会", "表1第3行第3列"),)


def test_a_row_a_matter_with_its_frequency() -> None:
    plan = table(["序号", "事项", "频次", "时间安排"], ["1", "支委会", "每月1次", "每月第一周"],
                 ["2", "党课", "全年4次", "3月、6月、9月、12月"], ["3", "党员大会", "每季度1次", "季末"],
                 ["4", "学习教育", "30学时", "全年"])
    assert [verdict(i, plan).found for i in (MEETING, LECTURE, ASSEMBLY, HOURS)] == [12, 4, 4, 30]


def test_lines_in_a_cell_are_lines() -> None:
    plan = table(["月份", "内容"], ["1月", "1.召开支委会\n2.书记讲党课"], ["2月", "1.召开支委会\n2.副书记讲党课"])
    assert verdict(MEETING, plan).found == 2
    assert verdict(OWN_LECTURE, plan).found == 1


def test_who_lectures_may_stand_in_a_column() -> None:
    plan = table(["时间", "内容", "主讲人"], ["3月", "党课", "支部书记"], ["6月", "党课", "组织委员"])
    assert (verdict(OWN_LECTURE, plan).found, verdict(LECTURE, plan).found) == (1, 2)


def test_a_record_by_days() -> None:
    plan = table(["日期", "会议名称", "参加人数"], ["2026.1.8", "支委会", "5"], ["2026.2.6", "支委会", "5"],
                 ["2026.2.6", "党员大会", "23"], ["2025.12.9", "支委会", "5"])
    assert (verdict(MEETING, plan).found, verdict(ASSEMBLY, plan).found) == (2, 1)


@pytest.mark.parametrize("text", ["月份\t内容\n1月\t召开支委会\n2月\t召开支委会\n3月\t党课",
                                  "1月　支委会\n2月　支委会"])
def test_columns_of_plain_text(text: str) -> None:
    assert verdict(MEETING, text_plan(text)).found == 2


def test_a_pasted_table_is_a_table() -> None:
    plan = text_plan("2026年计划表\n月份\t支委会\t党员大会\t党课\n4月\t研究计划\t通过计划\t\n5月\t研究\t\t\n"
                     "6月\t研究\t七一\t书记讲")
    assert [verdict(i, plan).found for i in (MEETING, ASSEMBLY, LECTURE, OWN_LECTURE)] == [3, 2, 1, 1]
    assert verdict(ASSEMBLY, plan).reason == "一、三、四季度没有"
    assert verdict(MEETING, plan).matched[1].place == "表1第3行第2列"


def test_the_table_and_the_text_say_the_same() -> None:
    plan = block_plan(Paragraph("1月召开支委会，2月召开支委会。"),
                      Table(((Cell("事项"), *(Cell(m) for m in MONTHS)),
                             (Cell("支委会"), Cell("√"), Cell("√"), *(Cell("") for _ in range(10))))))
    assert verdict(MEETING, plan).found == 2
