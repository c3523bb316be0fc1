from __future__ import annotations

import pytest

from kb.question.clauses import clauses_of, is_told, subject_of
from tests.question.samples import tokenizer


def asking(text: str) -> list[tuple[str, bool]]:
    return [(c.text, c.asks is not None) for c in clauses_of(text, tokenizer().spans(text))]


@pytest.mark.parametrize(("text", "clauses"), [
    ("党员异动信息，机关报给谁", [("党员异动信息", False), ("机关报给谁", True)]),
    ("预备期多长、从哪天算起", [("预备期多长", True), ("从哪天算起", True)]),
    ("党课每年几次以及由谁来讲", [("党课每年几次", True), ("由谁来讲", True)]),
    ("哪些人和哪些单位要参加", [("哪些人和哪些单位要参加", True)]),
    ("书记上4次党课,对吗?", [("书记上4次党课,对吗", True)]),
    ("我不知道几次,党课几次", [("我不知道几次", False), ("党课几次", True)]),
    ("没什么理由就不来,怎么办", [("没什么理由就不来", False), ("怎么办", True)]),
    ("", []),
])
def test_clauses_and_which_of_them_ask(text: str, clauses: list[tuple[str, bool]]) -> None:
    assert asking(text) == clauses


def test_where_the_asking_words_begin() -> None:
    assert [c.asks for c in clauses_of("党课一年几次", tokenizer().spans("党课一年几次"))] == [4]


def test_a_story_goes_on_behind_a_clause_that_asks_nothing() -> None:
    text = "来了几位老师,都很好,支委会多久开一次?"
    clauses = clauses_of(text, tokenizer().spans(text))
    assert [is_told(text, clauses, n) for n, c in enumerate(clauses) if c.asks is not None] == [True, False]


@pytest.mark.parametrize(("clause", "subject"), [
    ("支委会由谁召集", "支委会召集"), ("借书最多几本", "借书"), ("轮训班几年参加一次", "轮训班参加"),
    ("多久一次", "多久一次")])
def test_what_a_clause_is_about(clause: str, subject: str) -> None:
    assert subject_of(clause) == subject
