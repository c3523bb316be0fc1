"""Questions that found nothing are asked again, so many at most, and not beyond the word to end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.answer.dated import DatedAnswerer
from kb.manage.asking_again import ask_again
from kb.store.journal import Journal
from kb.store.library import Library, open_library
from kb.store.questions import open_questions
from kb.types import Answer, Query

pytestmark = pytest.mark.model

ANSWERED, CHAT, OPEN = "支部委员会由几人组成", "你好", "食堂几点开门"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = open_library(tmp_path / "library.db")
    journal = Journal(made)
    for question in (ANSWERED, ANSWERED, ANSWERED, CHAT, CHAT, OPEN):
        journal.note(Query(question), Answer(question, "not_found", "没有"))
    journal.close()
    yield made
    made.close()


def test_what_is_answered_now_is_settled(library: Library, answerer: DatedAnswerer) -> None:
    rested: list[float] = []

    def rest(seconds: float) -> bool:
        rested.append(seconds)
        return False

    assert ask_again(library, answerer, rest=rest) == 3
    assert {q.question: q.outcome for q in open_questions(library, done=None)} == {
        ANSWERED: "answered", CHAT: "chat", OPEN: None}
    assert len(rested) == 3 and all(s > 0 for s in rested)


def test_it_is_bounded_and_ends_when_told(library: Library, answerer: DatedAnswerer) -> None:
    assert ask_again(library, answerer, rest=lambda seconds: True) == 0
    assert ask_again(library, answerer, rest=lambda seconds: False, most=1) == 1
    assert {q.question: q.outcome for q in open_questions(library, done=None)} == {
        ANSWERED: "answered", CHAT: None, OPEN: None}
