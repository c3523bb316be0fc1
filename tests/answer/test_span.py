from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answer.evidence import Evidence
from kb.answer.figures import load_figure_reader
from kb.answer.sentences import load_sentence_reader
from kb.answer.span import of_body, quoted, with_figure
from kb.ingest.analysis import ClauseAnalysis
from kb.question.asking import AskedUnit, Kind
from kb.question.question import Question
from tests.answer.samples import PLAIN, analysed, at
from tests.question.samples import understood

ONE = "书记每年至少上1次党课，认真备课听课。"
TWO = "组织委员每季度公示1次党费收缴情况。"
THREE = "每次公示不少于5个工作日，接受全体党员和群众监督。"
ALL = analysed(ONE + TWO + THREE)
LECTURE, FEES, DAYS = ALL.phrases
COUNT = replace(PLAIN, text="上几次党课", kind="count")
TIMES, WORKDAYS = (AskedUnit(frozenset({u}), False, False) for u in ("次", "工作日"))


def filler(characters: int) -> str:
    """A sentence of so many characters."""
    return "党" * (characters - 1) + "。"


def quote(a: ClauseAnalysis, sentence: int, kind: Kind = "what") -> str:
    return quoted(at(a, a.sentences[sentence]), replace(PLAIN, kind=kind)).quote


class TestFigures:
    def test_a_phrase_is_enough_where_one_number_is_asked_for(self) -> None:
        e = at(ALL, LECTURE, unit=1)
        assert quoted(e, COUNT) == e
        assert e.quote == "书记每年至少上1次党课"

    @pytest.mark.parametrize("kind", ["when", "yesno", "compare"])
    def test_or_a_date_or_a_figure_is_to_be_confirmed_or_compared(self, kind: Kind) -> None:
        assert quoted(at(ALL, LECTURE), replace(COUNT, kind=kind)).quote == "书记每年至少上1次党课"

    def test_more_is_said_where_the_phrase_holds_little_of_the_subject(self) -> None:
        e = quoted(at(ALL, FEES, unit=1, coverage=0.59), COUNT)
        assert e.quote == TWO + THREE
        assert e.obligation is FEES.obligation

    def test_or_where_more_than_one_thing_is_asked(self) -> None:
        asked = replace(COUNT, text="党课上几次，由谁讲", asks_once=False)
        assert quoted(at(ALL, LECTURE, unit=1), asked).quote == ONE + TWO + THREE

    def test_or_where_no_number_is_asked_for(self) -> None:
        assert quoted(at(ALL, DAYS), PLAIN).quote == THREE

    def test_a_figure_of_another_kind_than_asked_for_is_not_given_as_the_answer(self) -> None:
        e = quoted(at(ALL, DAYS, unit=-1), COUNT)
        assert (e.quote, e.obligation) == (THREE, None)

    def test_a_deadline_printed_before_what_is_due_is_quoted_with_it(self) -> None:
        a = analysed("9月：召开组织生活会，开展民主评议党员工作。")
        meeting = next(p for p in a.phrases if "组织生活会" in a.clause.text[p.start:p.end])
        assert quoted(at(a, meeting), replace(COUNT, kind="when")).quote == "9月：召开组织生活会"

    def test_a_further_quantity_that_is_asked_for_is_quoted_too(self) -> None:
        asked = replace(COUNT, text="公示几次，每次几天", units=(TIMES, WORKDAYS), asks_once=False)
        long = analysed(ONE + filler(100) + THREE)
        e = at(long, long.phrases[0], unit=1)
        assert quoted(e, replace(asked, units=(TIMES,))).quote == ONE
        assert quoted(e, asked).quote == ONE + filler(100) + THREE

    def test_unless_it_stands_too_far_away(self) -> None:
        asked = replace(COUNT, text="公示几次，每次几天", units=(TIMES, WORKDAYS), asks_once=False)
        far = analysed(ONE + filler(150) + THREE)
        assert quoted(at(far, far.phrases[0], unit=1), asked).quote == ONE


class TestCases:
    LOST = analysed("停止党籍2年后确实无法取得联系的，按照自行脱党除名。"
                    "如与党组织失联6个月以上，无法取得联系的，予以停止党籍。")

    def asked(self, question: str) -> str | None:
        asked = understood(question)
        likely = load_sentence_reader().read(asked, self.LOST, [0.5, 0.5], lambda _: 1.0).likely.tolist()
        e = with_figure(at(self.LOST, self.LOST.sentences[0]), asked, load_figure_reader(), likely, lambda _: 1.0)
        return None if e.frame is None else e.frame.value

    def test_from_when_on_something_is_so_is_the_figure_of_its_case(self) -> None:
        assert self.asked("失联多久会停止党籍") == "至少6个月"
        assert self.asked("停止党籍多久后按自行脱党除名") == "2年"

    def test_though_there_is_a_figure_of_the_kind_where_the_question_says_so(self) -> None:
        a = analysed("党员7人以上的党支部设支部委员会，由3至5人组成。")
        e = with_figure(at(a, a.sentences[0]), understood("党员几人以上要设支部委员会"), load_figure_reader(), [1.0],
                        lambda _: 1.0)
        assert e.frame is not None and e.frame.value == "至少7人"


