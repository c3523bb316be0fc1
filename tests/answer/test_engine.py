from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.collection import split_questions
from kb.answer.consideration import MAX_FINDINGS
from kb.answer.engine import MAX_QUESTION, Answerer
from kb.errors import QuestionError
from kb.question.finder import Retriever
from kb.search.holdings import Holdings
from kb.types import Citation
from tests.answer.desk import (
    ASKED,
    BOTH,
    CHAIR,
    CLAUSES,
    DOCUMENTS,
    DUTIES,
    FACTORY,
    LECTURE,
    OFFICE,
    OLD,
    SCHOOL,
    answerability,
    answerer,
    ask,
    ids,
    judge,
)
from tests.search.samples import clause


@pytest.fixture(scope="module")
def desk() -> Answerer:
    return answerer()


@cache
def _questions() -> list[str]:
    """The train and dev questions without a history."""
    return [q.question for q in split_questions(["train", "dev"]) if not q.history]


class TestAnswers:
    def test_the_figure_with_the_words_it_stands_in_and_where_they_are_printed(self, desk: Answerer) -> None:
        answer = ask(desk, ASKED)
        assert (answer.question, answer.status, answer.understood_as) == (ASKED, "answered", None)
        assert answer.answer == "每年至少1次。党支部书记每年至少为党员上1次党课。"
        assert answer.findings == (Citation("lecture", "党支部书记每年至少为党员上1次党课", 0, 17, "至少1次", "每年",
                                            "党支部书记"),)
        first = answer.clauses[0]
        assert (first.clause, first.document, first.status) == (LECTURE, "办法", "现行")
        assert first.citation == f"《办法》{DUTIES}"

    def test_several_clauses_answer_where_the_question_leaves_open_whom_it_means(self, desk: Answerer) -> None:
        answer = ask(desk, BOTH)
        assert set(ids(answer)) == {"lecture", "school"}
        assert "其他规定：" in answer.answer

    def test_clauses_with_a_finding_come_first_and_k_bounds_the_rest(self, desk: Answerer) -> None:
        answer = ask(desk, ASKED, k=3)
        shown = [c.clause.id for c in answer.clauses]
        assert (shown[0], len(shown), len(set(shown))) == ("lecture", 3, 3)
        assert [c.score for c in answer.clauses[1:]] == sorted((c.score for c in answer.clauses[1:]), reverse=True)
        assert len(ask(desk, BOTH, k=1).clauses) == 2

    def test_a_whole_list_of_duties(self, desk: Answerer) -> None:
        answer = ask(desk, "党支部书记有哪些职责")
        assert answer.answer == (f"共 2 条（《办法》{DUTIES}）：党支部书记每年至少为党员上1次党课，认真备课；"
                                 "主持召开支部委员会，研究支部重点工作。")
        assert [(f.clause_id, f.quote, f.value) for f in answer.findings] == [
            ("lecture", LECTURE.text, None), ("chair", CHAIR.text, None)]

    def test_each_part_of_a_question_is_answered(self, desk: Answerer) -> None:
        answer = ask(desk, "党员异动信息，机关报告谁、国企报告谁")
        assert ids(answer) == ["office", "factory"]
        assert answer.answer == f"机关报告谁：{OFFICE.text.rstrip('。')}；国企报告谁：{FACTORY.text}"

    def test_no_more_findings_than_can_be_shown(self) -> None:
        many = answerer([clause(f"c{n:02}", f"各支部每年上1次党课，第{n}组负责。") for n in range(15)])
        answer = ask(many, BOTH)
        assert len(answer.findings) == len(answer.clauses) == MAX_FINDINGS

    @pytest.mark.parametrize(("also_at", "elsewhere_at", "answering"), [
        (0.99, 0.9, 2), (0.9, 0.99, 1), (0.9, 0.9, 2)])
    def test_how_likely_a_rule_for_other_organisations_must_be_to_stand_beside_the_first(
            self, also_at: float, elsewhere_at: float, answering: int) -> None:
        two = answerer([LECTURE, SCHOOL], judged=judge(also_at=also_at, elsewhere_at=elsewhere_at))
        assert len(ask(two, BOTH).findings) == answering

    def test_repealed_documents_are_not_answered_from(self, desk: Answerer) -> None:
        answer = ask(desk, "旧办法里党支部书记每年至少上几次党课")
        assert "old" not in {c.clause.id for c in answer.clauses}
        assert "9次" not in answer.answer

    def test_filters_keep_only_what_binds(self, desk: Answerer) -> None:
        assert ids(ask(desk, BOTH, scope="学校", role="组织委员")) == ["school"]
        shown = {c.clause.id for c in ask(desk, BOTH, scope="国企").clauses}
        assert shown == {"lecture", "chair", "fees", "factory"}
        assert "lecture" not in {c.clause.id for c in ask(desk, BOTH, role="组织委员").clauses}

    def test_markup_in_a_question_is_no_part_of_it(self, desk: Answerer) -> None:
        marked = "<b>党支部书记</b>每年至少上几次<br/>党课"
        answer = ask(desk, marked)
        assert (answer.question, answer.findings) == (marked, ask(desk, ASKED).findings)

    def test_words_that_are_not_the_stored_ones_are_never_shown(self, caplog: pytest.LogCaptureFixture,
                                                               desk: Answerer) -> None:
        retyped = [replace(c, text=c.text.replace("1次", "3次")) for c in CLAUSES]
        changed = Answerer(Holdings.of(retyped), DOCUMENTS, desk.finder, judge=judge(), answerability=answerability())
        with caplog.at_level(logging.ERROR):
            answer = ask(changed, ASKED)
        assert (answer.status, answer.findings) == ("not_found", ())
        assert len(caplog.records) == 1

    def test_many_threads_get_what_one_gets(self, desk: Answerer) -> None:
        questions = [ASKED, BOTH, "党费多久公示一次", "党支部书记有哪些职责", "食堂几点开门"]
        alone = [replace(ask(desk, q), took_ms=0) for q in questions]
        with ThreadPoolExecutor(8) as pool:
            together = [replace(a, took_ms=0) for a in pool.map(lambda q: ask(desk, q), questions * 8)]
        assert together == alone * 8


