from __future__ import annotations

import pytest

from kb.question.mention import MentionAsked, mention_asked


@pytest.mark.parametrize(("text", "term"), [
    ("哪些条款提到意识形态", "意识形态"),
    ("哪几条讲到了花名册?", "花名册"),
    ("提到花名册的条款有哪些", "花名册"),
    ("花名册在哪些条款里出现", "花名册"),
    ("凡是涉及花名册的条款", "花名册"),
    ("和花名册有关的条款", "花名册"),
    ("哪些地方写了花名册这个词", "花名册"),
    ("哪些条款提到对照", "对照"),
    ("所有对学时有要求的条款", "学时"),
])
def test_the_term_to_look_for(text: str, term: str) -> None:
    asked = mention_asked(text)
    assert asked is not None and asked.term == term


def test_what_is_quoted_is_looked_for_as_it_stands() -> None:
    assert mention_asked("哪些条款提到“要求公示的”") == MentionAsked("要求公示的", "要求公示的", "", False, quoted=True)


def test_where_to_look() -> None:
    asked = mention_asked("会费办法里哪些条款提到财务室")
    assert asked is not None and (asked.term, asked.place) == ("财务室", "会费办法")


@pytest.mark.parametrize("text", ["各单位文件里凡是对学时有要求的条款", "知识库里哪些条款提到学时"])
def test_everywhere_is_no_document(text: str) -> None:
    asked = mention_asked(text)
    assert asked is not None and (asked.term, asked.place) == ("学时", "")


def test_only_figures() -> None:
    asked = mention_asked("凡是对学时有数量要求的条款")
    assert asked is not None and asked.counted and asked.term == "学时"
    other = mention_asked("哪些条款提到学时")
    assert other is not None and not other.counted


@pytest.mark.parametrize("text", ["", "党课每年上几次", "书记有哪些职责", "哪些条款"])
def test_a_question_for_something_else(text: str) -> None:
    assert mention_asked(text) is None
