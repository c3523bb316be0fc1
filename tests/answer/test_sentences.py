"""Which sentence of a clause answers a question that asks for no number."""

from __future__ import annotations

import numpy as np
import pytest

from kb.answer.sentences import NAMES, compared, load_sentence_reader, sentence_of
from kb.ingest.analysis import analyse
from kb.language.tokenizer import Tokenizer, dictionary
from kb.question.question import understand
from tests.search.samples import clause

TOKENIZER = Tokenizer(dictionary())
SHOW = ("“红色书屋”每周开放不少于三天，由宣传委员管理。借出的图书逾期不还的，停止借阅资格半年。"
        "图书损坏严重的，由借阅人照价赔偿，并在支部公示。")
CASES = "有下列情形之一的，取消支部当年评优资格：（一）组织生活记录造假的；（二）无故不参加应急值守的。"


def chosen(question: str, text: str) -> str:
    asked, analysis = understand(question, TOKENIZER), analyse(clause("c", text), "制度")
    near = [0.5] * len(analysis.sentences)
    s = sentence_of(asked, analysis, load_sentence_reader().read(asked, analysis, near, lambda _: 1.0).likely.tolist())
    return text[s.start:s.end]


@pytest.mark.parametrize(("question", "begins"), [
    ("书弄坏了怎么办", "图书损坏"), ("借了书到期不还会怎么样", "借出的图书"), ("红色书屋由谁管理", "“红色书屋”")])
def test_the_sentence_that_says_what_is_asked_is_read(question: str, begins: str) -> None:
    assert chosen(question, SHOW).startswith(begins)


def test_what_follows_of_a_case_stands_in_front_of_the_cases() -> None:
    assert chosen("值守的时候无故不来会怎样", CASES).startswith("有下列情形之一的，取消支部当年评优资格")
    assert "应急值守" in chosen("哪种值守不来不行", CASES)


def test_a_clause_of_one_sentence_answers_with_it() -> None:
    assert chosen("书屋谁管", "书屋由宣传委员管理。") == "书屋由宣传委员管理。"


def test_rows_stand_in_the_order_of_their_names_and_chances_sum_to_one() -> None:
    asked, analysis = understand("书弄坏了怎么办", TOKENIZER), analyse(clause("c", SHOW), "制度")
    rows = compared(asked, analysis, [0.1, 0.2, 0.3], lambda _: 1.0)
    assert rows.shape == (3, len(NAMES))
    assert rows[:, NAMES.index("closest")].tolist() == [0.0, 0.0, 1.0]
    assert rows[:, NAMES.index("first")].tolist() == [1.0, 0.0, 0.0]
    likely = load_sentence_reader().read(asked, analysis, [0.1, 0.2, 0.3], lambda _: 1.0).likely
    assert np.isclose(likely.sum(), 1.0)