class TestRefusals:
    @pytest.mark.parametrize("question", ["食堂几点开门", "公积金怎么提取"])
    def test_other_topics_are_refused_by_name_with_what_is_nearest(self, desk: Answerer, question: str) -> None:
        answer = ask(desk, question)
        assert (answer.status, answer.findings) == ("not_found", ())
        assert answer.answer == f"知识库里没有条款规定“{question}”。下面是内容最接近的条款，供参考。"
        assert answer.clauses

    def test_what_is_not_likely_enough_is_refused(self) -> None:
        assert ask(answerer(answer_at=0.96), ASKED).status == "not_found"
        assert ask(answerer(answer_at=0.95), ASKED).status == "answered"

    def test_a_rule_for_another_office_does_not_answer_and_is_named_as_such(self) -> None:
        answer = ask(answerer([LECTURE]), "副书记每年至少上几次党课")
        assert answer.findings == ()
        assert answer.answer == ("知识库里没有条款规定“副书记每年至少上几次党课”。"
                                 "下面是对党支部书记的规定，不是对所问对象的，供参考。")

    def test_nor_does_one_for_another_kind_of_organisation(self) -> None:
        answer = ask(answerer([SCHOOL]), "国企党员每学期听几次党课")
        assert (answer.status, answer.findings) == ("not_found", ())
        assert "下面是对学校的规定" in answer.answer

    @pytest.mark.parametrize("question", ["", "  ", "？？？", "<b></b>"])
    def test_nothing_asked_is_invalid(self, desk: Answerer, question: str) -> None:
        answer = ask(desk, question)
        assert (answer.status, answer.clauses) == ("invalid", ())
        assert "没有看到问题" in answer.answer

    @pytest.mark.parametrize("question", ["你好", "你是谁？", "谢谢！"])
    def test_chat_gets_one_line_about_what_it_can_do(self, desk: Answerer, question: str) -> None:
        answer = ask(desk, question)
        assert (answer.status, answer.clauses) == ("not_found", ())
        assert answer.answer.startswith("我只回答党建规章里有规定的事")

    def test_too_long_a_question_is_an_error_that_names_the_limit(self, desk: Answerer) -> None:
        with pytest.raises(QuestionError, match="问题太长：2001 个字，上限 2000 个字"):
            ask(desk, "党" * (MAX_QUESTION + 1))
        assert ask(desk, "党" * MAX_QUESTION).status == "not_found"


