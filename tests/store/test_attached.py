"""Questions attached by hand: kept with their clause, whatever is read again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.store.attached import attach_question, detach_question, hand_attached
from kb.store.library import Library
from tests.search.samples import SECRETARY, library_of


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = library_of(tmp_path, {"清单.txt": SECRETARY})
    yield opened
    opened.close()


def test_a_question_is_attached_once_and_taken_away_once(library: Library) -> None:
    first, second, _ = library.clauses()
    with library.changing() as writer:
        assert attach_question(writer, first, "书记讲几次课")
        assert not attach_question(writer, first, "书记讲几次课")
        assert attach_question(writer, second, "书记讲几次课")
    assert library.questions() == [(first.id, "书记讲几次课"), (second.id, "书记讲几次课")]
    newest, oldest = hand_attached(library)
    assert (oldest.clause_id, oldest.text, oldest.document) == (first.id, first.text, "党支部书记工作责任清单")
    with library.changing() as writer:
        assert detach_question(writer, newest.id) == (second.document_id, "书记讲几次课")
        assert detach_question(writer, newest.id) is None
    assert library.questions() == [(first.id, "书记讲几次课")]
