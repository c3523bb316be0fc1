"""A plan as lines: their places, and the month and year said around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.checklist.selfcheck.carried import carried, uncarried
from kb.checklist.selfcheck.running import MOST, bounded, pasted, read_plan
from kb.errors import ReadError
from kb.ingest.readers import read_file
from kb.ingest.readers.reading import Cell, Heading, ListItem, Paragraph, PrintedLine, Reading, Table
from tests.checklist.selfcheck.samples import block_plan, text_plan
from tests.conftest import ROOT

PLANS = sorted((ROOT / "evals" / "selfcheck" / "plans").iterdir())


def test_places_are_what_a_reader_counts() -> None:
    assert [line.place for line in text_plan("甲\n\n乙").lines] == ["第1行", "第3行"]
    plan = block_plan(Heading("甲", 1), Paragraph(""), Paragraph("乙"), ListItem("丙", "1."),
                      Table(((Cell("事项"), Cell("时间")), (Cell("丁"), Cell("全年")))))
    assert [line.place for line in plan.lines] == ["第1段", "第2段", "第3段", "表1第2行第1列"]
    pages = block_plan(Paragraph("甲", page=1), Paragraph("乙", page=1), PrintedLine("丙", page=2))
    assert [line.place for line in pages.lines] == ["第1页第1段", "第1页第2段", "第2页第1行"]


def test_a_month_s_heading_holds_until_the_next() -> None:
    plan = text_plan("一月份：\n1.甲\n2.乙\n二月：丙\n丁\n三、工作要求\n戊")
    months = [[m for s in line.slots for m in s.months] for line in plan.lines]
    assert months == [[1], [1], [1], [2], [2], [], []]


def test_a_numbered_month_ends_with_the_next_section() -> None:
    plan = text_plan("一、一季度\n甲\n二、二季度\n乙\n三、工作要求\n丙")
    assert [len(line.slots) for line in plan.lines] == [1, 1, 1, 1, 0, 0]


def test_a_numbered_list_below_a_month_is_its_own() -> None:
    plan = text_plan("三月\n一、甲\n二、乙\n四月\n一、丙")
    assert [line.slots[0].months[0] for line in plan.lines] == [3, 3, 3, 4, 4]


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.name)
def test_a_page_carries_a_plan_without_loss(path: Path) -> None:
    reading = read_file(path)
    again = uncarried(carried(reading))
    assert block_plan(*again.blocks) == block_plan(*reading.blocks)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"blocks": 3, "warnings": []}',
                                  '{"blocks": [["line"]], "warnings": []}',
                                  '{"blocks": [["table", 0, [[["a", 0, 1]]]]], "warnings": []}', "[" * 5000,
                                  '{"blocks": [["line", 3, null]], "warnings": []}'])
def test_what_no_page_carried_is_refused(text: str) -> None:
    with pytest.raises(ReadError, match="重新选择文件"):
        uncarried(text)


def test_a_plan_says_something_and_not_too_much() -> None:
    with pytest.raises(ReadError, match="没有文字"):
        bounded(pasted(" \n\n"), "粘贴的文字")
    with pytest.raises(ReadError, match="太长"):
        bounded(pasted("字" * (MOST + 1)), "粘贴的文字")
    assert bounded(Reading((Paragraph("每月召开支委会"),), "test"), "计划")


def test_a_file_is_read_apart() -> None:
    path = next(p for p in PLANS if p.suffix == ".xlsx")
    assert read_plan(path).blocks == read_file(path).blocks
    with pytest.raises(ReadError, match="找不到文件"):
        read_plan(path.with_name("没有.docx"))
