from __future__ import annotations

from dataclasses import replace

import pytest

from kb.answer.evidence import Subject, answers_unit, case_held, subject_of, weigh
from kb.language.quantities import mentions
from kb.question.asking import AskedUnit, facts_asked
from kb.question.question import Question
from kb.types import Obligation
from tests.answer.samples import PLAIN, analysed, obligation

LECTURE, FEES = "书记每年至少上1次党课，认真备课听课。", "组织委员每季度公示1次党费收缴情况。"
BOTH = analysed(LECTURE + FEES)
# Three quarters of what is asked about is 党课, a quarter 公示.
SUBJECT = Subject({"党课": 3.0, "公示": 1.0}, 4.0, frozenset())
EVEN = Subject({"党课": 1.0, "公示": 1.0}, 2.0, frozenset())
TIMES = AskedUnit(frozenset({"次"}), False, False)
COUNT = replace(PLAIN, kind="count", counts=True, unit=TIMES)


class TestSubject:
    def test_pairs_of_the_content_weighed_by_rarity_none_across_blanks(self) -> None:
        rarity = {"党费": 0.5, "公示": 2.0, "示情": 3.0, "情况": 1.0}
        subject = subject_of(replace(PLAIN, text="党费多久公示情况", content="党费 公示情况"), rarity.__getitem__)
        assert (subject.pairs, subject.total) == (rarity, 6.5)

    def test_a_question_of_nothing_but_asking_words_is_about_these(self) -> None:
        subject = subject_of(replace(PLAIN, text="多少次", content=" "), lambda p: 1.0)
        assert (subject.pairs, subject.total) == ({"多少": 1.0, "少次": 1.0}, 2.0)

    def test_nothing_has_nothing_but_still_a_total_to_share_by(self) -> None:
        assert subject_of(PLAIN, lambda p: 1.0) == Subject({}, 1.0, frozenset())

    def test_the_periods_that_the_question_states(self) -> None:
        stated = tuple(mentions("每年2次，每人每季度1次，12月底前"))
        assert subject_of(replace(PLAIN, quantities=stated), lambda p: 1.0).periods == {"每年", "每季度"}


def test_who_is_to_act_is_said_by_the_sentence_with_the_act_and_from_when_by_the_one_with_the_day() -> None:
    two = analysed("党员本人要向所在党支部提交申请和材料。申请由基层党委审批。")
    who = replace(PLAIN, kind="who", beside=("", "审批"))
    assert weigh(two, who, Subject({"申请": 1.0}, 1.0, frozenset()), [0.5, 0.5]).start == two.sentences[1].start
    term = analysed("预备党员的预备期为一年，期满后讨论转正。预备期从支部大会通过之日算起。")
    since = replace(PLAIN, text="预备期从哪天算起", facts=facts_asked("预备期从哪天算起"))
    assert weigh(term, since, Subject({"预备": 1.0}, 1.0, frozenset()), [0.5, 0.5]).start == term.sentences[1].start


@pytest.mark.parametrize(("asked", "given", "answers"), [
    (AskedUnit(frozenset({"次"}), False, False), obligation(unit="次"), True),
    (AskedUnit(frozenset({"次"}), False, False), obligation(unit="人", period="每年", deadline="年底"), False),
    (AskedUnit(frozenset(), True, False), obligation(period="每年"), True),
    (AskedUnit(frozenset(), True, False), obligation(period="一次性"), False),
    (AskedUnit(frozenset(), True, False), obligation(unit="次"), False),
    (AskedUnit(frozenset(), False, True), obligation(deadline="12月底前"), True),
    (AskedUnit(frozenset(), False, True), obligation(period="每年"), False),
])
def test_whether_an_obligation_gives_the_quantity_asked_for(asked: AskedUnit, given: Obligation,
                                                            answers: bool) -> None:
    assert answers_unit(asked, given) is answers


