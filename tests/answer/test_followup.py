from __future__ import annotations

from collections.abc import Mapping

import pytest

from kb.answer.followup import Reading, chosen
from kb.question.conversation import Conversation
from kb.question.ellipsis import Leaning
from kb.types import Answer, Citation


def answered(text: str, *, sure: float = 0.9, held: float = 1.0, clause: str = "c", at: int = 0,
             value: str | None = None, period: str | None = None) -> Reading:
    found = Citation(clause, text, at or ord(text[0]), ord(text[-1]), value, period)
    return Reading(Answer(text, "answered", text, (found,)), sure, lambda: held)


def refused(text: str) -> Reading:
    return Reading(Answer(text, "not_found", text), 0.1, lambda: 0.0)


def conversation(leaning: Leaning, *readings: str, same: str | None = None) -> Conversation:
    return Conversation("问", "问", leaning, readings, "前", None, same)


def choice(heard: Conversation, readings: Mapping[str, Reading], says: float = 2.5) -> str:
    return chosen(heard, lambda: says, readings.__getitem__).answer


class TestThatStandsAlone:
    def test_it_is_read_alone_and_nothing_else_is_looked_for(self) -> None:
        assert choice(conversation("not", "全"), {"问": answered("问")}) == "问"
        assert choice(conversation("wholly"), {"问": answered("问")}) == "问"

    def test_what_may_stand_alone_does_where_it_is_answered(self) -> None:
        assert choice(conversation("maybe", "全"), {"问": answered("问", sure=0.6, held=0.2)}) == "问"

    @pytest.mark.parametrize(("reading", "picked"), [
        (answered("全", sure=0.7, held=0.3), "全"), (answered("全", sure=0.5, held=0.6), "全"),
        (answered("全", sure=0.6, held=0.5), "问"), (answered("全", held=0.2), "问"),
        (answered("全", clause="other"), "问"), (refused("全"), "问"),
    ])
    def test_without_an_answer_it_is_completed_where_what_it_names_is_found_beside_the_last_answer(
            self, reading: Reading, picked: str) -> None:
        readings = {"问": refused("问"), "全": reading, "前": answered("前")}
        assert choice(conversation("maybe", "全"), readings) == picked
        assert choice(conversation("likely", "全"), readings, says=3.0) == picked


class TestThatLeans:
    def test_wholly_the_first_reading_that_is_answered_is_taken(self) -> None:
        heard = conversation("wholly", "甲", "乙")
        assert choice(heard, {"甲": answered("甲"), "乙": answered("乙")}) == "甲"
        assert choice(heard, {"甲": refused("甲"), "乙": answered("乙")}) == "乙"
        assert choice(heard, {"甲": refused("甲"), "乙": refused("乙")}) == "甲"

    @pytest.mark.parametrize(("alone", "other", "picked"), [
        (answered("问", sure=0.6, held=0.4), answered("全", sure=0.7, held=0.4), "全"),
        (answered("问", sure=0.6, held=0.4), answered("全", sure=0.7, held=0.3), "问"),
        (answered("问", sure=0.6, held=0.4), answered("全", sure=0.8, held=0.3), "全"),
        (answered("问", sure=0.6, held=0.4), answered("全", sure=0.5, held=0.9), "问"),
        (answered("问"), refused("全"), "问"), (refused("问"), answered("全", held=0.1), "问"),
    ])
    def test_likely_the_evidence_decides(self, alone: Reading, other: Reading, picked: str) -> None:
        readings = {"问": alone, "全": other, "前": answered("前")}
        assert choice(conversation("likely", "全"), readings, says=2.5) == picked

    def test_where_both_find_the_same_words_it_is_read_alone(self) -> None:
        readings = {"问": answered("问", sure=0.6, at=7), "全": answered("全", at=7)}
        assert choice(conversation("likely", "全"), readings, says=2.5) == "问"
        assert choice(conversation("likely", "全"), readings, says=1.0) == "全"

    def test_what_says_little_of_its_own_is_completed(self) -> None:
        readings = {"问": answered("问"), "全": refused("全")}
        assert choice(conversation("likely", "全"), readings, says=1.0) == "全"
        readings = {"问": refused("问"), "全": answered("全", held=0.0)}
        assert choice(conversation("likely", "全"), readings, says=2.0) == "全"

    def test_of_several_readings_the_one_with_the_most_evidence(self) -> None:
        readings = {"问": refused("问"), "甲": answered("甲", sure=0.5, held=0.4),
                    "乙": answered("乙", sure=0.7, held=0.4)}
        assert choice(conversation("likely", "甲", "乙"), readings, says=1.0) == "乙"


    def test_of_nearly_as_much_evidence_the_last_reading_which_takes_over_least(self) -> None:
        readings = {"问": refused("问"), "甲": answered("甲", sure=0.9), "乙": answered("乙", sure=0.86),
                    "丙": answered("丙", sure=0.8)}
        assert choice(conversation("likely", "甲", "乙", "丙"), readings, says=1.0) == "乙"


class TestTheSameFigure:
    def test_the_last_answer_gives_the_figure_to_be_confirmed(self) -> None:
        readings = {"前": answered("前", value="至少1次", period="每年"), "高校支委会是每年至少1次吗": answered("是"),
                    "全": answered("全")}
        assert choice(conversation("wholly", "全", same="高校每年支委会"), readings) == "是"

    def test_without_a_figure_or_an_answer_the_question_is_asked_again(self) -> None:
        heard = conversation("wholly", "全", same="高校支委会")
        assert choice(heard, {"前": answered("前"), "全": answered("全")}) == "全"
        readings = {"前": answered("前", period="每月"), "高校支委会是每月吗": refused("否"), "全": answered("全")}
        assert choice(heard, readings) == "全"
