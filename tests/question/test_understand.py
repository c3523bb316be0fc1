from __future__ import annotations

import pytest
from kb.question.understand import Ask, asking_pattern, scopes_asked, understand

from kb.language.fits import role_fits, scope_fit
from kb.language.tokenizer import Tokenizer, dictionary


@pytest.fixture(scope="module")
def cut() -> Tokenizer:
    return Tokenizer(dictionary())


@pytest.mark.parametrize(("question", "kind"), [
    ("党支部书记每年至少上几次党课", "count"),
    ("党费多久公示一次？", "count"),
    ("党员每年要学多少学时", "count"),
    ("党总支每届任期几年", "count"),
    ("党课和党费有什么区别", "compare"),
    ("支部大会要不要每月开", "yesno"),
    ("预备党员可以参加表决吗？", "yesno"),
    ("什么是三会一课", "definition"),
    ("“三会一课”指什么", "definition"),
    ("谁负责党费收缴", "who"),
    ("典型案例由哪个部门报送", "who"),
    ("书记有哪些职责", "list"),
    ("民主评议什么时候开展", "when"),
    ("主题党日怎么开展", "what"),
    ("今天天气", "what"),
    ("", "what"),
])
def test_kind_of_question(cut: Tokenizer, question: str, kind: str) -> None:
    assert understand(question, cut).kind == kind


@pytest.mark.parametrize("question", [
    "书记要做什么", "支部标准化建设大比武要做什么", "党建指导员平时干什么？", "谈心谈话要谈些什么"])
def test_asking_what_is_no_yes_or_no_question(cut: Tokenizer, question: str) -> None:
    assert understand(question, cut).kind != "yesno"


@pytest.mark.parametrize(("question", "counts"), [
    ("党支部书记每年上几次党课", True), ("党费多久交一次", True), ("党员活动室要多少平方米", True),
    ("谁负责党费收缴", False),
    ("主题党日怎么开展", False), ("什么是三会一课", False),
])
def test_whether_a_number_is_asked_for(cut: Tokenizer, question: str, counts: bool) -> None:
    assert understand(question, cut).counts is counts


@pytest.mark.parametrize(("question", "roles"), [
    ("党支部书记每年上几次党课", ("党支部书记",)),
    ("支部书记上几次党课", ("党支部书记",)),
    ("书记和副书记各负责什么", ("书记", "副书记")),
    ("书记要求书记做什么", ("书记",)),
    ("主题党日怎么开展", ()),
])
def test_roles_by_their_canonical_names(cut: Tokenizer, question: str, roles: tuple[str, ...]) -> None:
    assert understand(question, cut).roles == roles


@pytest.mark.parametrize(("question", "scopes"), [
    ("国企支部几个人", ("国企",)),
    ("我们公司要建支部吗", ("国企",)),
    ("大学里怎么开展", ("高校",)),
    ("小学怎么开展", ("学校",)),
    ("高校和国企", ("高校", "国企")),
    ("学院和学校", ("高校",)),
    ("民企", ("两新",)),
    ("党费怎么交", ()),
    ("", ()),
])
def test_kinds_of_organisation_the_narrower_hiding_the_wider(question: str, scopes: tuple[str, ...]) -> None:
    assert scopes_asked(question) == scopes


def test_a_question_understood(cut: Tokenizer) -> None:
    ask = understand("国企黨支部書記 每年至少上\n幾次黨課？", cut)
    assert ask == Ask("国企党支部书记每年至少上几次党课?", "count", ("党支部书记",), ("国企",), ("党课",), True)


def test_the_topic_leaves_out_asking_words_roles_and_kinds_of_organisation(cut: Tokenizer) -> None:
    topic = understand("学校党支部书记多久公示一次党费收缴情况", cut).topic
    assert {"公示", "党费"} <= set(topic)
    assert not {"学校", "书记", "党支部书记", "多久", "一次"} & set(topic)


@pytest.mark.parametrize("question", ["学校的书记", "支书", "多少"])
def test_a_question_of_nothing_but_such_words_has_them_as_its_topic(cut: Tokenizer, question: str) -> None:
    assert understand(question, cut).topic == tuple(cut(question))


@pytest.mark.parametrize(("text", "asks"), [
    ("多久一次", True), ("由谁负责", True), ("有哪些", True), ("什么时候交", True), ("要公示吗", True),
    ("党费收缴", False),
    ("学校的", False), ("", False),
])
def test_words_that_ask(text: str, asks: bool) -> None:
    assert bool(asking_pattern().search(text)) is asks


@pytest.mark.parametrize(("asked", "bound", "fits"), [
    ("党支部书记", "党支部书记", True),
    ("书记", "党支部书记", True),
    ("党支部书记", "书记", True),
    ("组织委员", "支部委员", True),
    ("支部委员", "组织委员", True),
    ("学校党委", "党委", True),
    ("副书记", "书记", False),
    ("书记", "副书记", False),
    ("组织委员", "宣传委员", False),
    ("党支部书记", "党总支书记", False),
    ("党员", "党支部书记", False),
    ("没有的角色", "书记", False),
    ("没有的角色", "没有的角色", True),
])
def test_whether_a_rule_for_one_role_answers_for_another(asked: str, bound: str, fits: bool) -> None:
    assert role_fits(asked, bound) is fits


@pytest.mark.parametrize(("asked", "bound", "fit"), [
    ((), ("学校",), 0),
    (("高校",), ("高校",), 1),
    (("高校",), ("国企", "高校"), 1),
    (("学校",), ("高校",), 0.5),
    (("高校",), ("学校",), 0.3),
    (("国企",), ("通用",), 0),
    (("国企",), ("学校",), -1),
    (("国企", "学校"), ("高校",), 0.5),
])
def test_how_well_a_rule_for_one_kind_fits_a_question_about_another(asked: tuple[str, ...], bound: tuple[str, ...],
                                                                    fit: float) -> None:
    assert scope_fit(asked, bound) == fit
