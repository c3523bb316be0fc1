"""Header rows of tables, and the headings that stand before the words of each row."""

from __future__ import annotations

import pytest

from kb.ingest.readers.reading import Cell, Table
from kb.ingest.structure.canonical import canonical


def lines(*rows: tuple[Cell | str, ...], heads: int = 0) -> list[str]:
    cells = tuple(tuple(c if isinstance(c, Cell) else Cell(c) for c in row) for row in rows)
    return canonical([Table(cells, heads=heads)]).text.split("\n")


def test_every_column_stands_under_its_upper_and_lower_heading() -> None:
    assert lines(
        (Cell("人员", rows=2), Cell("请假", columns=2), Cell("审批人", rows=2)),
        ("事假", "病假"),
        ("职工", "提前一天", "当天", "科长"),
    )[2:] == ["职工\t请假·事假：提前一天\t请假·病假：当天\t审批人：科长"]


def test_three_header_rows() -> None:
    assert lines(
        (Cell("岗位", rows=3), Cell("标准", columns=3)),
        (Cell("平时", columns=2), Cell("节日", rows=2)),
        ("白班", "夜班"),
        ("门卫", "十元", "二十元", "三十元"),
    )[3:] == ["门卫\t标准·平时·白班：十元\t标准·平时·夜班：二十元\t标准·节日：三十元"]


def test_merged_words_are_repeated_for_each_row_that_they_cover() -> None:
    assert lines(
        ("事项", "时限", "部门"), ("登记", "当天", Cell("档案科", rows=2)), ("盘点", "每季度")
    )[1:] == ["登记\t时限：当天\t部门：档案科", "盘点\t时限：每季度\t部门：档案科"]


def test_a_cell_over_several_columns_stands_under_all_of_them() -> None:
    assert lines(
        (Cell("人员", rows=2), Cell("请假", columns=2), Cell("备注", rows=2)), ("事假", "病假"),
        ("职工", Cell("提前一天", columns=2), "可补"),
    )[2:] == ["职工\t请假·事假、病假：提前一天\t\t备注：可补"]


def test_columns_that_name_the_rows_and_a_single_text_have_no_heading() -> None:
    assert lines(
        ("项目", "标准"),
        ("卫生", "每日打扫两次，每周大扫除一次，做好记录。"),
        ("安全", "每月检查一次消防设施，发现问题立即整改。"),
    )[1:] == ["卫生\t每日打扫两次，每周大扫除一次，做好记录。", "安全\t每月检查一次消防设施，发现问题立即整改。"]


def test_a_label_and_its_value_are_no_header() -> None:
    assert lines(("联系人", "张三"), ("地址", "东街"), ("邮箱", "甲")) == ["联系人\t张三", "地址\t东街", "邮箱\t甲"]
    assert lines(("岗位", "补贴标准"), ("门卫", "十元"))[1:] == ["门卫\t补贴标准：十元"]


def test_body_rows_under_a_wide_heading_are_no_second_header() -> None:
    assert lines(("类别", Cell("要求", columns=2)), ("门卫", "着装", "持证"))[1:] == ["门卫\t要求：着装\t要求：持证"]


@pytest.mark.parametrize("heads", [0, 1])
def test_headers_with_figures_count_where_the_format_states_them(heads: int) -> None:
    found = lines(("单位", "2024年任务", "2025年任务"), ("一车间", "三件", "五件"), heads=heads)
    assert found[1] == ("一车间\t2024年任务：三件\t2025年任务：五件" if heads else "一车间\t三件\t五件")


def test_title_rows_group_rows_and_repeated_headers() -> None:
    assert lines(
        (Cell("值班表", columns=3),), ("岗位", "时间", "电话"), ("门卫", "全天", "甲"), (Cell("夜间", columns=3),),
        ("岗位", "时间", "电话"), ("巡查", "每夜", "乙"),
    ) == [
        "值班表\t\t", "岗位\t时间\t电话", "门卫\t时间：全天\t电话：甲", "夜间\t\t", "岗位\t时间\t电话",
        "巡查\t时间：每夜\t电话：乙",
    ]


def test_months_and_units_are_in_the_names_of_columns() -> None:
    assert lines(("事项", "1月", "2月"), ("支委会", "√", "√"))[1:] == ["支委会\t1月：√\t2月：√"]
    assert lines(("级别", "标准（元）"), ("处级", "500"))[1:] == ["处级\t标准（元）：500"]
