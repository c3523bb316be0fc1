from __future__ import annotations

from dataclasses import replace

import pytest

from kb.answer.evidence import Evidence
from kb.answer.fitting import fitting, is_left
from kb.answer.unsaid import of_purpose, unsaid
from kb.ingest.analysis import analyse
from kb.language.tokenizer import Tokenizer, dictionary
from kb.question.question import Question, understand
from tests.answer.samples import at
from tests.search.samples import clause

TOKENIZER = Tokenizer(dictionary())


def asked(question: str) -> Question:
    return understand(question, TOKENIZER)


def sentence(text: str) -> Evidence:
    a = analyse(clause("c", text), "")
    return at(a, a.sentences[0])


PURPOSE = "第一条 为了加强锅炉管理，制定本办法。"


@pytest.mark.parametrize(("question", "only"), [("锅炉由谁维保", True), ("制定办法的目的是什么", False)])
def test_a_clause_that_only_says_what_for_answers_only_what_for(question: str, only: bool) -> None:
    assert of_purpose(sentence(PURPOSE), asked(question)) is only


@pytest.mark.parametrize(("question", "text", "left_out"), [
    ("监控室多久打扫一次", "监控室二十四小时有人值守。", True),
    ("仓库钥匙由谁保管", "出库由部门负责人签字，保管员核对。", True),
    ("仓库多久盘点一次", "仓库每季度盘点一次。", False),
])
def test_what_is_asked_is_not_said_at_all(question: str, text: str, left_out: bool) -> None:
    assert unsaid(sentence(text), asked(question)) is left_out


def test_what_is_anothers_counts_for_nothing_and_what_is_left_must_be_likely_by_itself() -> None:
    held = [sentence("电梯每周检查一次。"), sentence("机房每日检查一次。")]
    question = asked("机房多久检查一次")
    fit = fitting(question, held, [0.9, 0.5])
    assert fit == (0.0, 0.5)
    assert is_left(question, held, [0.9, 0.5], fit)
    assert is_left(question, held, [0.9, 0.1], (0.0, 0.1))  # it holds all that is named, and the quantity
    assert not is_left(question, [replace(e, whole=0.5) for e in held], [0.9, 0.1], (0.0, 0.1))
    assert not is_left(question, [], [], ())
