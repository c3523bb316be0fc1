from __future__ import annotations

import logging
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kb.answer.apart import Answered, answered, compose_apart, findings_of, one_answer
from kb.answer.compose import MAX_ANSWER
from kb.question.parts import Part
from kb.types import Citation, Clause
from tests.answer.samples import PLAIN, analysed, at, pair
from tests.search.samples import clause

RULE = clause("r", "支委会每月召开1次，党课每季度1次。会议由书记主持，记录由专人保管三年，不得涂改，不得外借。")
MEETING = pair(RULE, "支委会每月召开1次", "1次", "每月")
LECTURE = pair(RULE, "党课每季度1次", "1次", "每季度")
OTHER = pair(clause("o", "机关支委会每月1次。"), "机关支委会每月1次", "1次", "每月")
WHO = pair(clause("w", "会议由党支部书记召集并主持。"), "会议由党支部书记召集并主持。")
ASKED = replace(PLAIN, text="支委会多久一次，党课呢，谁主持")
LOG = logging.getLogger("test")


def said(label: str, found: tuple[Clause, Citation] | None = None, kind: str = "count", *, side: str = "") -> Answered:
    part = Part(f"{label}怎么规定", f"{label}怎么规定", label, side, side)
    question = replace(PLAIN, text=part.text, kind=kind)  # type: ignore[arg-type]
    return Answered(part, question) if found is None else Answered(part, question, found[1], found[0])


class TestComposed:
    def say(self, *parts: Answered, differ: bool = False) -> str:
        return compose_apart(replace(ASKED, asks_difference=differ), parts, stated=ASKED.text)

    def test_each_part_by_its_name_and_what_is_missing_by_its_name_too(self) -> None:
        text = self.say(said("党课", LECTURE), said("支委会谁主持"))
        assert text == "党课：每季度1次；支委会谁主持：没有找到规定。"

    def test_what_is_said_of_several_is_said_once(self) -> None:
        text = self.say(said("支委会", MEETING), said("机关支委会", OTHER), said("党课", LECTURE))
        assert text == "支委会、机关支委会：每月1次；党课：每季度1次。"

    def test_words_where_no_figure_answers(self) -> None:
        assert self.say(said("支委会", MEETING), said("谁主持", WHO, "what")) == (
            "支委会：每月1次；谁主持：会议由党支部书记召集并主持。")

    def test_a_claim_is_answered_by_its_verdict(self) -> None:
        claim = replace(said("每月吗", MEETING, "yesno"), verdict="是")
        assert self.say(claim, said("党课")) == "每月吗：是，每月1次，支委会每月召开1次；党课：没有找到规定。"

    def test_sides_are_compared_by_the_figure_that_is_asked_for(self) -> None:
        assert self.say(said("支委会", MEETING), said("机关", OTHER), differ=True) == "一样，支委会、机关：每月1次。"
        assert self.say(said("支委会", MEETING), said("党课", LECTURE), differ=True) == (
            "不一样，支委会：每月1次；党课：每季度1次。")

    def test_a_side_without_a_rule_is_compared_with_none(self) -> None:
        assert self.say(said("支委会", MEETING), said("党课"), differ=True) == "支委会：每月1次；党课：没有找到规定。"

    def test_names_in_the_letters_they_were_asked_in(self) -> None:
        parts = [said("xx局党课", LECTURE), said("支委会", MEETING)]
        text = compose_apart(ASKED, parts, stated="XX局党课、支委会各几次")
        assert text == "XX局党课：每季度1次；支委会：每月1次。"

    def test_long_words_begin_where_they_say_what_is_asked(self) -> None:
        long = clause("l", "书记应当政治素质良好，" + "热爱党的工作，" * 30 + "一般具有1年以上党龄。")
        text = self.say(said("党龄", pair(long, long.text), "what"), said("支委会", MEETING))
        assert "一般具有1年以上党龄" in text and len(text) <= MAX_ANSWER

    @given(st.lists(st.sampled_from([MEETING, LECTURE, WHO, OTHER, None]), min_size=2, max_size=6), st.booleans())
    def test_no_part_is_dropped_and_the_answer_is_short(self, found: list[tuple[Clause, Citation] | None],
                                                        differ: bool) -> None:
        parts = [said(f"第{n}样", f, "what") for n, f in enumerate(found)]
        text = self.say(*parts, differ=differ)
        assert len(text) <= MAX_ANSWER
        assert all(a.part.label in text for a in parts)
        assert ("没有找到规定" in text) is (None in found)


class TestFindings:
    def test_what_lies_together_is_one_finding_without_a_figure_that_is_not_of_both(self) -> None:
        (f,) = findings_of([said("支委会", MEETING), said("党课", LECTURE)])
        assert (f.quote, f.value, f.period) == ("支委会每月召开1次，党课每季度1次", None, None)

    def test_what_lies_far_apart_or_in_two_clauses_stays_apart(self) -> None:
        far = clause("f", "支委会每月1次。" + "认真落实。" * 40 + "党课每季度1次。")
        ends = [pair(far, "支委会每月1次"), pair(far, "党课每季度1次")]
        assert len(findings_of([said("支委会", ends[0]), said("党课", ends[1])])) == 2
        assert [f.clause_id for f in findings_of([said("a", MEETING), said("b"), said("c", OTHER)])] == ["r", "o"]

    def test_parts_with_one_answer_are_one_question(self) -> None:
        assert one_answer([said("书记", MEETING), said("支委", MEETING)])
        assert not one_answer([said("书记", MEETING), said("党课", LECTURE)])
        assert not one_answer([said("书记", MEETING), said("支委")])


class TestAnswered:
    ANALYSIS = analysed("支委会每月至少要召开1次会议。党课每季度由书记上1次。")
    PART = Part("党课几次", "党课几次", "党课")

    def test_the_first_evidence_that_settles_it_answers(self) -> None:
        first, second = (at(self.ANALYSIS, s) for s in self.ANALYSIS.sentences)
        asked = replace(PLAIN, text="党课几次", words=("党课",))
        a = answered(self.PART, asked, [second, first], 0.4, {"c": self.ANALYSIS.clause}, LOG)
        assert a.finding is not None and "党课每季度由书记上1次" in a.finding.quote
        assert a.told is not None and a.told.quote == "党课每季度由书记上1次。"

    def test_evidence_that_settles_nothing_leaves_the_part_without_an_answer(self) -> None:
        asked = replace(PLAIN, text="补多少钱", words=("补贴",))
        part = Part("补多少钱", "补多少钱", "补多少钱")
        found = [at(self.ANALYSIS, s) for s in self.ANALYSIS.sentences]
        assert answered(part, asked, found, 1.0, {"c": self.ANALYSIS.clause}, LOG).finding is None
