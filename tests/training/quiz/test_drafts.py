"""Which questions are made of which rules, and which are not."""

from __future__ import annotations

from kb.training.quiz.drafts import Maker
from tests.training.quiz.samples import drafts, only

_OFFICE = "根据《县粮食局党支部书记责任清单》（机关）"
_SCHOOL = "根据《县第一小学党支部工作任务清单》（学校）"


def test_a_number_is_asked_for_with_numbers_of_the_same_unit(maker: Maker) -> None:
    d = only(maker, "single", f"{_OFFICE}的规定，党员每年集中学习不少于（　　）。")
    assert d.right == ("32学时",)
    assert d.wrong == ("24学时", "40学时")  # not 56, which this list asks of others for the same


def test_the_stem_names_the_list_the_kind_and_the_doer(maker: Maker) -> None:
    d = only(maker, "single", "（　　）召开1次支部党员大会")
    assert d.question == f"{_OFFICE}对党支部书记的规定，（　　）召开1次支部党员大会。括号里应填的周期是："
    assert d.right == ("每季度",)


def test_a_period_that_is_as_often_is_no_wrong_choice(maker: Maker) -> None:
    d = only(maker, "single", "（　　）上1次党课")
    assert d.right == ("每半年",)
    assert "每学期" not in d.wrong


def test_the_case_of_a_rule_is_in_the_stem(maker: Maker) -> None:
    assert only(maker, "fill", "召开1次党委会").question == (
        f"{_OFFICE}对党支部书记的规定，设党委的，______召开1次党委会。（填周期）")


def test_a_false_statement_asks_for_more_or_sooner(maker: Maker) -> None:
    d = only(maker, "truefalse", "党员谈心")
    assert d.wrong == (f"判断对错：{_OFFICE}的规定，党支部书记每年与每名党员谈心不少于12次。",)
    (study,) = drafts(maker, "truefalse", f"{_SCHOOL}的规定，党员每年集中学习不少于24学时。")
    assert [w.rpartition("不少于")[2] for w in study.wrong] == ["32学时。", "56学时。"]


def test_the_number_that_says_in_which_case_is_never_made_false(maker: Maker) -> None:
    """Who must found a group with three must do so with eight: 满8名的应当成立 is no false statement."""
    assert only(maker, "truefalse", "应当成立党小组").wrong == ()


def test_a_period_that_begins_a_date_is_not_asked_for(maker: Maker) -> None:
    assert not [d for d in drafts(maker, "single", "公布1次党费收缴情况") if "周期" in d.question
                and "（　　）6月" in d.question]
    assert [d.right for d in drafts(maker, "fill", "______公布1次党费收缴情况")] == [("9月",), ("6月",)]


def test_what_belongs_to_what_has_values_that_are_told_apart(maker: Maker) -> None:
    d = only(maker, "match", "主题党日")
    assert d.question.splitlines()[1:] == ["1. 召开支部委员会", "2. 组织主题党日", "3. 召开党小组会"]
    assert d.right == ("每季度1次", "每年2次", "每月1次")


def test_lists_and_terms_are_asked_for(maker: Maker) -> None:
    assert only(maker, "short", "包括哪些").right == ("会议记录", "学习记录", "谈话记录", "考勤记录")
    assert only(maker, "short", "什么是“粮安先锋岗”").right == ("由党员保管员领衔、承担储粮安全任务的岗位",)


def test_what_is_done_twelve_times_a_term_is_not_set_against_what_is_done_each_month(maker: Maker) -> None:
    d = only(maker, "single", "要求每月进行的是")
    assert d.right == ("召开党小组会",)
    assert "组织值日" not in d.wrong


def test_every_question_stands_on_words_of_its_clause(maker: Maker) -> None:
    for d in (x for kind in ("single", "multiple", "truefalse", "fill", "match", "short")
              for x in drafts(maker, kind, "")):
        assert d.clause.text[d.start:d.end] == d.quote
        assert not set(d.right) & set(d.wrong)


def test_a_kind_of_organisation_is_asked_only_for_what_binds_it(maker: Maker) -> None:
    assert {d.scope for d in drafts(maker, "single", "", "学校")} == {"学校"}
