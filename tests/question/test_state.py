from __future__ import annotations

import pytest

from kb.question.names import Slot
from kb.question.state import MAX_CONTEXT, taken_apart

FEES = taken_apart("高校党总支的党费什么时候公示")


def test_a_question_is_taken_apart_into_who_topic_and_what_is_asked() -> None:
    assert [FEES.words(n) for n in FEES.names] == ["高校", "党总支"]
    assert (FEES.topic, FEES.asked) == ("党费", "什么时候公示")
    assert FEES.asks
    assert FEES.counts


def test_a_topic_may_stand_among_the_words_that_ask() -> None:
    lectures = taken_apart("党支部书记每年至少上几次党课")
    assert (lectures.topic, lectures.asked) == ("", "每年至少上几次")


def test_names_alone_ask_nothing() -> None:
    assert not taken_apart("市xx局机关").asks


@pytest.mark.parametrize(("before", "slot", "words", "text"), [
    ("国企党员每年学多少学时", "unit", "学校", "学校党员每年学多少学时"),
    ("党员每年学多少学时", "unit", "学校", "学校党员每年学多少学时"),
    ("高校普通党员一年学多少学时", "office", "支委", "高校支委一年学多少学时"),
    ("高校党总支一届任期几年", "body", "支部", "高校支部一届任期几年"),
    ("高校党支部书记向谁述职", "body", "党总支", "高校党总支书记向谁述职"),
    ("学校党费多久公示", "body", "支部", "学校支部党费多久公示"),
    ("学校书记要给党员上党课吗", "office", "副书记", "学校副书记要给党员上党课吗"),
])
def test_a_name_takes_the_place_of_its_own_kind(before: str, slot: Slot, words: str, text: str) -> None:
    assert taken_apart(before).with_names([(slot, words)]).text == text


@pytest.mark.parametrize(("before", "topic", "text"), [
    ("高校党支部的支委会多久开一次", "党小组会", "高校党支部的党小组会多久开一次"),
    ("法院支部的会议记录要保存几年", "换届选举票", "法院支部的换届选举票要保存几年"),
    ("党支部书记每年至少上几次党课", "谈心谈话", "党支部书记谈心谈话每年至少上几次"),
    ("国企落实“六个一”,专题会议一年几次", "工作汇报", "国企落实“六个一”,工作汇报一年几次"),
])
def test_another_topic_is_asked_the_same(before: str, topic: str, text: str) -> None:
    assert taken_apart(before).with_topic(topic).text == text


def test_conditions_and_times_stand_before_what_is_asked() -> None:
    assert taken_apart("社区专项经费谁批").with_more("超过五千").text == "社区专项经费超过五千谁批"
    assert taken_apart("学校七一前的会议研究哪些事").at_time("年初").text == "学校年初的会议研究哪些事"


@pytest.mark.parametrize(("text", "context"), [
    ("高校党支部的支委会多久开一次", "高校党支部的支委会"),
    ("党费收缴情况要公示吗", "党费收缴情况要公示"),
    ("国企支委会每月一次吧", "国企支委会"),
    ("学校书记每年走访慰问多少次", "学校书记每年走访慰问"),
    ("商会调解队有多少人", "商会调解队"),
    ("板凳课堂是什么意思", "板凳课堂"),
])
def test_the_context_of_a_question_asks_nothing(text: str, context: str) -> None:
    assert taken_apart(text).context == context


def test_a_long_context_keeps_the_names_and_the_last_clause() -> None:
    state = taken_apart(f"学校党员{'认真' * 20}学习,支部每年要公示党费多少次")
    assert len(state.context) <= MAX_CONTEXT
    assert state.context.startswith("学校党员支部")


def test_the_essence_is_the_first_name_of_each_kind_and_the_topic() -> None:
    assert taken_apart("公司党员每月几号交党费").essence == "公司党员党费"


def test_another_organisation_need_not_have_the_same_body() -> None:
    assert taken_apart("研究所学生支部主题党日放在哪天").with_plain_body().text == "研究所支部主题党日放在哪天"
    assert FEES.without_unit().text == "党总支的党费什么时候公示"
