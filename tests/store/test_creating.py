"""Making and upgrading the library is one transaction: broken off at any statement, the file is as it was."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from kb.errors import LibraryError, NotFoundError
from kb.store.library import open_library
from kb.store.migrations import SCHEMA_VERSION
from tests.conftest import ROOT, environment

OLD = Path(__file__).resolve().parent / "data" / "library-0002.sql"


@contextmanager
def before_statement(path: Path, count: int, act: Any) -> Iterator[list[int]]:
    """Calls `act` before the statement of this number on the library at `path`; counts the statements on it."""
    seen = [0]

    def each(connection: Connection, *_: object) -> None:
        if connection.engine.url.database != str(path):
            return  # a service of other tests in this process
        seen[0] += 1
        if seen[0] == count:
            act()

    event.listen(Engine, "before_cursor_execute", each)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", each)


def make(path: Path, *, old: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if old:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(OLD.read_text(encoding="utf-8"))


def content(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return [row for row in connection.iterdump() if "sqlite_sequence" not in row]


def statements(path: Path, *, old: bool) -> int:
    make(path, old=old)
    with before_statement(path, 0, None) as seen:
        open_library(path).close()
    return seen[0]


@pytest.mark.parametrize("old", [False, True], ids=["made", "upgraded"])
def test_broken_off_at_any_statement_nothing_has_happened(tmp_path: Path, old: bool) -> None:
    class BrokenOff(Exception):
        pass

    def broken() -> None:
        raise BrokenOff

    for n in range(1, statements(tmp_path / "count" / "library.db", old=old) + 1):
        path = tmp_path / str(n) / "library.db"
        make(path, old=old)
        before = content(path) if old else []
        with before_statement(path, n, broken), pytest.raises(BrokenOff):
            open_library(path)
        assert content(path) == (before or ["BEGIN TRANSACTION;", "COMMIT;"]), n
    whole(path)


@pytest.mark.parametrize("old", [False, True], ids=["made", "upgraded"])
def test_killed_at_a_statement_it_opens_again(tmp_path: Path, old: bool) -> None:
    total = statements(tmp_path / "count" / "library.db", old=old)
    for n in range(1, total + 1, 6):
        path = tmp_path / str(n) / "library.db"
        make(path, old=old)
        child = os.fork()
        if not child:
            with before_statement(path, n, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                open_library(path)
            os._exit(0)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        whole(path)


def whole(path: Path) -> None:
    with closing(open_library(path)) as library:
        assert (len(library.documents()) > 0) == (library.revision() != "")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(SCHEMA_VERSION,)]


def test_many_programs_open_a_new_library_at_once(tmp_path: Path) -> None:
    program = ("import sys, os\nfrom pathlib import Path\nfrom kb.store.library import open_library\n"
               "import alembic.command\nsys.stdin.read(1)\n"
               "for _ in range(8):\n    if not os.fork():\n"
               "        open_library(Path(sys.argv[1])).close(); os._exit(0)\n"
               "sys.exit(sum(os.wait()[1] != 0 for _ in range(8)))")
    started = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "data" / "library.db")], cwd=ROOT,
                                stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment({})) for _ in range(2)]
    for process in started:
        assert process.stdin is not None
        process.stdin.write(b"x")
        process.stdin.flush()
    assert [(p.wait(60), p.communicate()[1]) for p in started] == [(0, b"")] * 2
    whole(tmp_path / "data" / "library.db")


def test_a_full_disk_leaves_it_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    make(path, old=True)
    before = content(path)

    def no_more(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={connection.execute('PRAGMA page_count').fetchone()[0] + 1}")

    from kb.store import database

    def full(connection: Any, record: object) -> None:
        _prepare(connection, record)
        no_more(connection, record)

    _prepare = database._prepare
    database._prepare = full  # type: ignore[assignment]
    try:
        with pytest.raises(LibraryError, match="磁盘满了"):
            open_library(path)
    finally:
        database._prepare = _prepare
    assert content(path) == before
    whole(path)


def test_in_a_folder_that_cannot_be_written_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    make(path, old=True)
    open_library(path).close()
    held = sorted(p.name for p in tmp_path.iterdir())
    monkeypatch.setattr("os.access", lambda *_: False)
    with closing(open_library(path)) as library:
        assert len(library.documents()) == 3
        with pytest.raises(LibraryError, match="写不进"), library.changing() as writer:
            writer.withdraw("x")
    assert sorted(p.name for p in tmp_path.iterdir()) == held


def test_an_older_library_that_cannot_be_written_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "library.db", old=True)
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(LibraryError, match="升级不了"):
        open_library(tmp_path / "library.db")


def test_a_number_that_no_id_can_be_is_not_found(tmp_path: Path) -> None:
    from sqlalchemy import select

    from kb.store.schema import audit

    with closing(open_library(tmp_path / "library.db")) as library:
        with pytest.raises(NotFoundError), library.database.reading() as c:
            c.execute(select(audit).where(audit.c.id == 2 ** 63))


def test_a_reading_is_one_state_whatever_is_written_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    make(path, old=True)
    with closing(open_library(path)) as library, library.snapshot() as seen:
        before = (seen.revision(), seen.titles())
        with closing(open_library(path)) as other, other.changing() as writer:
            for source in library.locations():
                writer.withdraw(source)
        assert (seen.revision(), seen.titles()) == before
        assert library.titles() == {}
