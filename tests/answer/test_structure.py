from __future__ import annotations

import pytest

from kb.answer.whole import Whole
from tests.answer.structured import BY_ID, asked, structure


def answered(text: str) -> Whole | None:
    return structure().answer(asked(text), [], admits=lambda c: True)


@pytest.mark.parametrize(("text", "items"), [
    ("会费管理办法第四条是什么", ["第四条"]),
    ("比较会费管理办法第一条和第五条", ["第一条", "第五条"]),
    ("哪些条款提到花名册", ["o1"]),
    ("学习教育有哪些", ["s1", "s2", "o1", "o2"]),
    ("我是组织委员，要做哪些事", ["o1", "o2"]),
    ("党支部书记学习教育要做哪些", ["s1", "s2"]),
    ("会费管理办法第六条", []),
])
def test_what_the_structure_answers(text: str, items: list[str]) -> None:
    whole = answered(text)
    assert whole is not None and [p.clause.id for p in whole.passages] == items


@pytest.mark.parametrize("text", ["党课每年上几次", "登山活动谁组织", "哪些条款提到博物馆", "比较学习教育有哪些不同"])
def test_what_is_asked_within_the_clauses(text: str) -> None:
    assert answered(text) is None


def test_a_question_for_the_points_of_one_clause() -> None:
    whole = structure().counted_up(asked("会费缴纳有哪些标准"), BY_ID["第三条"])
    assert whole is not None and [p.clause.id for p in whole.passages] == ["第三条"]
    assert structure().counted_up(asked("会费每月缴纳多少"), BY_ID["第三条"]) is None
