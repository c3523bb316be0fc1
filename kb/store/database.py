"""One SQLite file (数据库): opened, brought to the present schema, read and written; its errors in words for a user.

WAL mode: one writer and any number of readers, which see the last committed state.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, DBAPIError, SQLAlchemyError

from kb.errors import BusyError, LibraryError, UnreadableError
from kb.store.lock import make_folder
from kb.store.migrations import SCHEMA_VERSION

_PATIENCE_S = 30


class Database:
    """A handle on one file, to be shared between threads. Only the modules of this folder use it."""

    def __init__(self, path: Path) -> None:
        """Opens the file at `path`, made where it is missing and migrated where its schema is older.

        Raises LibraryError: not a database, damaged, or of a newer schema than this program knows.
        """
        make_folder(path.parent)
        self._path = path
        self._engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": _PATIENCE_S})
        event.listen(self._engine, "connect", _on_connect)
        try:
            _ensure_schema(self._engine, path)
        except DatabaseError as e:
            self.close()
            raise LibraryError(
                f"知识库文件打不开：{path}（{e.orig}）。请从备份恢复，或移走它后重新运行 kb index。") from e
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The last committed state. Raises UnreadableError."""
        with self._in_words(), self._engine.connect() as c:
            yield c

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: everything inside takes effect together, or nothing does.

        Raises BusyError where another program writes for longer than a while, UnreadableError.
        """
        with self._in_words(), self._engine.begin() as c:
            yield c

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as e:
            if _is_locked(e):
                raise BusyError(f"另一个程序正在更新知识库：{self._path.parent}。请等它结束后再运行。") from e
            said = str(e.orig if isinstance(e, DBAPIError) else e).split("\n")[0]
            raise UnreadableError(f"知识库读写出错：{self._path}（{said}）。请检查磁盘，或从备份恢复。") from e


def _is_locked(error: SQLAlchemyError) -> bool:
    name = getattr(error.orig, "sqlite_errorname", "") if isinstance(error, DBAPIError) else ""
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _on_connect(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _ensure_schema(engine: Engine, path: Path) -> None:
    with engine.connect() as c:
        tables = set(c.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'").scalars())
        found = c.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if (
            "alembic_version" in tables) else None
    if found == SCHEMA_VERSION:
        return
    if found is not None and found > SCHEMA_VERSION:
        raise LibraryError(f"知识库由更新版本的程序建立：{path}（结构 {found}）。请升级本程序。")
    if found is None and tables:
        raise LibraryError(f"这不是本程序的知识库：{path}。请换一个 --data 文件夹。")
    _migrate(engine)


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as c:
        # Of two programs that open an older library at once one migrates, the other waits and finds it done; what
        # breaks off leaves the library as it was.
        c.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = c
        command.upgrade(config, "head")
