"""Answers over the corpus with the real model."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from evals.collection import split_questions
from kb.answer.engine import MAX_QUESTION, Answerer
from kb.errors import QuestionError
from kb.types import Answer, Query
from tests.question.test_typed import DEV, VARIANTS

pytestmark = pytest.mark.model


def ask(answerer: Answerer, question: str, *history: str, scope: str | None = None, role: str | None = None) -> Answer:
    answer = answerer.answer(Query(question, history, scope=scope, role=role))
    shown = {c.clause.id: c.clause for c in answer.clauses}
    assert all(shown[f.clause_id].text[f.start:f.end] == f.quote for f in answer.findings)
    return answer


def first(answer: Answer) -> tuple[str, str]:
    cited = {c.clause.id: c for c in answer.clauses}[answer.findings[0].clause_id]
    return cited.clause.list_title, cited.citation


def test_the_short_answer_with_its_clause(answerer: Answerer) -> None:
    answer = ask(answerer, "党支部书记每年至少上几次党课")
    finding = answer.findings[0]
    assert first(answer)[1] == "《市XX局机关党建工作责任清单》市XX局党支部书记责任清单 第3条"
    assert finding.quote == "党支部书记每年至少为本支部党员上1次党课"
    assert (finding.period, finding.value) == ("每年", "至少1次")
    assert answer.answer.startswith("每年至少1次")
    assert any("书记每年至少为党员上1次党课" in f.quote for f in answer.findings)


@pytest.mark.parametrize(("question", "list_title", "value"), [
    ("国企支部委员会由几人组成", "国有企业党支部建设标准", "3-5人"),
    ("民企党支部工作经费的比例是多少", "“两新”组织党支部建设标准", "不低于5‰"),
    ("高校党总支每届任期几年", "（一）党总支标准化建设考核验收登记表", "5年"),
    ("中小学多久组织一次教职工政治学习", "中小学校党建工作重点任务清单", "至少1次"),
])
def test_a_figure_for_the_organisation_named(answerer: Answerer, question: str, list_title: str, value: str) -> None:
    answer = ask(answerer, question)
    assert first(answer)[0] == list_title
    assert answer.findings[0].value == value


def test_a_wrong_premise_is_contradicted(answerer: Answerer) -> None:
    answer = ask(answerer, "党支部书记每年要上4次党课对吗")
    assert answer.answer.startswith("不是")
    assert "1次" in answer.answer


def test_a_right_premise_is_confirmed(answerer: Answerer) -> None:
    assert ask(answerer, "国企党支部委员会是3到5人组成，对吗").answer.startswith("是")


def test_a_whole_list_of_duties(answerer: Answerer) -> None:
    answer = ask(answerer, "学校党组织副书记有哪些职责")
    assert len(answer.findings) == 12
    assert "共 12 条" in answer.answer
    assert {first(answer)[0]} == {"党组织副书记抓党建工作任务清单"}


def test_a_follow_up_is_completed_and_says_so(answerer: Answerer) -> None:
    answer = ask(answerer, "那党总支呢", "高校党支部委员会每届任期几年")
    assert answer.understood_as is not None and "党总支" in answer.understood_as
    assert answer.findings[0].value == "5年"


def test_questions_that_stand_alone_are_answered_alike_behind_histories_of_others(answerer: Answerer) -> None:
    alone = [q.question for q in split_questions(["train", "dev"]) if not q.history]
    drawn = Random(1)
    for question in drawn.sample(alone, 80):
        history = drawn.sample(alone, drawn.randint(1, 3))
        answers = (ask(answerer, question), ask(answerer, question, *history))
        plain, behind = (replace(a, took_ms=0.0) for a in answers)
        assert plain == behind, (history, question)


@pytest.mark.parametrize(("history", "question", "value"), [
    (("国企党支部的支委会多久开一次",), "党课呢", "每半年1次"),
    (("高校党总支一届任期几年", "“双带头人”是什么意思"), "回到任期那个，支部是几年", "3年"),
    (("两新组织党支部的工作经费怎么算",), "最低比例", "不低于5‰"),
    (("我们是两新组织的", "党员每年学多少学时"), "支委呢", "至少40学时"),
    (("国企的党课是半年一次吗",), "高校也一样吗", "每季度1次"),
    (("高校党支部的支委会多久一次",), "党小组会也是每月吗", "是，每月1次"),
    (("国企党支部的支委会多久开一次",), "高校也一样吗", "是，每月1次"),
])
def test_the_figure_that_a_follow_up_asks_for(answerer: Answerer, history: tuple[str, ...], question: str, value: str
                                              ) -> None:
    answer = ask(answerer, question, *history)
    assert answer.understood_as is not None
    assert value in answer.answer


def test_filters_keep_only_what_binds(answerer: Answerer) -> None:
    answer = ask(answerer, "支部委员会由几人组成", scope="国企")
    assert {s for c in answer.clauses for s in c.clause.scope} <= {"国企", "通用"}


@pytest.mark.parametrize("question", ["公积金怎么提取", "明天天气怎么样", "写一段Python排序代码"])
def test_other_topics_are_refused_by_name(answerer: Answerer, question: str) -> None:
    answer = ask(answerer, question)
    assert answer.status == "not_found"
    assert answer.findings == ()
    assert question in answer.answer


@pytest.mark.parametrize("question", ["你好", "你是谁", "谢谢", "你能做什么"])
def test_chat_gets_one_line_about_what_it_can_do(answerer: Answerer, question: str) -> None:
    answer = ask(answerer, question)
    assert answer.status == "not_found"
    assert "党建规章" in answer.answer


@pytest.mark.parametrize("question", ["", "   ", "？？？", "……"])
def test_nothing_asked_is_invalid(answerer: Answerer, question: str) -> None:
    assert ask(answerer, question).status == "invalid"


def test_too_long_a_question_is_an_error(answerer: Answerer) -> None:
    with pytest.raises(QuestionError, match="太长"):
        ask(answerer, "党" * (MAX_QUESTION + 1))


def test_the_same_question_gets_the_same_answer(answerer: Answerer) -> None:
    a, b = (ask(answerer, "支委会多久开一次") for _ in range(2))
    assert (a.answer, a.findings, a.clauses) == (b.answer, b.findings, b.clauses)


def test_each_side_of_a_comparison_is_answered(answerer: Answerer) -> None:
    answer = ask(answerer, "书记和副书记在党费上各管什么")
    assert {"党费收缴工作" in f.quote for f in answer.findings} == {True, False}
    assert "副书记：" in answer.answer
    assert len(answer.answer) <= 200


def test_each_of_two_questions_in_one_is_answered(answerer: Answerer) -> None:
    answer = ask(answerer, "党员异动信息，机关报给谁、国企报给谁")
    said = "".join(f.quote for f in answer.findings)
    assert "报告机关党群工作部门" in said
    assert "报告公司党群工作部门" in said


@pytest.mark.parametrize(("question", "said"), [
    ("高校党支部多久集中学习一次，每次最短几个小时",
     "高校党支部多久集中学习一次：每月至少1次；每次最短几个小时：没有找到规定。"),
    ("国企支部、两新支部的党课分别多久一次", "国企支部、两新支部：每半年1次。"),
    ("市XX局的支部，支委会多久开一次？党课和主题党日呢？", 
     "支委会、主题党日：每月1次（机关）；党课：每季度至少1次（机关）。"),
])
def test_every_part_is_answered_or_named_as_not_found(answerer: Answerer, question: str, said: str) -> None:
    assert ask(answerer, question).answer == said


@pytest.mark.parametrize("typed", [
    "在吗？我想问党支部书记每年至少上几次党课，谢谢", "黨支部書記每年至少上幾次黨課",
    "党支部 书记 每年 至少 上 几次 党课？",
    "党支部书记每年至少上几次dang课", "⽀部书记每年⾄少上几次党课", "党支部书记每年至少上几次党客"])
def test_how_a_question_is_typed_makes_no_difference(answerer: Answerer, typed: str) -> None:
    plain = ask(answerer, "党支部书记每年至少上几次党课" if "⽀" not in typed else "支部书记每年至少上几次党课")
    answer = ask(answerer, typed)
    assert (answer.answer, answer.findings, answer.clauses) == (plain.answer, plain.findings, plain.clauses)


@pytest.mark.parametrize("way", VARIANTS)
def test_every_way_of_writing_a_dev_question_gets_the_same_answer_to_the_letter(answerer: Answerer, way: str) -> None:
    for question in DEV[::9]:
        plain, answer = answerer.answer(Query(question)), answerer.answer(Query(VARIANTS[way](question)))
        assert (answer.answer, answer.findings, answer.clauses) == (plain.answer, plain.findings, plain.clauses)


@pytest.mark.parametrize("question", ["党课要讲多长时间", "主题党日一次要搞几个小时", "民主生活会由谁签字"])
def test_the_right_topic_with_another_fact_is_refused(answerer: Answerer, question: str) -> None:
    answer = ask(answerer, question)
    assert answer.status == "not_found"
    assert question in answer.answer
    assert answer.clauses


@pytest.mark.parametrize("about", ["再详细点", "依据是什么", "原文呢"])
def test_what_is_asked_about_an_answer_is_of_the_answer_above(answerer: Answerer, about: str) -> None:
    above = ask(answerer, "支委会多久开一次", "国企党支部要做哪些工作")
    told = ask(answerer, about, "国企党支部要做哪些工作", "支委会多久开一次")
    assert first(told) == first(above)
