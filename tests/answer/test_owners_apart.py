from __future__ import annotations

import pytest

from kb.answer.owners_apart import of_each_owner, told_apart
from kb.language.tokenizer import Tokenizer, dictionary
from kb.question.question import understand
from tests.answer.samples import analysed, at

TOKENIZER = Tokenizer(dictionary())
TERMS = "第九条 村、社区党支部委员会每届任期5年，其他基层单位党支部委员会一般每届任期3年。"
FEES = "住宿费180元、伙食费120元。"
PAID = "养老金5000元以下的党员按0.5%交纳党费，5000元以上的党员按1%交纳党费。"


def said(question: str, text: str) -> str | None:
    a = analysed(text)
    e = of_each_owner(at(a, a.sentences[0]), a.frames[0], understand(question, TOKENIZER))
    assert e is None or (e.frame is not None and all(f.value in e.quote.replace(" ", "") or f.own for f in a.frames))
    return None if e is None or e.frame is None else e.frame.value


@pytest.mark.parametrize(("question", "value"), [
    ("学生党支部隔多久开一次党员大会", "每两个月1次"), ("教职工党支部多久开一次党员大会", "每季度1次"),
    ("党支部多久开一次党员大会", "每季度1次"),
])
def test_the_figure_whose_own_words_the_question_has_is_read(question: str, value: str) -> None:
    a = analysed("教职工党支部每季度召开1次党员大会，学生党支部每两个月召开1次党员大会。")
    found = told_apart(a.frames[0], at(a, a.sentences[0]), understand(question, TOKENIZER), lambda _: 1.0)
    assert found.value == value


@pytest.mark.parametrize("question", ["党支部委员会每届任期几年", "支委会的任期是几年"])
def test_each_owner_has_its_figure_where_none_is_told(question: str) -> None:
    assert said(question, TERMS) == "村、社区党支部委员会：任期5年；其他基层单位党支部委员会：任期3年"


@pytest.mark.parametrize(("question", "text"), [
    ("村支委会任期几年", TERMS), ("社区党支部委员会任期几年", TERMS), ("其他基层单位的支委会任期几年", TERMS),
    ("支委会任期是5年吗", TERMS), ("住宿费多少钱", FEES), ("养老金6000元的党费交百分之几", PAID),
    ("支委会任期几年", "党支部委员会每届任期3年。"), ("支委会任期几年", "党总支任期3年，党支部委员会任期3年。"),
])
def test_one_is_enough_where_the_question_tells_it_or_there_is_but_one(question: str, text: str) -> None:
    assert said(question, text) is None
