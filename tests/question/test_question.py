from __future__ import annotations

import pytest

from kb.question.asking import AskedUnit
from tests.question.samples import tokenizer, understood


def test_a_question_understood() -> None:
    q = understood("国企黨支部書記 每年至少上\n幾次黨課？")
    assert q.text == "国企党支部书记每年至少上几次党课?"
    assert (q.kind, q.counts) == ("count", True)
    assert (q.roles, q.offices) == (("党支部书记",), frozenset({"书记"}))
    assert (q.scopes, q.kinds_named) == (("国企",), ("国企",))
    assert (q.topic, q.words, q.content.split()) == (("党课",), ("党课",), ["国企党支部书记", "上", "党课?"])
    assert q.unit == AskedUnit(frozenset({"次", "场", "期", "课", "节", "堂"}), True, False)
    assert q.units == (q.unit,)
    assert [(m.kind, m.period) for m in q.quantities] == [("period", "每年")]
    assert q.beside == ("上", "党课")
    assert q.agents == (("国有", "有企", "企业", "业党", "党支", "支部"), ("书记",))
    assert (q.facts, q.terms, q.choice, q.parts, q.seeks_recipient) == ((), (), (), (), False)


@pytest.mark.parametrize(("question", "roles"), [
    ("党支部书记每年上几次党课", ("党支部书记",)),
    ("支部书记上几次党课", ("党支部书记",)),
    ("书记和副书记各负责什么", ("书记", "副书记")),
    ("书记要求书记做什么", ("书记",)),
    ("主题党日怎么开展", ()),
])
def test_roles_by_their_canonical_names(question: str, roles: tuple[str, ...]) -> None:
    assert understood(question).roles == roles


def test_a_part_of_a_question_is_asked_by_whom_the_whole_names() -> None:
    q = understood("党费多久公示一次", within="我是国企的支部书记，党费多久公示一次，谁来公示")
    assert (q.text, q.roles, q.scopes) == ("党费多久公示一次", ("党支部书记",), ("国企",))
    assert (q.kinds_named, q.offices, q.parts) == ((), frozenset(), ())


def test_what_the_part_names_itself_goes_before_what_the_whole_names() -> None:
    q = understood("副书记做什么", within="国企的支部书记想问副书记做什么")
    assert (q.roles, q.scopes) == (("副书记",), ("国企",))


def test_a_long_question_is_about_what_all_of_it_names_and_asks_what_its_asking_part_does() -> None:
    story = "去年我们学校只集中讲了一次宗旨和党性，有人说少了几次"
    q = understood(f"{story}，那一年最少要办多少次培训", asking="那一年最少要办多少次培训")
    assert (q.kind, q.scopes) == ("count", ("学校",))
    assert {"宗旨", "党性", "培训"} <= set(q.words)
    assert [m.unit for m in q.quantities if m.kind == "count"] == []  # 一次 is of the story


def test_the_topic_leaves_out_asking_words_roles_and_kinds_of_organisation() -> None:
    topic = understood("学校党支部书记多久公示一次党费收缴情况").topic
    assert {"公示", "党费"} <= set(topic)
    assert not {"学校", "书记", "党支部书记", "多久", "一次"} & set(topic)


@pytest.mark.parametrize("question", ["学校的书记", "支书", "多少"])
def test_a_question_of_nothing_but_such_words_has_them_as_its_topic(question: str) -> None:
    assert understood(question).topic == tuple(tokenizer()(question))


def test_content_words_have_more_than_one_character() -> None:
    q = understood("书记每年评几次党课")
    assert (q.topic, q.words) == (("评", "党课"), ("党课",))


@pytest.mark.parametrize(("question", "kinds"), [
    ("国企支部几个人", ("国企",)),
    ("国有企业支部几个人", ("国企",)),
    ("我们公司支部几个人", ()),
    ("科室支部几个人", ()),
])
def test_kinds_of_organisation_that_are_called_by_their_name(question: str, kinds: tuple[str, ...]) -> None:
    assert understood(question).kinds_named == kinds


@pytest.mark.parametrize(("question", "terms"), [
    ("“四必谈”是指什么", ("四必谈",)),
    ("「四必谈」是啥意思", ("四必谈",)),
    ("四个意识包括哪些", ("四个意识",)),
    ("双带头人工程是什么", ("双带头人工程", "双带头人")),
    ("多久开展一次“主题党日”", ()),
    ("党课怎么上", ()),
])
def test_terms_whose_sense_is_asked(question: str, terms: tuple[str, ...]) -> None:
    assert understood(question).terms == terms


@pytest.mark.parametrize(("question", "pairs"), [
    ("发文件还是开会通报", ("发文", "文件", "开会", "会通")),
    ("书记还是副书记", ("书记", "副书", "书记")),
    ("怎么通报", ()),
])
def test_the_pairs_on_either_side_of_a_choice(question: str, pairs: tuple[str, ...]) -> None:
    assert understood(question).choice == pairs


@pytest.mark.parametrize(("question", "beside"), [
    ("谈话记录由谁保管", ("记录由", "保管")),
    ("聘期是几年", ("聘期是", "")),
    ("哪些人参加", ("", "参加")),
    ("开展谈心谈话", ("", "")),
])
def test_the_words_beside_the_asking_one(question: str, beside: tuple[str, str]) -> None:
    assert understood(question).beside == beside


@pytest.mark.parametrize(("question", "agents"), [
    ("县委书记要做什么", (("县委",), ("书记",))),
    ("工会主席由谁担任", (("工会",), ("主席",))),
    ("党费怎么收", ()),
])
def test_pairs_of_the_bodies_and_offices_named(question: str, agents: tuple[tuple[str, ...], ...]) -> None:
    assert understood(question).agents == agents


@pytest.mark.parametrize(("question", "compares"), [
    ("党课和党费有什么区别", True),
    ("高校和国企的支委会任期几年", True),
    ("高校的支委会任期几年", False),
])
def test_whether_several_sides_are_asked_about(question: str, compares: bool) -> None:
    assert understood(question).compares is compares


@pytest.mark.parametrize(("question", "once"), [
    ("党课上几次", True), ("党课", True), ("党课上几次，由谁讲", False)])
def test_whether_one_word_of_it_asks(question: str, once: bool) -> None:
    assert understood(question).asks_once is once


def test_whom_something_is_handed_to_is_another_question_than_who_does_it() -> None:
    assert understood("党员异动信息报给谁").seeks_recipient
    assert not understood("党员异动信息由谁报").seeks_recipient


def test_a_question_of_several_parts_holds_each_standing_alone() -> None:
    asked = understood("书记和副书记 在党费上各管什么")
    assert [p.text for p in asked.parts] == ["书记在党费上管什么", "副书记在党费上管什么"]
    assert asked.without_others(asked.parts[1]) == "和副书记在党费上各管什么"


@pytest.mark.parametrize("question", ["", " \n", "？", "😀"])
def test_what_is_no_question_asks_nothing(question: str) -> None:
    q = understood(question)
    assert (q.kind, q.roles, q.scopes, q.words, q.unit, q.parts) == ("what", (), (), (), None, ())
