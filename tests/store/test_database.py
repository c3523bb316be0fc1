"""What goes wrong with the library's file is said in words; nothing of the database's own errors gets out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from kb.errors import BusyError, NotFoundError, UnreadableError
from kb.store.database import Database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.db"


@pytest.fixture
def database(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr("kb.store.database._PATIENCE_S", 0.1)
    opened = Database(path)
    yield opened
    opened.close()


def test_a_transaction_takes_effect_whole_or_not_at_all(database: Database) -> None:
    add = text("INSERT INTO facts VALUES (:key, 'x')")
    with database.writing() as c:
        c.execute(add, {"key": "a"})
    with pytest.raises(NotFoundError), database.writing() as c:
        c.execute(add, {"key": "b"})
        raise NotFoundError("没有")
    with database.reading() as c:
        assert c.execute(text("SELECT key FROM facts")).scalars().all() == ["a"]


def test_while_another_program_writes_it_is_busy(database: Database, path: Path) -> None:
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError, match="另一个程序正在更新知识库"), database.writing() as c:
        c.execute(text("DELETE FROM facts"))
    with database.reading() as c:
        assert c.execute(text("SELECT count(*) FROM facts")).scalar() == 0
    holder.close()


@pytest.mark.parametrize("statement", ["SELECT * FROM nothing", "INSERT INTO segments VALUES (99, 0, 1, 'matter')"])
def test_what_the_database_refuses_is_one_line_that_names_the_file(
        database: Database, path: Path, statement: str) -> None:
    with pytest.raises(UnreadableError, match="知识库读写出错") as caught, database.writing() as c:
        c.execute(text(statement))
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_a_file_damaged_under_way_is_unreadable(database: Database, path: Path) -> None:
    with database.writing() as c:
        c.execute(text("INSERT INTO facts VALUES ('a', :value)"), {"value": "长" * 100_000})
    database.close()  # what it keeps open holds pages in memory; the next reading opens the file again
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xff" * (len(data) - 100))
    with pytest.raises(UnreadableError), database.reading() as c:
        c.execute(text("SELECT value FROM facts")).all()
