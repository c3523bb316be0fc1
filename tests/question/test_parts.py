from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.tokenizer import normalize
from kb.language.vocabulary import roles
from kb.question.parts import MAX_PARTS, Part, parts
from kb.question.sides import asks_difference
from tests.question.samples import tokenizer


def taken_apart(question: str) -> tuple[Part, ...]:
    text = "".join(normalize(question).split())
    return parts(text, tokenizer().spans(text))


def texts(question: str) -> list[str]:
    return [p.text for p in taken_apart(question)]


def labels(question: str) -> list[str]:
    return [p.label for p in taken_apart(question)]


@pytest.mark.parametrize(("question", "asked"), [
    ("书记和副书记在党费上各管什么", ["书记在党费上管什么", "副书记在党费上管什么"]),
    ("村党支部和律所支部的支委会多久开一次", ["村党支部的支委会多久开一次", "律所支部的支委会多久开一次"]),
    ("中层干部的任期和支委会的任期分别几年", ["中层干部的任期几年", "支委会的任期几年"]),
    ("支部的党员大会、支委会、党课分别多久一次",
     ["支部的党员大会多久一次", "支部的支委会多久一次", "支部的党课多久一次"]),
    ("组织生活会和民主生活会的对象各是谁", ["组织生活会的对象是谁", "民主生活会的对象是谁"]),
    ("病假、事假、婚假分别能请几天？", ["病假能请几天", "事假能请几天", "婚假能请几天"]),
    ("住宿费和伙食费每天各多少钱", ["住宿费每天多少钱", "伙食费每天多少钱"]),
    ("党员出国4个月和出国1年，手续分别怎么办", ["党员出国4个月，手续怎么办", "党员出国1年，手续怎么办"]),
])
def test_the_same_is_asked_of_each_of_the_joined_things(question: str, asked: list[str]) -> None:
    assert texts(question) == asked


@pytest.mark.parametrize(("question", "asked"), [
    ("党员异动信息，机关报给谁、国企报给谁？", ["党员异动信息，机关报给谁", "党员异动信息，国企报给谁"]),
    ("轮训班几年参加一次，每次几天", ["轮训班几年参加一次", "轮训班参加，每次几天"]),
    ("党费每月几号前交？交给谁？", ["党费每月几号前交", "党费交，交给谁"]),
    ("支委会由谁召集，多久一次，记录存几年",
     ["支委会由谁召集", "支委会召集，多久一次", "支委会召集，记录存几年"]),
    ("高校入党积极分子培训多少学时？培训费多少钱", ["高校入党积极分子培训多少学时", "高校，培训费多少钱"]),
    ("我是机关支部书记，一年上几次党课，述职要几次",
     ["我是机关支部书记，一年上几次党课", "我是机关支部书记，述职要几次"]),
])
def test_each_clause_that_asks_is_a_part_with_what_it_is_about(question: str, asked: list[str]) -> None:
    assert texts(question) == asked


@pytest.mark.parametrize(("question", "last"), [
    ("支委会多久开一次？党课呢", "党课多久开一次"),
    ("社区书记补贴多少，副书记呢", "副书记补贴多少"),
    ("发展对象公示几天？转正前呢？", "转正前，发展对象公示几天"),
    ("列为发展对象前公示几天？转正前呢？", "转正前公示几天"),
])
def test_what_only_names_another_thing_is_asked_the_same(question: str, last: str) -> None:
    assert texts(question)[-1].endswith(last)


def test_a_clause_that_only_asks_how_it_is_ruled_takes_up_the_one_before() -> None:
    question = "党课多久一次：国企支部、民企支部分别怎么规定？"
    assert texts(question) == ["国企支部，党课多久一次", "民企支部，党课多久一次"]


@pytest.mark.parametrize(("question", "sides"), [
    ("机关和国企的党课有什么区别", ["机关", "国企"]),
    ("高校总支与支部在经费上的差异", ["总支", "支部"]),
    ("发展党员的方针，国有企业和两新组织对比一下", ["国有企业", "两新组织"]),
    ("机关支部和学校支部哪个党课上得多", ["机关支部", "学校支部"]),
    ("局长和科长出差的住宿标准一样吗", ["局长", "科长"]),
])
def test_a_comparison_has_a_part_for_each_side(question: str, sides: list[str]) -> None:
    assert labels(question) == sides
    assert asks_difference(question)


def test_what_is_asked_of_each_again_is_asked_of_the_same_things() -> None:
    assert texts("党总支和党支部的委员各设几名，任期分别几年") == [
        "党总支的委员设几名", "党支部的委员设几名", "党总支的委员设，任期几年", "党支部的委员设，任期几年"]


def test_what_is_said_once_for_all_sides_belongs_to_each() -> None:
    assert [p.side for p in taken_apart("社区和国企支部的任期差几年")] == ["社区支部", "国企支部"]
    assert texts("高校总支和支部的任期各几年") == ["高校总支的任期几年", "高校支部的任期几年"]


def test_what_tells_the_sides_apart() -> None:
    assert [p.mark for p in taken_apart("村党支部和学校党支部的任期各几年")] == ["村", "学校"]


def test_which_of_them_has_more_is_asked_as_how_much_of_each() -> None:
    assert texts("医院和机关的党员大会哪个开得勤") == ["医院的党员大会多久一次", "机关的党员大会多久一次"]


@pytest.mark.parametrize("question", [
    "党支部书记每年至少上几次党课", "党员异动信息报给谁", "党员大会和支委会的记录由谁保管", "村书记每年述职吗", "",
    "、、、",     "书记和副书记能由一个人兼任吗", "积极分子和发展对象的比例最低多少", "书记和班子成员多久谈心一次",
    "党课频率是多少，一年要几次", "书记一年上4次党课，对吗", "书记一年上几次党课？有规定吗", "哪些人和哪些单位要参加",
    "我们几个老师拿不准，党课一年讲几次", "我也不知道该几次，党课一年讲几次"])
def test_one_question_has_no_parts(question: str) -> None:
    assert texts(question) == []


def test_a_story_that_holds_asking_words_is_no_part() -> None:
    story = "新学期来了几位老师，以前是谁在管也说不清，大家议论纷纷，现在想把活动排好"
    assert texts(f"{story}，支委会到底多久开一次？") == []


def test_long_labels_are_cut_to_their_last_words() -> None:
    first = taken_apart("两新组织党支部全年的工作经费不能低于多少？书记由什么人来当？")[0]
    assert first.text.endswith(first.label) and len(first.label) <= 16


def test_there_are_never_more_parts_than_can_be_answered() -> None:
    assert len(texts("机关、学校、国企、社区、农村、医院、民企、工会的支委会分别多久开一次")) <= MAX_PARTS


names = st.sampled_from([r.name for r in roles()] + ["国企", "高校", "社区", "农村"])


@given(st.lists(names, min_size=2, max_size=4, unique=True).filter(
    lambda joined: not any(a in b for a in joined for b in joined if a != b)))
def test_each_of_the_joined_names_gets_a_question_of_its_own(joined: list[str]) -> None:
    question = f"{'、'.join(joined[:-1])}和{joined[-1]}的党课每年上几次"
    assert texts(question) == [f"{name}的党课每年上几次" for name in joined]


@given(st.text(alphabet="党课支委会书记多久一次几谁和与、，？呢各分别差几年一样吗。", max_size=60))
def test_any_text_is_taken_apart_into_parts_that_ask_something(text: str) -> None:
    found = taken_apart(text)
    assert len(found) != 1
    assert all(p.text and p.label for p in found)
