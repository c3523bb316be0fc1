"""Versions of a document, read back from a library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.errors import NotFoundError
from kb.manage.intake import ingest
from kb.store.library import Library, open_library
from kb.store.register import State, restore
from kb.store.versions import (
    content,
    copy_version,
    last_with_clause,
    sha256_of_version,
    version_numbered,
    versions_of,
)

FIRST = "支部工作规则\n\n1.每年至少上1次党课。\n2.每月开1次支委会。\n"
SECOND = "支部工作规则\n\n1.每年至少上2次党课。\n2.每月开1次支委会。\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(tmp_path / "library.db")
    yield opened
    opened.close()


@pytest.fixture
def file(tmp_path: Path, library: Library) -> Path:
    """A file that was taken in, changed, and taken in again."""
    path = tmp_path / "规则.txt"
    for text in (FIRST, SECOND):
        path.write_text(text)
        ingest(library, [path])
    return path


def test_every_version_is_kept_the_newest_first(library: Library, file: Path) -> None:
    (document,) = library.documents()
    newest, oldest = versions_of(library, document.id)
    assert [(v.ordinal, v.state, v.clauses) for v in (newest, oldest)] == [(2, "现行", 2), (1, "旧版本", 2)]
    assert newest.sha256 == document.sha256 != oldest.sha256
    assert newest.characters == len(document.text)


def test_a_version_says_what_it_said(library: Library, file: Path) -> None:
    (document,) = library.documents()
    old, new = (content(library, version_numbered(library, document.id, n)) for n in (1, 2))
    assert "上1次党课" in old.clauses[0].text
    assert (new.document, list(new.clauses), list(new.segments)) == (
        document, library.clauses(document.id), library.segments(document.id))
    for found in (old, new):
        assert "".join(found.document.text[s.start:s.end] for s in found.segments) == found.document.text
        assert all(found.document.text[c.start:c.end] == c.text for c in found.clauses)


def test_a_version_has_the_obligations_of_its_own_words(library: Library, file: Path) -> None:
    (document,) = library.documents()
    old, new = (content(library, version_numbered(library, document.id, n)) for n in (1, 2))
    assert [[o.value for o in old.obligations[c.id]] for c in old.clauses] == [["至少1次"], ["1次"]]
    assert [[o.value for o in new.obligations[c.id]] for c in new.clauses] == [["至少2次"], ["1次"]]
    assert new.obligations == library.obligations(document.id)


def test_a_copy_says_the_same_under_another_status(library: Library, file: Path) -> None:
    (document,) = library.documents()
    before = content(library, versions_of(library, document.id)[0])
    with library.changing() as writer:
        row = copy_version(writer, before.version.row, "已废止")
        assert sha256_of_version(writer, row) == document.sha256
        restore(writer, document.id, State(row, str(file), None))
    newest = versions_of(library, document.id)[0]
    after = content(library, newest)
    assert (newest.ordinal, newest.state, newest.held) == (3, "已废止", True)
    assert (after.clauses, after.segments, after.obligations) == (before.clauses, before.segments, before.obligations)


def test_a_changed_clause_is_found_in_the_version_that_held_it(library: Library, file: Path) -> None:
    (document,) = library.documents()
    gone, kept = content(library, version_numbered(library, document.id, 1)).clauses
    for clause_id, ordinal in ((gone.id, 1), (kept.id, 2)):
        version = last_with_clause(library, document.id, clause_id)
        assert version is not None and version.ordinal == ordinal
    assert last_with_clause(library, document.id, "nope") is None


def test_a_withdrawn_document_keeps_its_versions(library: Library, file: Path) -> None:
    (document,) = library.documents()
    with library.changing() as writer:
        writer.withdraw(document.source)
    assert [v.state for v in versions_of(library, document.id)] == ["已撤下", "旧版本"]
    assert not any(v.held for v in versions_of(library, document.id))


def test_what_is_not_there_is_named(library: Library, file: Path) -> None:
    (document,) = library.documents()
    with pytest.raises(NotFoundError, match="nope"):
        versions_of(library, "nope")
    for ordinal in (0, 3):
        with pytest.raises(NotFoundError, match=f"第 {ordinal} 版"):
            version_numbered(library, document.id, ordinal)