class TestFollowUps:
    def test_a_follow_up_is_completed_and_says_so(self, desk: Answerer) -> None:
        answer = ask(desk, "学校的呢", BOTH)
        assert (answer.question, answer.understood_as) == ("学校的呢", f"学校{BOTH}")
        assert ids(answer) == ["school"]

    def test_a_question_that_stands_alone_is_asked_as_it_is(self, desk: Answerer) -> None:
        answer = ask(desk, "党费多久公示一次", BOTH)
        assert (answer.understood_as, ids(answer)) == (None, ["fees"])

    def test_what_finds_nothing_alone_is_tried_with_the_question_before(self, desk: Answerer) -> None:
        question, before = "应该每季度至少多少次呢", "党费收缴情况多久公示一次"
        assert ask(desk, question).status == "not_found"
        answer = ask(desk, question, before)
        assert (answer.understood_as, ids(answer)) == ("党费收缴情况公示，应该每季度至少多少次", ["fees"])

    def test_what_the_library_never_speaks_of_is_refused_by_its_name(self, desk: Answerer) -> None:
        answer = ask(desk, "那食堂呢", BOTH)
        assert (answer.status, answer.understood_as, ids(answer)) == ("not_found", "食堂每年上几次", [])
        assert "食堂" in answer.answer

    def test_turns_that_say_nothing_are_passed_over(self, desk: Answerer) -> None:
        answer = ask(desk, "学校的呢", BOTH, "谢谢", "今天天气怎么样")
        assert (answer.understood_as, ids(answer)) == (f"学校{BOTH}", ["school"])

    @pytest.mark.parametrize(("question", "told"), [
        ("依据是什么", "依据是《办法》：党支部书记每年至少为党员上1次党课，认真备课。"),
        ("再详细点", "《办法》的原文：党支部书记每年至少为党员上1次党课，认真备课。"),
        ("上一条", "每年至少1次。党支部书记每年至少为党员上1次党课。"),
    ])
    def test_a_question_about_the_last_answer_is_answered_from_it(self, desk: Answerer, question: str, told: str
                                                                  ) -> None:
        answer = ask(desk, question, ASKED)
        assert (answer.question, answer.answer, answer.understood_as) == (question, told, ASKED)
        assert ids(answer) == ["lecture"]

    def test_where_the_last_answer_found_nothing_that_is_said_again(self, desk: Answerer) -> None:
        answer = ask(desk, "依据是什么", ASKED, "食堂几点开门")
        assert (answer.status, answer.understood_as) == ("not_found", "食堂几点开门")

    @given(st.data())
    def test_a_question_that_stands_alone_is_answered_alike_behind_any_history(self, desk: Answerer, data: st.DataObject
                                                                              ) -> None:
        question = data.draw(st.sampled_from([ASKED, "党费收缴情况多久公示一次", "党员异动信息机关报告给哪个部门",
                                              "食堂几点开门营业", "党支部书记有哪些职责"]))
        history = data.draw(st.lists(st.sampled_from(_questions()), max_size=4))
        alone, behind = ask(desk, question), ask(desk, question, *history)
        assert replace(behind, took_ms=0.0) == replace(alone, took_ms=0.0)


class TestConsidered:
    def test_what_an_answer_is_decided_on(self, desk: Answerer) -> None:
        c = desk.consider(ASKED)
        assert (c.question.text, c.evidence[0].clause) == (ASKED, LECTURE)
        assert len(c.evidence) == len(c.probabilities) == len(c.matrix) == len(c.found.hits) == 6
        assert c.probabilities[0] == pytest.approx(1 / (1 + np.exp(-4)))
        assert c.answerable == pytest.approx(1 / (1 + np.exp(-3)))

    def test_nothing_that_fits_is_not_answerable(self) -> None:
        c = answerer([LECTURE]).consider("副书记每年至少上几次党课")
        assert (c.probabilities, c.answerable) == ((0.0,), 0.0)
        nothing = answerer([SCHOOL]).consider(ASKED, scope="国企")
        assert (nothing.evidence, nothing.probabilities, nothing.answerable) == ((), (), 0.0)


class TestSearch:
    @pytest.mark.parametrize("retriever", ["bm25", "hybrid", "rrf"])
    def test_ranked_clauses_the_repealed_ones_among_them(self, desk: Answerer, retriever: Retriever) -> None:
        found = desk.search("上9次党课", retriever=retriever, k=3)
        assert (found[0].clause, found[0].document, found[0].status) == (OLD, "旧办法", "已废止")
        assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)

    def test_filters_look_beyond_the_first(self, desk: Answerer) -> None:
        (first,) = desk.search("党支部书记上党课", scope="学校", role="组织委员", k=1)
        assert first.clause.id in ("school", "fees", "old")
        found = desk.search("党支部书记上党课", role="组织委员")
        assert {c.clause.id for c in found} == {"fees", "school", "office", "factory", "old"}

    @pytest.mark.parametrize(("words", "message"), [
        ("", "检索词是空的"), (" ？", "检索词是空的"), ("党" * (MAX_QUESTION + 1), "检索词太长：2001 个字")])
    def test_nothing_or_too_much_to_search_for_is_an_error(self, desk: Answerer, words: str, message: str) -> None:
        with pytest.raises(QuestionError, match=message):
            desk.search(words)
