from __future__ import annotations

from dataclasses import replace

import pytest

from kb.answer.evidence import Evidence
from kb.answer.part_evidence import at_fact, at_side, settles
from kb.ingest.analysis import ClauseAnalysis
from kb.question.parts import Part
from tests.answer.samples import analysed, at
from tests.question.samples import understood

LECTURE = analysed("党支部书记每年至少上1次党课，存档备查。")
MEMBERS = analysed("普通党员全年参加组织生活不少于10次，离退休党员参加组织生活不作具体规定。")
TERMS = analysed("村、社区党支部委员会每届任期5年，其他基层单位党支部委员会每届任期3年。")
PROBATION = analysed("预备党员的预备期为一年。预备期从支部大会通过其为预备党员之日算起。")


def settled(asked: str, analysis: ClauseAnalysis, chance: float = 0.4, *, context: str = "支部书记上党课，") -> bool:
    question = understood(context + asked, within=context + asked)
    return settles(Part(context + asked, asked, asked), question, at(analysis, analysis.sentences[0]), chance)


class TestSettles:
    @pytest.mark.parametrize("asked", ["一年几次", "要存档吗", "谁来上"])
    def test_what_the_clause_speaks_of(self, asked: str) -> None:
        assert settled(asked, LECTURE)

    @pytest.mark.parametrize("asked", ["每次几个小时", "补多少钱", "几岁以下"])
    def test_another_kind_of_fact_or_figure_is_not_given_however_likely(self, asked: str) -> None:
        assert not settled(asked, LECTURE, 1.0)

    def test_words_that_only_the_part_says_must_be_held_where_the_chance_is_small(self) -> None:
        assert not settled("要不要考试打分", LECTURE, 0.6)
        assert settled("要不要考试打分", LECTURE, 0.95)

    def test_words_beside_the_asking_one_must_be_held_where_the_chance_is_small(self) -> None:
        assert not settled("经费由谁审批", LECTURE, 0.3)
        assert settled("存档由谁上", LECTURE, 0.3)


def side(label: str, mark: str = "") -> Part:
    return Part(f"{label}几次", f"{label}几次", label, label, mark or label)


class TestAtSide:
    def read(self, e: Evidence, part: Part) -> Evidence:
        return at_side(e, part, understood(part.text))

    def figure(self, analysis: ClauseAnalysis, n: int) -> Evidence:
        return replace(at(analysis, analysis.sentences[0]), frame=analysis.frames[n])

    def test_a_side_without_a_figure_is_given_none_of_another(self) -> None:
        e = self.read(self.figure(MEMBERS, 0), side("离退休党员"))
        assert (e.quote, e.frame) == ("离退休党员参加组织生活不作具体规定", None)

    def test_a_side_with_a_figure_of_its_own_is_given_that(self) -> None:
        e = self.figure(TERMS, 1)
        part = replace(side("村党支部委员会", "村"), text="村党支部委员会每届几年")
        assert self.read(e, part).frame == TERMS.frames[0]
        assert self.read(self.figure(TERMS, 0), part).frame == TERMS.frames[0]

    def test_a_side_that_no_words_name_keeps_what_was_found(self) -> None:
        e = self.figure(TERMS, 1)
        assert self.read(e, side("学校党支部委员会", "学校")) is e
        assert self.read(e, Part("几年", "几年", "几年")) is e

    def test_a_side_that_another_sentence_speaks_of_without_figures(self) -> None:
        points = analysed("重点任务如下所列各项：（一）村党支部，组织群众发展经济。（二）机关党支部，围绕中心工作。")
        e = self.read(at(points, points.sentences[0]), side("机关支部", "机关"))
        assert "围绕中心工作" in e.quote

    def test_a_side_that_the_headings_name_keeps_what_was_found(self) -> None:
        school = analysed("每年上2次党课，普通党员除外。", above="学校", path=("学校",))
        e = self.figure(school, 0)
        assert self.read(e, side("学校")) is e


class TestAtFact:
    def test_a_sentence_that_gives_the_fact_goes_before_a_figure_that_does_not(self) -> None:
        e = replace(at(PROBATION, PROBATION.sentences[0]), frame=PROBATION.frames[0])
        moved = at_fact(e, Part("预备期，从哪天算起", "从哪天算起", "从哪天算起"))
        assert (moved.quote, moved.frame) == ("预备期从支部大会通过其为预备党员之日算起。", None)

    def test_words_that_give_the_fact_stay(self) -> None:
        e = replace(at(PROBATION, PROBATION.sentences[0]), frame=PROBATION.frames[0])
        assert at_fact(e, Part("预备期几年", "预备期几年", "预备期几年")) is e
        assert at_fact(e, Part("预备期怎么算", "预备期怎么算", "预备期怎么算")) is e
