"""When a duty is to be done: periods, festivals and days as documents print them, and what they do not carry on to."""

from __future__ import annotations

import pytest

from kb.language.quantities import mentions
from tests.ingest.test_obligations_rows import rows

Row = tuple[str | None, float | None, str | None]


@pytest.mark.parametrize(("text", "expected"), [
    ("每两周召开一次党委会议。", [("每两周", 1, None)]),
    ("一年之内面向全村党员讲党课不少于3次。", [("每年", 3, None)]),
    ("每名党员一年累计接受教育培训40学时。", [("每年", 40, None)]),
    ("书记春节前后召开一次流动党员座谈会。", [("每年", 1, "春节前后")]),
    ("在“七一”、重阳节、春节走访老党员。", [("每年", None, "“七一”、重阳节、春节")]),
    ("元旦、国庆前3日向党员发送廉洁提醒。", [("每年", None, "元旦、国庆前3日")]),
    ("每季度首月5日前排出学习计划。", [("每季度", None, "首月5日前")]),
    ("党费由党小组长在每季度第一个月收齐。", [("每季度", None, "第一个月")]),
    ("每月第二周的星期五下午为固定党日。", [("每月", None, "第二周的星期五下午")]),
    ("每月固定第二周周三下午开展主题党日。", [("每月", None, "第二周周三下午")]),
    ("每周三下午集中学习。", [("每周", None, "周三下午")]),
    ("每季度末向党员公示明细。", [("每季度", None, "季度末")]),
    ("每学期与每名教师谈心不少于1次。", [("每学期", 1, None)]),
    ("每季度回访一次，影响期满前1个月提出书面意见。", [("每季度", 1, None), (None, 1, None)]),
    ("一年内无故缺席3次的党员，不得评为优秀。", [(None, 1, None)]),
])
def test_when(text: str, expected: list[Row]) -> None:
    assert [(o.period, o.count, o.deadline) for o in rows(text)] == expected


@pytest.mark.parametrize(("text", "comparator"), [
    ("不得由他人垫付超过两次。", "<="), ("参加人数超过两次。", ">="), ("不得少于两次。", ">=")])
def test_what_is_not_allowed_beyond_a_number_is_the_most(text: str, comparator: str) -> None:
    assert [m.comparator for m in mentions(text)] == [comparator]


def test_a_year_of_school_is_no_stretch_of_time() -> None:
    assert [m.unit for m in mentions("其中高三年级不少于2节。")] == ["节"]


def test_the_heading_of_a_clause_names_who_its_items_bind() -> None:
    text = "党支部书记履职。一般由股室负责人担任。\n（1）每年讲党课不少于2次；\n（2）每季度走访一次。"
    assert [o.subject for o in rows(text)] == ["党支部书记", "党支部书记"]


def test_what_is_left_out_behind_a_semicolon_stands_in_its_own_part() -> None:
    found = rows("每季度选树先锋2名；在车厢播放宣传口号，每日不少于6次。")
    assert "宣传口号" in found[1].action


def test_how_long_at_most_is_asked_for_and_no_case() -> None:
    found = rows("可由系主任过渡兼任，过渡期不超过1年，同时确定后备人选。")
    assert [(o.count, o.condition) for o in found] == [(1, None)]
