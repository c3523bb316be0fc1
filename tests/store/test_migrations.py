"""A library that the last release left behind opens, says what it said, and goes on as before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kb.manage.intake import ingest
from kb.store.attached import hand_attached
from kb.store.library import Library, open_library
from kb.store.migrations import SCHEMA_VERSION
from kb.store.questions import open_questions
from kb.store.register import audit_page, offered_undo
from kb.store.versions import content, version_numbered, versions_of

# Dumped from a library of schema 0002: one document in its second edition, one repealed, one uploaded.
DUMP = Path(__file__).resolve().parent / "data" / "library-0002.sql"
RULES, FEES, UPLOADED = "支部工作规则", "党费收缴规定", "星河镇学习制度"
REVISION = "a954d801bde888d0709622a6a0ee979ef69daad1d7ceb53a10983b09a1a31511"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The library in its data folder, with the files it was read from."""
    path = tmp_path / "data" / "library.db"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(DUMP.read_text(encoding="utf-8").replace("/old", str(tmp_path)))
        texts = connection.execute("SELECT location, text FROM documents d JOIN versions v ON v.id = d.current_version")
        for location, text in texts:
            Path(location).parent.mkdir(parents=True, exist_ok=True)
            Path(location).write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    opened = open_library(path)
    yield opened
    opened.close()


def rows(path: Path, *tables: str) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as connection:
        return {t: connection.execute(f"SELECT * FROM {t}").fetchall() for t in tables}


def ids(library: Library) -> dict[str, str]:
    return {title: i for i, (title, _) in library.titles().items()}


def shown(library: Library) -> dict[str, list[str]]:
    """Period, deadline and count of the obligations in force, by title."""
    titles = {i: title for i, (title, _) in library.titles().items()}
    out: dict[str, list[str]] = {}
    found = library.obligations()
    for clause in library.clauses():
        out.setdefault(titles[clause.document_id], []).extend(
            "".join(x for x in (o.period, o.deadline, o.value) if x) for o in found.get(clause.id, ()))
    return out


FOUND = {RULES: ["每年至少2次", "3-5人", "每月1次", "每年年底前"], FEES: ["每月", "每季度1次"],
         UPLOADED: ["每季度至少2次"]}


def test_everything_in_it_stays_as_it_was(path: Path) -> None:
    tables = ("documents", "versions", "clauses", "segments", "attached", "attached_by_hand", "decisions", "audit",
              "unanswered", "feedback", "facts")
    before = rows(path, *tables)
    open_library(path).close()
    after = rows(path, *tables)
    for table, held in before.items():  # new columns stand behind the old ones
        assert [row[:len(old)] for row, old in zip(after[table], held, strict=True)] == held
    assert {row[-6:] for row in after["versions"]} == {(None, None, None, "[]", "[]", None)}
    assert {row[-4:] for row in after["clauses"]} == {(0, None, 0, "[]")}
    assert rows(path, "alembic_version") == {"alembic_version": [(SCHEMA_VERSION,)]}


def test_it_is_read_as_before(library: Library) -> None:
    assert library.revision() == REVISION
    assert {title: status for title, status in library.titles().values()} == {
        RULES: "现行", FEES: "已废止", UPLOADED: "现行"}
    assert [c.text for c in library.clauses(ids(library)[RULES])] == [
        "1.党支部书记每年至少上2次党课。", "2.党支部委员会由3-5人组成，每月开1次会。", "3.年底前完成述职。",
        "4.档案由专人保管。"]
    assert [v.state for v in versions_of(library, ids(library)[RULES])] == ["现行", "旧版本"]
    assert [v.state for v in versions_of(library, ids(library)[FEES])] == ["已废止", "旧版本"]
    assert [r.action for r in audit_page(library, offset=0, limit=9)[0]] == ["关联相似问", "废止", "生效"]
    assert {r.action for r in offered_undo(library).values()} == {"废止", "生效"}
    assert [(a.question, a.text) for a in hand_attached(library)] == [
        ("书记一年讲几次课", "1.党支部书记每年至少上2次党课。")]
    assert {q.question for q in open_questions(library)} == {"食堂几点开门", "书记讲几次课"}


def test_obligations_of_every_version_are_found(library: Library) -> None:
    assert shown(library) == FOUND
    first = content(library, version_numbered(library, ids(library)[RULES], 1))
    assert [o.value for own in first.obligations.values() for o in own] == ["至少1次", "3-5人", "1次"]
    for clause in library.clauses():
        for o in library.obligations().get(clause.id, ()):
            assert (o.clause_id, clause.text[o.start:o.end]) == (clause.id, o.quote)


def test_indexing_again_goes_on_as_before(library: Library, tmp_path: Path) -> None:
    clauses = library.clauses()
    revisions = []
    for _ in range(2):
        results = ingest(library, [], corpus=tmp_path / "corpus", kept=tmp_path / "data" / "documents")
        revisions.append(library.revision())
        assert len(results) == 3 and not [r for r in results if r.status == "failed"]
    assert {r.status for r in results} == {"unchanged"}
    assert library.clauses() == clauses
    assert revisions[0] == revisions[1] != REVISION  # worked out otherwise than the program that made it did
    assert library.is_sound()
    assert shown(library) == FOUND
    assert library.titles()[ids(library)[FEES]] == (FEES, "已废止")


def test_what_breaks_off_leaves_it_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("kb.ingest.obligations.obligations", lambda clause: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            open_library(path)
    assert rows(path, "alembic_version") == {"alembic_version": [("0002",)]}
    library = open_library(path)
    assert shown(library) == FOUND
    library.close()
