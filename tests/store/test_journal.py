"""The journal never holds up who asks, and what it took is written."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kb.errors import BusyError, LibraryError
from kb.store.journal import MAX_KEPT, Feedback, Journal
from kb.store.library import Library, open_library
from kb.store.questions import open_questions
from kb.store.schema import unanswered
from kb.types import Answer, Query

GIVEN = Feedback("问题", "answer", useful=False)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = open_library(tmp_path / "library.db")
    yield made
    made.close()


def miss(journal: Journal, question: str, **more: str) -> None:
    journal.note(Query(question, ("先前的",)), Answer(question, "not_found", "没有", **more))  # type: ignore[arg-type]


def test_closing_writes_what_waits(library: Library) -> None:
    journal = Journal(library)
    for n in range(1200):
        miss(journal, f"问题{n % 600}")
    journal.close()
    found = open_questions(library)
    assert len(found) == 600 and {q.count for q in found} == {2}


def test_a_follow_up_is_noted_as_understood_and_long_text_is_cut(library: Library) -> None:
    journal = Journal(library)
    miss(journal, "那副书记呢", understood_as="副书记讲几次课")
    miss(journal, "长" * 2000)
    journal.close()
    found = {q.question: q for q in open_questions(library)}
    assert found["副书记讲几次课"].remarks == ("原话：那副书记呢",)
    assert "长" * MAX_KEPT in found


def test_asking_does_not_wait_for_a_held_library_and_nothing_is_lost(library: Library, tmp_path: Path) -> None:
    journal = Journal(library)
    holder = sqlite3.connect(tmp_path / "library.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    began = time.perf_counter()
    for n in range(100):
        miss(journal, f"问题{n}")
    assert time.perf_counter() - began < 5
    holder.execute("COMMIT")
    holder.close()
    journal.close()
    assert len(open_questions(library)) == 100


def test_too_much_at_once_is_told(library: Library, tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "library.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    journal = Journal(library, waiting=1)
    miss(journal, "在写")
    time.sleep(0.3)
    miss(journal, "在等")
    miss(journal, "放弃")
    with pytest.raises(BusyError, match="稍后再试"):
        journal.feedback(GIVEN)
    holder.execute("COMMIT")
    holder.close()
    journal.close()
    assert {q.question for q in open_questions(library)} == {"在写", "在等"}


def test_what_cannot_be_written_is_an_error_not_a_silence(library: Library) -> None:
    journal = Journal(library)
    with library.database.writing() as c:
        c.exec_driver_sql("DROP TABLE feedback")
    with pytest.raises(LibraryError, match="没有存下"):
        journal.feedback(GIVEN)
    journal.close()


def test_the_oldest_dealt_with_go_first(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.store.journal.MAX_UNANSWERED", 3)
    with library.database.writing() as c:
        for n in range(3):
            c.execute(unanswered.insert().values(
                question=f"旧{n}", asked_as="", history=[], first_at="2024", last_at=f"2024-{n}", count=1,
                done_at="2024" if n == 2 else None))
    journal = Journal(library)
    miss(journal, "新")
    journal.close()
    with library.database.reading() as c:
        assert set(c.execute(select(unanswered.c.question)).scalars()) == {"旧0", "旧1", "新"}
        assert c.execute(select(func.count()).select_from(unanswered)).scalar() == 3
