"""The library copied as of one moment, and replaced as a whole (复制与替换): a file by SQLite's own backup, one on a
server row by row.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from kb.config import Server
from kb.errors import LibraryError
from kb.store.database import Database, database_at, reading_uri
from kb.store.moving import copy_rows

_PATIENCE_S = 60
_PAGES = 4096


def copy_library(source: Path | Server, target: Path) -> None:
    """A copy as of one moment, while others read and write. Raises LibraryError."""
    if isinstance(source, Server):
        with closing(database_at(source)) as read, closing(Database(target)) as write:
            copy_rows(read, write)
        return
    try:
        with (closing(sqlite3.connect(reading_uri(source), uri=True, timeout=_PATIENCE_S))
              as read, closing(sqlite3.connect(target)) as write):
            read.backup(write, pages=_PAGES, sleep=0.05)
    except sqlite3.Error as e:
        raise LibraryError(f"知识库读不出：{source}（{e}）。请运行 kb doctor 查看。") from e


def replace_library(source: Path, target: Path | Server) -> None:
    """Puts the content of `source` in the place of the library at `target`, in one transaction.

    Whoever has it open sees the new content from then on. A library that is damaged is set aside as a whole first.
    Raises LibraryError.
    """
    if isinstance(target, Server):
        with closing(database_at(source)) as read, closing(database_at(target)) as write:
            copy_rows(read, write)
        return
    try:
        _overwrite(source, target)
    except sqlite3.DatabaseError as e:
        if isinstance(e, sqlite3.OperationalError) and e.sqlite_errorname != "SQLITE_CANTOPEN":
            raise LibraryError(f"知识库写不进：{target}（{e}）。请检查磁盘空间和权限后再试。") from e
        for suffix in ("-wal", "-shm", ""):
            damaged = target.with_name(target.name + suffix)
            if damaged.exists():
                damaged.rename(target.with_name(f"{target.name}.damaged-{int(time.time())}{suffix}"))
        _overwrite(source, target)


def _overwrite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target, timeout=_PATIENCE_S)) as write:
        if target.stat().st_size:
            write.execute("SELECT count(*) FROM sqlite_master").fetchone()
        write.execute("PRAGMA synchronous=FULL")
        read.backup(write)
