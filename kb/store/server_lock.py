"""The one right to change a library on a server (写锁), held by a session of the database: it ends with its holder,
however that ends. Who holds it says so by the name of the session.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from kb.config import Server
from kb.errors import BusyError
from kb.store.server import WRITER, lock_of, session

_LOOK_EVERY_S = 0.2
_SAY_EVERY_S = 30.0
# A session's name has at most so many bytes, of ASCII alone: Chinese is written in UTF-7.
_MOST_BYTES = 63
_HOLDER = text("""
    SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.pid <> pg_backend_pid()
      AND (l.objid = :key AND l.classid = 0 OR l.objid::bigint = :own AND l.classid = :key)
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())""")


@contextmanager
def server_writer_lock(server: Server, *, what: str, wait: float, say: Callable[[str], None]) -> Iterator[None]:
    """As kb.store.lock.writer_lock says."""
    until, said = time.monotonic() + wait, 0.0
    with session(server, _name(what)) as c:
        for lock in _locks(server.tenant):
            while not c.exec_driver_sql(f"SELECT {lock}").scalar_one():
                if time.monotonic() >= until:
                    raise BusyError(f"另一个程序正在更新知识库：{server}（{_holder(c, server.tenant)}）。"
                                    "请等它结束后再运行。")
                if not said or time.monotonic() - said > _SAY_EVERY_S:
                    said = time.monotonic()
                    say(f"{_holder(c, server.tenant)}正在更新知识库，等它结束…")
                time.sleep(min(_LOOK_EVERY_S, wait))
        try:
            yield
        finally:  # the server would free it by itself, a moment after the session is closed
            with suppress(SQLAlchemyError):
                c.exec_driver_sql("SELECT pg_advisory_unlock_all()")


def _locks(tenant: str) -> tuple[str, ...]:
    """What whoever changes the library takes: for a tenant its own lock, while nobody changes what is common."""
    if not tenant:
        return (f"pg_try_advisory_lock({WRITER})",)
    return f"pg_try_advisory_lock_shared({WRITER})", f"pg_try_advisory_lock({WRITER}, {lock_of(tenant)})"


def _name(what: str) -> str:
    name = f"{what}（{socket.gethostname()}，进程 {os.getpid()}）"
    while len(name.encode("utf-7")) > _MOST_BYTES:
        name = name[1:]
    return name.encode("utf-7").decode("ascii")


def _holder(c: Connection, tenant: str) -> str:
    own = lock_of(tenant) % 2**32  # the server shows it unsigned
    name: str = c.execute(_HOLDER, {"key": WRITER, "own": own}).scalar() or ""
    return name.encode().decode("utf-7", errors="replace") or "另一个程序"
