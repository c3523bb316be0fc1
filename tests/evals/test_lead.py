from __future__ import annotations

import pytest

from evals.lead import LONGEST, lead, leads
from evals.qrels import Question
from kb.types import Answer, AnswerStatus


def question(*values: str, wrong: tuple[str, ...] = (), premise: bool | None = None) -> Question:
    return Question("a", "几次", "consistency", None, (), "any", (), values, premise, None, wrong=wrong)


def answer(text: str, status: AnswerStatus = "answered") -> Answer:
    return Answer("几次", status, text, (), ())


@pytest.mark.parametrize(("text", "said"), [
    ("每年2次。书记每季度讲1次。", "每年2次。"),
    ("每年2次", "每年2次"),
    ("共 2 条：\n1. 上党课。", "共 2 条："),
    ("是。书记每年讲2次。支委每年讲1次。", "是。书记每年讲2次。"),
    ("不需要。书记每年讲2次。支委讲1次。", "不需要。书记每年讲2次。"),
    ("不是，每年2次。书记每季度讲1次。", "不是，每年2次。"),
    ("党支部。由组织部汇总。", "党支部。"),
    ("5人。委员3人。", "5人。"),
    ("", "")])
def test_the_lead_is_the_first_sentence_and_the_second_only_behind_a_bare_verdict(text: str, said: str) -> None:
    assert lead(text) == said


def test_a_lead_has_its_longest() -> None:
    assert lead("党" * 200) == "党" * LONGEST
    assert lead("是。" + "党" * 200) == "是。" + "党" * (LONGEST - 2)


def test_every_value_must_lead() -> None:
    assert leads(question("2次", "每年"), answer("每年2次。"))
    assert not leads(question("2次", "1次"), answer("每年2次。书记讲1次。"))


def test_what_is_wrong_may_stand_in_the_quote_and_not_in_the_lead() -> None:
    asked = question("2次", wrong=("1次",))
    assert leads(asked, answer("每年2次。书记每季度讲1次。"))
    assert not leads(asked, answer("每年2次，书记1次。"))


@pytest.mark.parametrize(("text", "premise", "right"), [
    ("是，每年2次。", True, True), ("是，每年2次。", False, False), ("不是，每年2次。", True, False),
    ("不是，每年2次。", False, True), ("够。每年2次。", False, False), ("不够，每年2次。", True, False),
    ("可以。每年2次。", False, False), ("不需要。每年2次。", True, False), ("每年2次。", False, True)])
def test_a_verdict_against_the_premise_is_wrong(text: str, premise: bool, right: bool) -> None:
    assert leads(question("2次", premise=premise), answer(text)) == right


def test_a_refusal_never_leads() -> None:
    assert not leads(question("2次"), answer("没有条款规定每年2次。", status="not_found"))
