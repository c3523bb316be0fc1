"""Questions that were settled, and asked again once the library had changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.store.again import Found, note_found, to_ask_again
from kb.store.journal import Feedback, Journal
from kb.store.library import Library, open_library
from kb.store.questions import OpenQuestion, mark, open_questions, settle
from kb.types import Answer, Query


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = open_library(tmp_path / "library.db")
    miss(made, "食堂几点开门", "食堂几点开门", "你好", "停车费多少")
    yield made
    made.close()


def miss(library: Library, *questions: str) -> None:
    journal = Journal(library)
    for q in questions:
        journal.note(Query(q), Answer(q, "not_found", "没有"))
    journal.close()


def held(library: Library) -> dict[str, OpenQuestion]:
    return {q.question: q for q in open_questions(library, done=None)}


def test_questions_are_settled_and_opened_in_batches(library: Library) -> None:
    mark(library, [("not_found", "食堂几点开门"), ("not_found", "停车费多少")], "irrelevant")
    assert [q.question for q in open_questions(library)] == ["你好"]
    assert held(library)["停车费多少"].outcome == "irrelevant"
    miss(library, "停车费多少")  # what was decided stays, however often it is asked
    assert held(library)["停车费多少"].outcome == "irrelevant"
    mark(library, [("not_found", "停车费多少")], None)
    assert {q.question for q in open_questions(library)} == {"你好", "停车费多少"}


def test_attaching_settles_a_question_until_it_finds_nothing_again(library: Library) -> None:
    journal = Journal(library)
    journal.feedback(Feedback("停车费多少", "answer", useful=False))
    journal.close()
    with library.database.writing() as c:
        settle(c, "停车费多少", "attached")
    assert {q.question for q in open_questions(library)} == {"食堂几点开门", "你好"}
    miss(library, "停车费多少")
    assert [(q.kind, q.outcome) for q in open_questions(library, done=None) if q.question == "停车费多少"] == [
        ("not_found", None), ("not_useful", "attached")]


def test_what_was_asked_again_is_settled_or_opened_by_what_it_found(library: Library) -> None:
    assert to_ask_again(library, most=1) == ["食堂几点开门"]
    mark(library, [("not_found", "停车费多少")], "irrelevant")
    note_found(library, [Found("食堂几点开门", "answered"), Found("你好", "not_found", chat=True),
                         Found("停车费多少", "answered")])
    assert {q.question: (q.outcome, q.found) for q in held(library).values()} == {
        "食堂几点开门": ("answered", "answered"), "你好": ("chat", "not_found"),
        "停车费多少": ("irrelevant", "answered")}
    assert all(q.asked_again_at for q in held(library).values())
    assert to_ask_again(library, most=9) == ["食堂几点开门"]
    note_found(library, [Found("食堂几点开门", "not_found")])
    assert [q.question for q in open_questions(library)] == ["食堂几点开门"]