class TestSentences:
    @pytest.mark.parametrize(("length", "more"), [(90, True), (91, False)])
    def test_what_follows_is_quoted_as_long_as_there_is_room(self, length: int, more: bool) -> None:
        first = filler(20)
        assert quote(analysed(first + filler(length)), 0) == first + filler(length) * more

    def test_a_list_has_more_room(self) -> None:
        text = filler(20) + filler(200) + filler(200) + filler(20)
        assert quote(analysed(text), 0) == filler(20)
        assert quote(analysed(text), 0, "list") == text[:420]
        assert quote(analysed(text), 0, "definition") == text[:420]

    def test_so_has_what_a_sentence_announces(self) -> None:
        opening = "党支部要做好下列各项工作：\n"
        text = opening + filler(60) * 3
        assert quote(analysed(text), 0) == text
        plain = "党支部要做好自己的各项工作。\n"
        assert quote(analysed(plain + filler(60) * 3), 0) == plain + filler(60)

    def test_a_short_last_sentence_is_quoted_with_the_one_before(self) -> None:
        before, last = filler(40), "每年开展不少于两次。"
        assert quote(analysed(before + last), 1) == before + last
        assert quote(analysed(filler(120) + last), 1) == last
        assert quote(analysed(before + filler(24)), 1) == filler(24)


class TestHeadedDefinitions:
    ASKED = replace(PLAIN, kind="definition", terms=("四必谈",))
    TEXT = filler(200) + filler(200) + "“四必谈”每年不少于2次，每次都要谈透，并且做好记录。"

    def test_what_stands_under_the_term_is_quoted_from_its_beginning(self) -> None:
        a = analysed(self.TEXT, path=("（三）四必谈",))
        e = quoted(at(a, a.phrases[-1]), self.ASKED)
        assert (e.start, e.quote, e.obligation) == (0, self.TEXT[:400], None)

    def test_whole_sentences_only_and_at_least_one(self) -> None:
        a = analysed(filler(300) + filler(300), path=("四必谈",))
        assert quoted(at(a, a.sentences[1]), self.ASKED).quote == filler(300)
        b = analysed(filler(500) + filler(20), path=("四必谈",))
        assert quoted(at(b, b.sentences[0]), self.ASKED).quote == filler(500)

    def test_under_another_heading_the_words_that_were_found_are(self) -> None:
        a = analysed(self.TEXT, path=("谈心谈话",))
        assert quoted(at(a, a.phrases[-1]), self.ASKED).quote == self.TEXT[400:]


class TestOfBody:
    RULE = analysed("每季度至少组织1次党课，党支部书记每年至少为本支部党员上1次党课。", path=("党支部职责",))
    ORGANISED, GIVEN = RULE.frames

    def read(self, question: Question) -> Evidence:
        return of_body(replace(at(self.RULE, self.RULE.sentences[0]), frame=self.GIVEN), question)

    def test_who_names_no_office_asks_for_the_duty_of_the_body(self) -> None:
        assert self.read(understood("支部的党课多久上一次")).frame == self.ORGANISED

    def test_who_names_the_office_asks_for_that(self) -> None:
        assert self.read(understood("支部书记多久上一次党课")).frame == self.GIVEN

    def test_another_matter_of_the_clause_is_not_given_instead(self) -> None:
        assert self.read(understood("支部多久开一次党员大会")).frame == self.GIVEN


kinds = st.sampled_from(["compare", "yesno", "definition", "who", "count", "when", "list", "what"])
texts = st.lists(st.sampled_from([ONE, TWO, THREE, "9月：述职。", "要求如下：", "\n", filler(60), "每人2篇。"]),
                 min_size=1, max_size=8).map("".join).filter(lambda t: t.strip() != "")


@given(st.data(), texts, kinds, st.integers(-1, 1), st.floats(0, 1))
def test_the_quote_holds_what_was_found_and_ends_where_a_phrase_or_sentence_does(
        data: st.DataObject, text: str, kind: Kind, unit: int, coverage: float) -> None:
    a = analysed(text)
    found: Evidence = at(a, data.draw(st.sampled_from([*a.sentences, *a.phrases])), unit=unit, coverage=coverage)
    e = quoted(found, replace(COUNT, kind=kind, units=(TIMES, WORKDAYS)))
    assert 0 <= e.start <= found.start < found.end <= e.end <= len(text)
    assert e.end == found.end or e.end in {s.end for s in a.sentences}
    assert e.obligation in (None, found.obligation)
