"""A conversation answered again (对话): the questions of a reader in order, each in the light of those before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.errors import QuestionError
from kb.question.filters import checked_day, checked_role, checked_scope
from kb.show.card import Card, present
from kb.types import Answer, Query

MAX_TURNS = 50
MAX_HISTORY = 20


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation with the reader's filters at that time; `as_of` is a day as it is typed."""

    question: str
    scope: str | None = None
    role: str | None = None
    as_of: str | None = None


def answered(turns: Sequence[Turn], answer: Callable[[Query], Answer], *, today: date) -> list[Card]:
    """The card of every turn. Nothing that a browser remembered is repeated: each quotation is found and checked anew.

    Raises QuestionError where there is no turn, there are more than MAX_TURNS, or one of them cannot be asked.
    """
    if not turns:
        raise QuestionError("对话里还没有问题。请先提问，再导出。")
    if len(turns) > MAX_TURNS:
        raise QuestionError(f"对话太长：{len(turns)} 个问题，一次最多 {MAX_TURNS} 个。请开始新对话，或分几次导出。")
    cards = []
    for n, turn in enumerate(turns):
        history = tuple(t.question for t in turns[max(0, n - MAX_HISTORY):n])
        try:
            query = Query(turn.question, history, checked_scope(turn.scope), checked_role(turn.role),
                          as_of=checked_day(turn.as_of))
            cards.append(present(query, answer(query), asked_on=today))
        except QuestionError as e:
            raise QuestionError(f"第 {n + 1} 个问题：{e}") from e
    return cards
