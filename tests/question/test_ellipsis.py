from __future__ import annotations

import pytest

from evals.collection import split_questions
from kb.question.ellipsis import About, Leaning, heard


@pytest.mark.parametrize(("question", "leaning"), [
    ("那副书记呢", "wholly"), ("学校的呢", "wholly"), ("多久一次", "wholly"), ("每月几次", "wholly"),
    ("高校也一样吗", "wholly"), ("党小组会也是每月吗", "wholly"), ("它由谁保管", "wholly"), ("党费呢", "wholly"),
    ("回到任期那个，支部是几年", "wholly"), ("我是高校的", "wholly"),
    ("填完交给谁", "likely"), ("谁来主持", "likely"), ("支部书记又是向谁", "likely"), ("最低比例", "likely"),
    ("由谁负责党费收缴", "maybe"), ("普通党员一年参加几次组织生活", "maybe"), ("党费收缴", "maybe"),
    ("国企党支部多久开一次党员大会", "not"),
    ("党支部书记在一个年度里面至少要给本支部的全体党员上几次党课才算达标", "not"),
])
def test_how_far_a_turn_leans_on_those_before(question: str, leaning: Leaning) -> None:
    assert heard(question).leaning == leaning


def test_what_a_turn_names_of_its_own() -> None:
    assert heard("每月几次").own == ""
    assert heard("那副书记呢").own == ""
    assert heard("换成两新组织，总共要几次").own == ""
    assert heard("没学够要扣多少绩效").own == "没学够扣绩效"


def test_words_that_only_compare_or_sum_are_no_topic() -> None:
    for word in ("一样", "换成", "总共", "其他", "标准", "要求"):
        assert heard(f"{word}呢").own == ""


@pytest.mark.parametrize(("question", "confirms"), [
    ("党小组会也是每月吗", "每月"), ("中层干部的也是10次吗", "10次"), ("支部委员也是32吗", "32"),
    ("高校也一样吗", ""), ("学校也要吗", ""), ("国企支部委员会是每月一次吧", None), ("支部自己也要查吗", None),
])
def test_what_it_wants_confirmed(question: str, confirms: str | None) -> None:
    assert heard(question).confirms == confirms


@pytest.mark.parametrize(("question", "about"), [
    ("依据是什么", "source"), ("出处", "source"), ("原文？", "source"), ("哪里规定的", "source"),
    ("为什么", "reason"), ("为啥呢", "reason"), ("再详细点", "detail"), ("具体怎么说的", "detail"),
    ("还有呢", "more"), ("还有吗", "more"), ("上一条", "again"),
    ("党费的收缴依据是什么", None), ("还有党课呢", None), ("为什么要交党费", None), ("那副书记呢", None),
])
def test_what_it_asks_about_the_last_answer(question: str, about: About | None) -> None:
    assert heard(question).about == about


def test_questions_that_stand_alone_hardly_ever_seem_to_lean_wholly() -> None:
    alone = [q.question for q in split_questions(["train", "dev"])
             if not q.history and any(map(str.isalnum, q.question))]
    assert len(alone) > 400
    assert [q for q in alone if heard(q).leaning == "wholly" or heard(q).about] == []
