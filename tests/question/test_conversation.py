from __future__ import annotations

import pytest

from evals.collection import split_questions
from kb.question.conversation import complete, names_in

LECTURES = "党支部书记每年至少上几次党课"


@pytest.mark.parametrize(("before", "question", "completed"), [
    (LECTURES, "那副书记呢", "副书记每年至少上几次党课"),
    (LECTURES, "副书记呢？", "副书记每年至少上几次党课"),
    (LECTURES, "换成党总支书记呢", "党总支书记每年至少上几次党课"),
    ("党员每年要学多少学时", "预备党员呢", "预备党员每年要学多少学时"),
    ("党总支每届任期几年", "支部的呢", "支部每届任期几年"),
])
def test_another_role_takes_the_place_of_the_one_before(before: str, question: str, completed: str) -> None:
    assert complete(question, [before]) == completed


@pytest.mark.parametrize(("before", "question", "completed"), [
    ("国企党员每年要学多少学时", "学校的呢", "学校党员每年要学多少学时"),
    ("国企党员每年要学多少学时", "那高校呢？", "高校党员每年要学多少学时"),
    ("学校党支部书记每年上几次党课", "国企的呢", "国企党支部书记每年上几次党课"),
    (LECTURES, "学校的呢", f"学校{LECTURES}"),
    ("黨總支每屆任期幾年", "高校的呢", "高校党总支每届任期几年"),
    ("市直机关的党费什么时候向党员公布", "国企也一样吗", "国企的党费什么时候向党员公布"),
])
def test_another_kind_of_organisation_takes_the_place_of_the_one_before(before: str, question: str,
                                                                       completed: str) -> None:
    assert complete(question, [before]) == completed


def test_role_and_kind_of_organisation_are_swapped_together() -> None:
    assert complete("学校的副书记呢", ["国企党支部书记每年上几次党课"]) == "学校副书记每年上几次党课"


@pytest.mark.parametrize(("before", "question", "completed"), [
    ("党费多久公示一次", "那谈心谈话呢", "谈心谈话多久公示一次"),
    ("主题党日多久开展一次", "谈心谈话呢", "谈心谈话多久开展一次"),
    ("支委会多久开一次", "党小组会呢", "党小组会多久开一次"),
    ("支委会多久开一次", "那党员大会呢", "党员大会多久开一次"),
])
def test_another_topic_takes_the_place_of_the_one_before(before: str, question: str, completed: str) -> None:
    assert complete(question, [before]) == completed


def test_of_the_question_before_no_topic_stays_beside_the_new_one() -> None:
    completed = complete("谈心谈话呢", [LECTURES])
    assert "谈心谈话" in completed
    assert "党课" not in completed


@pytest.mark.parametrize(("before", "question"), [
    ("党费收缴情况要公示吗", "多久一次"), ("党费收缴情况要公示吗", "由谁负责"),
    ("党费收缴情况要公示吗", "什么时候"),
    ("党费收缴情况要公示吗", "那多久一次呢？"),
    ("党费收缴情况多久公示一次", "那要留什么材料"),
])
def test_a_bare_asking_phrase_asks_about_the_topic_before(before: str, question: str) -> None:
    completed = complete(question, [before])
    assert "党费收缴情况" in completed
    assert completed.endswith(question.removeprefix("那").rstrip("？"))


def test_what_was_asked_before_is_not_asked_again() -> None:
    assert complete("多久一次", ["党费收缴情况要公示吗"]) == "党费收缴情况要公示，多久一次"


@pytest.mark.parametrize("question", [
    "党费收缴情况多久公示一次", "谈心谈话多久开展一次", "民主评议党员多久开展一次", "支委会多久开一次",
    "党员大会多久召开一次",
    "入党积极分子集中培训不少于多少学时", "国企支部委员会由几人组成", "今天天气怎么样",
])
@pytest.mark.parametrize("before", [LECTURES, "党费由谁收缴"])
def test_a_question_that_stands_alone_stays(question: str, before: str) -> None:
    assert complete(question, [before]) == question


def test_evaluation_questions_that_stand_alone_stay() -> None:
    alone = [q.question for q in split_questions(["train"])
             if not q.history and q.category in ("content", "who", "frequency", "scoped", "condition")]
    assert len(alone) > 80
    assert [q for q in alone if complete(q, [LECTURES]) != q.strip()] == []


@pytest.mark.parametrize("question", ["那副书记呢", "学校的呢", "多久一次", LECTURES, "", "？"])
@pytest.mark.parametrize("loosely", [False, True])
def test_without_history_nothing_changes(question: str, loosely: bool) -> None:
    assert complete(question, [], loosely=loosely) == question
    assert complete(question, ["", "  "], loosely=loosely) == question


def test_blanks_around_the_question_go() -> None:
    assert complete("  党费收缴情况多久公示一次\n", []) == "党费收缴情况多久公示一次"


@pytest.mark.parametrize("question", ["", "？", "。。。"])
def test_what_is_no_question_stays(question: str) -> None:
    assert complete(question, [LECTURES]) == question


def test_a_chain_of_follow_ups_is_completed_from_the_first_on() -> None:
    assert complete("学校的呢", [LECTURES, "那副书记呢"]) == "学校副书记每年至少上几次党课"
    assert complete("那国企呢", [LECTURES, "那副书记呢", "学校的呢"]) == "国企副书记每年至少上几次党课"


def test_only_the_latest_topic_counts() -> None:
    assert complete("学校的呢", [LECTURES, "谈心谈话多久开展一次"]) == "学校谈心谈话多久开展一次"


def test_loosely_also_completes_a_short_question_without_a_topic() -> None:
    before, question = "学校党组织书记一年走访慰问几次", "座谈那边一共要去多少回才行"
    assert complete(question, [before]) == question
    assert complete(question, [before], loosely=True) != question


def test_the_same_question_and_history_give_the_same_and_history_is_left_alone() -> None:
    history = [LECTURES, "那副书记呢"]
    first = complete("学校的呢", history)
    complete("那谈心谈话呢", ["党费由谁收缴"])
    assert complete("学校的呢", tuple(history)) == first
    assert history == [LECTURES, "那副书记呢"]


def test_every_evaluation_follow_up_is_completed_by_something() -> None:
    for q in split_questions(["train", "dev"]):
        if q.category == "followup":
            assert complete(q.question, q.history, loosely=True)


@pytest.mark.parametrize(("text", "names"), [
    ("国企党支部书记上党课", [("scope", 0, 2), ("role", 2, 7)]),
    ("副书记和学校的组织委员", [("role", 0, 3), ("scope", 4, 6), ("role", 7, 11)]),
    ("学校党委的校长", [("role", 0, 4), ("role", 5, 7)]),
    ("支委会、党员大会", []),
    ("", []),
])
def test_places_of_the_roles_and_kinds_of_organisation_named(text: str, names: list[tuple[str, int, int]]) -> None:
    assert names_in(text) == names
