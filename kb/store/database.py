"""One SQLite file (数据库): opened, brought to the present schema, read and written; its errors in words for a user.

WAL mode: one writer and any number of readers, which see the last committed state. The transactions are this program's
own (Python's sqlite3 begins none by itself): a reading is one snapshot, and a change of the schema is one transaction
like any other.
"""

from __future__ import annotations

import copy
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    String,
    Table,
    create_engine,
    event,
    literal_column,
    true,
)
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from kb.config import Server
from kb.errors import LibraryError, NotFoundError
from kb.store.faults import in_words, is_busy
from kb.store.lock import make_folder
from kb.store.migrations import SCHEMA_VERSION

T = TypeVar("T")
_PATIENCE_S = 30
_RETRY_S = 0.05


class Database:
    """A handle on one file, to be shared between threads. Only the modules of this folder use it.

    `server` is where it is instead, where it is no file (kb.store.server).
    """

    server: Server | None = None

    def __init__(self, path: Path) -> None:
        """Opens the file at `path`, made where it is missing and migrated where its schema is older.

        In a folder that cannot be written it can only be read. Raises LibraryError: not a database, damaged, or of a
        newer schema than this program knows.
        """
        self._path = path
        self._connection: Connection | None = None
        read_only = _is_read_only(path)
        if not read_only:
            make_folder(path.parent)
        url = (URL.create("sqlite", database=reading_uri(path), query={"uri": "true"}) if read_only
               else URL.create("sqlite", database=str(path)))
        self._engine = create_engine(url, connect_args={"timeout": _PATIENCE_S, "isolation_level": None})
        event.listen(self._engine, "connect", _prepare_reading if read_only else _prepare)
        event.listen(self._engine, "begin", _begin)
        try:
            _ensure_schema(self._engine, path, read_only=read_only)
        except DatabaseError as e:
            self.close()
            raise in_words(path, e, opening=True) from e
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._connection is None:
            self._engine.dispose()

    @property
    def tenant(self) -> str:
        """Whose rows it reads and writes, where it holds those of several tenants; empty where it is one's alone."""
        return self.server.tenant if self.server is not None else ""

    def own(self, table: Table) -> ColumnElement[bool]:
        """The rows of a table that are the tenant's own, beside those that are common to all."""
        return literal_column(f"{table.name}.tenant", String) == self.tenant if self.tenant else true()

    def tenants(self, _c: Connection) -> list[str]:
        """The tenants that stand on what is changed here, by their codes."""
        return []

    def over(self, connection: Connection) -> Database:
        """The same database as this one connection sees it: every reading is part of its transaction."""
        pinned = copy.copy(self)
        pinned._connection = connection
        return pinned

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The last committed state, the same for everything read inside. Raises UnreadableError."""
        with self._in_words():
            if self._connection is not None:
                yield self._connection
                return
            with self._engine.connect() as c:
                yield c

    def look(self, at: Callable[[Connection], T]) -> T:
        """What `at` reads of what never changes once it is there; where a server is lost meanwhile, of another."""
        with self.reading() as c:
            return at(c)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: everything inside takes effect together, or nothing does.

        Raises BusyError where another program writes for longer than a while, UnreadableError.
        """
        with self._in_words(), _immediate(self._engine).begin() as c:
            yield c

    @contextmanager
    def adding(self) -> Iterator[Connection]:
        """One transaction for rows on which nothing else that is written depends; in a file all writing is alike."""
        with self.writing() as c:
            yield c

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except OverflowError as e:  # an id beyond what SQLite counts to
            raise NotFoundError("没有这个编号：数字太大。") from e
        except SQLAlchemyError as e:
            raise in_words(self._path, e) from e


def database_at(place: Path | Server) -> Database:
    """The library's database at `place`; raises as opening it does."""
    if isinstance(place, Path):
        return Database(place)
    from kb.store.server import ServerDatabase

    return ServerDatabase(place)


def library_exists(place: Path | Server) -> bool:
    """Whether a library was ever made at `place`. Raises LibraryError where a server does not say."""
    if isinstance(place, Path):
        return place.is_file()
    from kb.store.server import holds_library

    return holds_library(place)


def _immediate(engine: Engine) -> Engine:
    """The engine whose transactions write: they take the lock at once, so that none fails half-way for want of it."""
    return engine.execution_options(kb_begin="IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('kb_begin', 'DEFERRED')}")


def _is_read_only(path: Path) -> bool:
    """Whether the library can be read but not written: its folder or its file does not let us."""
    return path.is_file() and not (os.access(path.parent, os.W_OK) and os.access(path, os.W_OK))


def reading_uri(path: Path) -> str:
    """The address under which SQLite only reads the file.

    Where nobody can write, what a last writer left in the journal is read too if its index is there.
    """
    journal = path.with_name(path.name + "-wal")
    pending = journal.is_file() and journal.stat().st_size and path.with_name(path.name + "-shm").is_file()
    alone = "&immutable=1" if _is_read_only(path) and not pending else ""
    return f"file:{quote(str(path.resolve()))}?mode=ro{alone}"


def _prepare(connection: Any, _record: object) -> None:
    _use_wal(connection)
    # FULL: what was committed outlasts a power cut, as does the index that was written for it before.
    for pragma in ("foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_reading(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA query_only=ON")


def _use_wal(connection: Any) -> None:
    """Sets the mode, once for a file; SQLite does not wait by itself for others that open it at the same moment."""
    import sqlite3

    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as e:
            if not is_busy(e) or time.monotonic() > until:
                raise
            time.sleep(_RETRY_S)


def _ensure_schema(engine: Engine, path: Path, *, read_only: bool) -> None:
    with engine.connect() as c:
        if _is_current(c, path):
            return
    if read_only:
        raise LibraryError(f"知识库由旧版本的程序建立，而数据文件夹写不进，升级不了：{path}。请检查权限。")
    # Of several programs that open a new or an older library at once one makes the tables, the others wait and find
    # them; what breaks off at any statement leaves the file as it was.
    with _immediate(engine).begin() as c:
        if not _is_current(c, path):
            migrate(c)


def _is_current(c: Connection, path: Path) -> bool:
    """Whether the schema is this program's; False where it is older or there is none. Raises LibraryError."""
    tables = set(c.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'").scalars())
    found = c.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if (
        "alembic_version" in tables) else None
    refuse_newer(found, path)
    if found is None and tables - {"alembic_version"}:
        raise LibraryError(f"这不是本程序的知识库：{path}。请换一个 --data 文件夹。")
    return bool(found == SCHEMA_VERSION)


def refuse_newer(found: str | None, place: Path | Server) -> None:
    """Raises LibraryError where the schema that was found is a newer program's."""
    if found is not None and found > SCHEMA_VERSION:
        raise LibraryError(f"知识库由更新版本的程序建立：{place}（结构 {found}）。"
                           "请升级本程序，或用 kb restore 恢复升级前的备份。")


def migrate(c: Connection) -> None:
    """Brings the tables to the present schema, within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = c
    command.upgrade(config, "head")
