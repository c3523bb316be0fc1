from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.quantities import Mention, mentions, value_words

QUANTITY_TEXT = st.text(
    alphabet="零〇一二两三十百千万半0123456789.-—至到每年月季度次人名个%‰分之不少于以上内日前底：（），。“”",
    max_size=25,
)


def counts(text: str) -> list[str]:
    return [value_words(m) for m in mentions(text) if m.kind == "count"]


def periods(text: str) -> list[str | None]:
    return [m.period for m in mentions(text) if m.kind == "period"]


def deadlines(text: str) -> list[str | None]:
    return [m.deadline for m in mentions(text) if m.kind == "deadline"]


def printed(text: str, found: list[Mention]) -> list[str]:
    return [text[m.start : m.end] for m in found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("每年至少召开2次会议", ["至少2次"]),
        ("党员每年学习教育不少于24个学时", ["至少24学时"]),
        ("每年开展调研1次以上，提出意见建议1条以上", ["至少1次", "至少1条"]),
        ("支部委员会一般由3-5人组成", ["3-5人"]),
        ("由3 至5 人组成，一般不超过7 人", ["3-5人", "不超过7人"]),
        ("党支部工作经费不低于职工年度工资总额的5‰", ["不低于5‰"]),
        ("群众代表不少于参会人数的20%", ["不低于20%"]),
        ("人数之比一般不低于3：1", ["不低于3：1"]),
        ("20天以内报告", ["不超过20天"]),
        ("延长期限一般不超过1年", ["不超过1年"]),
        ("每年两次", ["2次"]),
        ("每季度召开一次支部党员大会", ["1次"]),
        ("有3名以上正式党员", ["至少3名"]),
        ("撰写学习心得体会至少１篇", ["至少1篇"]),
        ("每次不少于1.5小时", ["至少1.5小时"]),
        ("党员人数超过50人的", ["超过50人"]),
        ("不能超过5人", ["不超过5人"]),
        ("超过60人的支部可设5名委员", ["超过60人", "5名"]),
        ("不少于5次或者3天", ["至少5次", "至少3天"]),
        ("每周开放不少于3个半天", ["至少3个"]),
    ],
)
def test_counts_are_said_with_their_comparator(text: str, words: list[str]) -> None:
    assert counts(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("比例达到百分之二十以上", ["不低于20%"]),
        ("不得超过百分之十", ["不超过10%"]),
        ("不低于千分之五", ["不低于5‰"]),
    ],
)
def test_per_cent_in_words_is_a_count(text: str, words: list[str]) -> None:
    assert counts(text) == words


def test_fraction_is_no_score() -> None:
    assert "至少3分" not in counts("到会人数不少于三分之一")


def test_months_of_duration_are_not_a_calendar_month() -> None:
    assert counts("应当在不超过6个月的期限内整改") == ["不超过6个月"]


@pytest.mark.parametrize(
    "text",
    [
        "增强“四个意识”，坚定“四个自信”",
        "做到“两个维护”",
        "第二次会议",
        "楷体GB2312三号",
        "解决“两张皮”问题",
        "第3次",
        "第十二次会议",
        "一次性补交",
        "三分之二以上的党员",
    ],
)
def test_set_phrases_and_ordinals_are_no_counts(text: str) -> None:
    assert counts(text) == []


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("每季度召开一次，每半年一次党课", ["每季度", "每半年"]),
        ("学习制度(每季一次)，党课教育(半年一次)", ["每季度", "每半年"]),
        ("每2年一次", ["每两年"]),
        ("全年参加组织生活不少于12次", ["每年"]),
        ("每届任期3年", ["任期"]),
        ("每月固定1天", ["每月"]),
        ("每人至少1篇", [""]),
    ],
)
def test_periods_have_a_normal_form(text: str, normal: list[str]) -> None:
    assert periods(text) == normal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("每年12月底前组织述职", ["12月底前"]),
        ("于5月6日前报送", ["5月6日前"]),
        ("次年1月15日前", ["次年1月15日前"]),
        ("“七·一”前召开一次", ["“七·一”前"]),
        ("年底前消除空白", ["年底前"]),
        ("每年的6月、12月公布", ["6月、12月"]),
    ],
)
def test_deadlines_are_found_as_printed(text: str, words: list[str]) -> None:
    assert deadlines(text) == words


def test_date_of_a_year_is_no_deadline() -> None:
    assert deadlines("2019年12月31日印发") == []


def test_mention_points_at_its_words() -> None:
    text = "领导小组每年至少召开2次会议"
    assert printed(text, mentions(text)) == ["每年", "2次"]


@given(QUANTITY_TEXT)
def test_mentions_never_overlap_and_lie_within_the_text(text: str) -> None:
    found = mentions(text)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


@pytest.mark.parametrize(("text", "period", "deadline"), [
    ("主题党日安排在每月最后一个星期五下午", "每月", "最后一个星期五"),
    ("党日固定在每月第二周周三放学后", "每月", "第二周周三"),
    ("教职工党支部固定在第二个星期三", None, "第二个星期三"), ("每周三接待当事人", None, "每周三"),
    ("每月25号交党费", "每月", "25号"), ("每月二十五日前交党费", "每月", "二十五日前"),
    ("每周一次例会", "每周", None), ("每周五天工作制", "每周", None), ("最后一个月", None, None),
])
def test_days_of_the_week_and_of_the_month(text: str, period: str | None, deadline: str | None) -> None:
    found = mentions(text)
    assert next((m.period for m in found if m.kind == "period"), None) == period
    assert next((m.deadline for m in found if m.kind == "deadline"), None) == deadline