class TestSentences:
    def test_the_sentence_that_holds_most_of_the_subject(self) -> None:
        e = weigh(BOTH, PLAIN, SUBJECT, [0.0, 0.0])
        assert (e.quote, e.coverage, e.whole, e.unit, e.close, e.obligation) == (LECTURE, 0.75, 1.0, 0, 0.0, None)

    @pytest.mark.parametrize(("near", "quote"), [([0.0, 0.8], LECTURE), ([0.0, 0.9], FEES)])
    def test_a_closer_sentence_makes_up_for_half_of_the_subject(self, near: list[float], quote: str) -> None:
        # the first holds 0.75, the second 0.25 and 0.6 times its cosine: 0.73 or 0.79
        assert weigh(BOTH, PLAIN, SUBJECT, near).quote == quote

    def test_what_the_headings_name_every_sentence_holds(self) -> None:
        e = weigh(analysed(LECTURE + FEES, above="一、党课"), PLAIN, SUBJECT, [0.0, 0.0])
        assert (e.quote, e.coverage, e.whole) == (FEES, 1.0, 1.0)

    def test_of_sentences_that_weigh_the_same_the_first(self) -> None:
        assert weigh(BOTH, PLAIN, EVEN, [0.0, 0.0]).quote == LECTURE

    def test_who_is_answered_where_somebody_else_than_the_one_asked_about_is_named(self) -> None:
        assert weigh(BOTH, replace(PLAIN, kind="who", roles=("书记",)), EVEN, [0.0, 0.0]).quote == FEES

    def test_whom_to_tell_is_answered_where_something_is_handed_on(self) -> None:
        report = "公示后及时向机关党委报告结果。"
        clause = analysed(LECTURE + report)
        assert weigh(clause, replace(PLAIN, kind="who", seeks_recipient=True), EVEN, [0.0, 0.0]).quote == report
        assert weigh(clause, PLAIN, EVEN, [0.0, 0.0]).quote == LECTURE

    def test_a_term_is_defined_where_it_is_explained(self) -> None:
        uses, explains = "每季度落实“四必谈”，抓好思想工作。", "“四必谈”即受处分必谈、有困难必谈。"
        subject = Subject({"四必": 1.0, "必谈": 1.0}, 2.0, frozenset())
        asked = replace(PLAIN, kind="definition", terms=("四必谈",))
        assert weigh(analysed(uses + explains), asked, subject, [0.0, 0.0]).quote == explains
        assert weigh(analysed(uses + explains), PLAIN, subject, [0.0, 0.0]).quote == uses


class TestObligations:
    def test_the_figure_that_is_asked_for(self) -> None:
        e = weigh(BOTH, COUNT, SUBJECT, [0.0, 0.5])
        assert (e.quote, e.coverage, e.whole, e.unit, e.close) == ("书记每年至少上1次党课", 0.75, 1.0, 1, 0.0)
        assert e.obligation is not None and e.obligation.value == "至少1次"

    def test_a_closer_sentence_brings_its_figure(self) -> None:
        # 0.75 + 0.3 for the unit + 0.1 for the value = 1.15 against 0.25 + 0.4 + 0.6
        assert weigh(BOTH, COUNT, SUBJECT, [0.0, 1.0]).quote == "组织委员每季度公示1次党费收缴情况"

    def test_the_figure_of_the_role_asked_about(self) -> None:
        # 1.15 - 0.175 for another subject against 0.65 + 0.35 for the right one
        e = weigh(BOTH, replace(COUNT, roles=("组织委员",)), SUBJECT, [0.0, 0.0])
        assert e.quote == "组织委员每季度公示1次党费收缴情况"

    @pytest.mark.parametrize(("periods", "quote"), [
        (frozenset(), "书记每年至少上1次党课"), (frozenset({"每季度"}), "组织委员每季度公示1次党费收缴情况")])
    def test_the_figure_for_the_period_that_is_stated(self, periods: frozenset[str], quote: str) -> None:
        # 1.15 against 0.65 + 0.36 for closeness, + 0.15 for the period
        assert weigh(BOTH, COUNT, replace(SUBJECT, periods=periods), [0.0, 0.6]).quote == quote

    def test_a_figure_of_another_kind_tells_that_the_clause_gives_none(self) -> None:
        e = weigh(BOTH, replace(COUNT, unit=AskedUnit(frozenset({"人"}), False, False)), SUBJECT, [0.0, 0.0])
        assert (e.unit, e.quote) == (-1, "书记每年至少上1次党课")

    def test_a_clause_without_figures_gives_none(self) -> None:
        e = weigh(analysed("党课要认真准备，按时公示。"), COUNT, SUBJECT, [0.0])
        assert (e.unit, e.obligation, e.coverage) == (-1, None, 1.0)

    @pytest.mark.parametrize("asked", [
        replace(PLAIN, kind="when"), replace(PLAIN, kind="compare"), replace(PLAIN, unit=TIMES),
        replace(PLAIN, kind="yesno", quantities=tuple(mentions("每年2次")))])
    def test_figures_matter_where_one_may_be_asked_for_or_is_to_be_confirmed(self, asked: Question) -> None:
        assert weigh(BOTH, asked, SUBJECT, [0.0, 0.0]).obligation is not None

    @pytest.mark.parametrize("asked", [
        PLAIN, replace(PLAIN, kind="yesno"), replace(PLAIN, kind="yesno", quantities=tuple(mentions("12月底前")))])
    def test_figures_do_not_matter_otherwise(self, asked: Question) -> None:
        assert weigh(BOTH, asked, SUBJECT, [0.0, 0.0]).obligation is None


@pytest.mark.parametrize(("stated", "held"), [("1800元", 1), ("300元", -1), ("3次", 0), ("", 0)])
def test_a_stated_figure_is_a_case_of_one_rule_or_of_another(stated: str, held: int) -> None:
    question = replace(PLAIN, kind="who", quantities=tuple(mentions(stated)))
    assert case_held(question, "单笔500元以上不足3000元的，由支部委员会决定；") == held
