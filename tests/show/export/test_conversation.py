"""A conversation answered again: in order, each question in the light of those before it."""

from __future__ import annotations

import pytest

from kb.errors import QuestionError
from kb.show.export.conversation import MAX_TURNS, Turn, answered
from kb.types import Answer, Query
from tests.samples import DAY, refused


class Asked:
    """Answers nothing and remembers what it was asked."""

    def __init__(self) -> None:
        self.queries: list[Query] = []

    def __call__(self, query: Query) -> Answer:
        self.queries.append(query)
        if query.question == "太长":
            raise QuestionError("问题太长。")
        return refused(query.question)


def test_each_question_knows_those_before_it() -> None:
    asked = Asked()
    cards = answered([Turn("甲"), Turn("乙", "学校"), Turn("丙", None, "支书")], asked, today=DAY)
    assert [c.question for c in cards] == ["甲", "乙", "丙"]
    assert [(q.question, q.history, q.scope, q.role) for q in asked.queries] == [
        ("甲", (), None, None), ("乙", ("甲",), "学校", None), ("丙", ("甲", "乙"), None, "党支部书记")]


def test_history_is_the_last_twenty() -> None:
    asked = Asked()
    answered([Turn(str(n)) for n in range(30)], asked, today=DAY)
    assert asked.queries[-1].history == tuple(str(n) for n in range(9, 29))


@pytest.mark.parametrize(("turns", "said"), [
    ([], "还没有问题"), ([Turn("问")] * (MAX_TURNS + 1), f"51 个问题，一次最多 {MAX_TURNS} 个"),
    ([Turn("甲"), Turn("太长")], "第 2 个问题：问题太长"), ([Turn("甲", "火星")], "第 1 个问题：没有这类单位：火星"),
    ([Turn("甲", None, "船长")], "第 1 个问题：不认识的角色：船长")])
def test_what_cannot_be_asked_is_named(turns: list[Turn], said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        answered(turns, Asked(), today=DAY)


def test_as_many_as_allowed() -> None:
    assert len(answered([Turn("问")] * MAX_TURNS, Asked(), today=DAY)) == MAX_TURNS
