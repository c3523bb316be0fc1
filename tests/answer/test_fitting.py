from __future__ import annotations

from dataclasses import replace

from kb.answer.evidence import Evidence
from kb.answer.fitting import is_left, struck
from kb.language.tokenizer import Tokenizer, dictionary
from kb.question.question import Question, understand
from tests.answer.samples import analysed, at

TOKENIZER = Tokenizer(dictionary())


def asked(question: str) -> Question:
    return understand(question, TOKENIZER)


def sentence(text: str) -> Evidence:
    a = analysed(text)
    return at(a, a.sentences[0])


def test_what_is_anothers_counts_for_nothing_and_what_is_left_must_be_likely_by_itself() -> None:
    held = [sentence("电梯每周检查一次。"), sentence("机房每日检查一次。")]
    question = asked("机房多久检查一次")
    assert [struck(e, question, p) for e, p in zip(held, [0.9, 0.5], strict=True)] == ["说的是别的人、机构或事物", None]
    assert is_left(question, held, [0.9, 0.5], (0.0, 0.5))
    assert is_left(question, held, [0.9, 0.1], (0.0, 0.1))  # it holds all that is named, and the quantity
    assert not is_left(question, [replace(e, whole=0.5) for e in held], [0.9, 0.1], (0.0, 0.1))
    assert not is_left(question, [], [], ())
