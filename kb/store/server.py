"""One database of a PostgreSQL server (数据库服务器) that holds the library: opened, migrated, read and written.

It reads and writes as the SQLite file does: a reading is one snapshot, and those who write come one after another, so
that what was looked at while writing is still so. Several hosts may be named in the address: what is written goes to
the one that takes it; while none does, everything can still be read from the others.
"""

from __future__ import annotations

import threading
import time
import weakref
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from kb.config import Server
from kb.errors import LibraryError, ReadOnlyError
from kb.store.database import Database, T, migrate, refuse_newer
from kb.store.migrations import SCHEMA_VERSION
from kb.store.row_security import become, require_guard
from kb.store.server_faults import in_words

# What the lock of those who write is called among the database's advisory locks; the second one is the writer lock.
WRITING, WRITER = 7_305_001, 7_305_002
_PATIENCE = "30s"
_CONNECT_S = 5
_READERS, _WRITERS, _MORE = 8, 2, 8
# For how long a connection to a server that only reads is kept before another is looked for.
_STANDBY_S = 3.0
# For how long after its last use a connection is taken to be there still.
_TRUSTED_S = 0.2
_shared: weakref.WeakValueDictionary[tuple[str, bool], Engine] = weakref.WeakValueDictionary()
_sharing = threading.Lock()


class ServerDatabase(Database):
    """A handle on one database, to be shared between threads."""

    def __init__(self, server: Server) -> None:
        """Opens the database; its tables are made where they are missing and migrated where they are older.

        Raises LibraryError: it cannot be reached, is no database of this program's, or of a newer schema.
        """
        self.server: Server = server
        self._connection: Connection | None = None
        self._engine, self._writers = (_engine(server, writing=w) for w in (False, True))
        # Whose a transaction is, is said as it begins: for a tenant nothing is read outside of one.
        self._lookers = self._engine if server.tenant else self._engine.execution_options(isolation_level="AUTOCOMMIT")
        # What answers may go on reading after it was closed; with the last of it the connections go.
        if not server.tenant:
            weakref.finalize(self, _let_go, self._engine, self._writers)
        try:
            self._ensure_schema()
            self._require_tenant()
        except SQLAlchemyError as e:
            self.close()
            raise in_words(server, e, opening=True) from e
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._connection is None and not self.tenant:
            _let_go(self._engine, self._writers)

    def tenants(self, c: Connection) -> list[str]:
        return [] if self.tenant else tenant_codes(c)

    def look(self, at: Callable[[Connection], T]) -> T:
        with self._in_words():
            if self._connection is not None:
                return at(self._connection)
            try:
                with self._lookers.connect() as c:
                    return at(c)
            except DBAPIError as e:
                if not e.connection_invalidated:
                    raise
            with self._lookers.connect() as c:
                return at(c)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: everything inside takes effect together, or nothing does.

        Raises BusyError where another program writes for longer than a while, ReadOnlyError where no server takes what
        is written, UnreadableError.
        """
        with self._in_words(writing=True), self._writers.begin() as c:
            _one_at_a_time(c, self.server.tenant)
            yield c

    @contextmanager
    def adding(self) -> Iterator[Connection]:
        """One transaction that waits for nobody who writes, for rows on which nothing else that is written depends."""
        with self._in_words(writing=True), self._writers.begin() as c:
            yield c

    @contextmanager
    def _in_words(self, *, writing: bool = False) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as e:
            raise in_words(self.server, e, writing=writing) from e

    def _ensure_schema(self) -> None:
        with self._engine.connect() as c:
            if _is_current(c, self.server):
                return
        try:
            with self._writers.begin() as c:
                _one_at_a_time(c, "")
                if not _is_current(c, self.server):
                    migrate(c)
                    _sort_by_code(c)
        except SQLAlchemyError as e:
            error = in_words(self.server, e, opening=True)
            if isinstance(error, ReadOnlyError):
                raise LibraryError(f"知识库由旧版本的程序建立，而数据库现在只读，升级不了：{self.server}。") from e
            raise error from e

    def _require_tenant(self) -> None:
        """Raises LibraryError where there is no such tenant, or where there are tenants that the server would not keep
        this role apart from.
        """
        with self._engine.connect() as c:
            codes = tenant_codes(c)
            if codes:
                require_guard(c, self.server)
            if self.server.tenant and self.server.tenant not in codes:
                raise LibraryError(f"没有这个单位：{self.server.tenant}。请用 kb tenant list 查看全部单位。")


def engine_of(server: Server, *, writing: bool) -> Engine:
    """What connects to the server. Raises LibraryError where the address makes no sense or a package is missing."""
    try:
        url = make_url(server.url)
        made = create_engine(
            url, pool_size=_WRITERS if writing else _READERS, max_overflow=_MORE, pool_timeout=10,
            isolation_level="READ COMMITTED" if writing else "REPEATABLE READ",
            connect_args={"connect_timeout": _CONNECT_S, "application_name": "kb", "keepalives_idle": 15,
                          "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 15_000,
                          "options": "-c hnsw.ef_search=1000 -c hnsw.iterative_scan=strict_order"})
    except ArgumentError as e:
        raise LibraryError("设置 KB_DATABASE_URL 不对：应为 postgresql+psycopg://用户:口令@主机/库。") from e
    except ModuleNotFoundError as e:
        raise LibraryError("知识库放在 PostgreSQL 里要先装可选组件：pip install -e '.[postgres]'。") from e
    event.listen(made, "do_connect", partial(_connect, writing=writing))
    event.listen(made, "checkout", _still_there)
    event.listen(made, "checkin", _used)
    if not writing:
        return made.execution_options(postgresql_readonly=True)
    return made


def _engine(server: Server, *, writing: bool) -> Engine:
    """What connects to the server for whoever reads or writes there. The tenants of a process share the connections:
    whose a transaction is, is said as it begins.
    """
    if not server.tenant:
        return engine_of(server, writing=writing)
    key = server.url, writing
    with _sharing:
        found = _shared.get(key)
        if found is None:
            found = _shared[key] = engine_of(server, writing=writing)
            event.listen(found, "begin", _say_whose)
            weakref.finalize(found, found.pool.dispose)
    return found.execution_options(kb_tenant=server.tenant)


def _say_whose(c: Connection) -> None:
    become(c, c.get_execution_options()["kb_tenant"])


@contextmanager
def session(server: Server, name: str) -> Iterator[Connection]:
    """A connection of its own under this name, every statement a transaction, to the server that can be written."""
    engine = engine_of(server, writing=True)
    alone = create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT",
                          connect_args={"connect_timeout": _CONNECT_S, "application_name": name})
    event.listen(alone, "do_connect", partial(_connect, writing=True))
    engine.dispose()
    try:
        with alone.connect() as c:
            yield c
    except SQLAlchemyError as e:
        raise in_words(server, e, writing=True) from e
    finally:
        alone.dispose()


def holds_library(server: Server) -> bool:
    """Whether the database has the tables of a library. Raises LibraryError."""
    with reading(server) as c:
        return _version(c) is not None


@contextmanager
def reading(server: Server) -> Iterator[Connection]:
    """One look at the database as it is, with or without a library in it. Raises LibraryError."""
    engine = engine_of(server, writing=False)
    try:
        with engine.connect() as c:
            yield c
    except SQLAlchemyError as e:
        raise in_words(server, e, opening=True) from e
    finally:
        engine.dispose()


def _let_go(*engines: Engine) -> None:
    for engine in engines:
        engine.dispose()


def _connect(dialect: Any, record: ConnectionPoolEntry, args: list[Any], parameters: dict[str, Any], *, writing: bool
             ) -> DBAPIConnection:
    """To the server that can be written; where there is none and it is only read, to any."""
    try:
        found: DBAPIConnection = dialect.connect(*args, **{**parameters, "target_session_attrs": "read-write"})
        return found
    except dialect.loaded_dbapi.OperationalError:
        if writing:
            raise
        found = dialect.connect(*args, **{**parameters, "target_session_attrs": "any"})
        record.info["standby since"] = time.monotonic()
        return found


def _still_there(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
    """A connection that was not used for a moment is tried first; one to a server that only reads is given up after a
    while, to look for the one that can be written.
    """
    now, since = time.monotonic(), record.info.get("standby since", time.monotonic())
    if now - since > _STANDBY_S:
        del record.info["standby since"]
        raise DisconnectionError("look for the server that can be written")
    if now - record.info.get("used", now) > _TRUSTED_S:
        try:
            with closing(connection.cursor()) as cursor:
                cursor.execute("SELECT 1")
            connection.rollback()
        except Exception as e:
            raise DisconnectionError("the server is gone") from e


def _used(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info["used"] = time.monotonic()


def _one_at_a_time(c: Connection, tenant: str) -> None:
    """Each waits for its own who write. That no tenant's changes while what is common does, the writer lock sees to."""
    c.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
    whose = f"{WRITING}, {lock_of(tenant)}" if tenant else f"{WRITING}"
    c.exec_driver_sql(f"SELECT pg_advisory_xact_lock({whose})")
    c.exec_driver_sql("SET LOCAL lock_timeout = 0")


def lock_of(tenant: str) -> int:
    """A tenant's number among the advisory locks (int32); two that share one wait for each other, and no more."""
    return zlib.crc32(tenant.encode()) - 2**31


def tenant_codes(c: Connection) -> list[str]:
    """The codes of the tenants of an installation, in order."""
    return list(c.exec_driver_sql("SELECT code FROM tenants ORDER BY code").scalars())


def _version(c: Connection) -> str | None:
    if c.exec_driver_sql("SELECT to_regclass('alembic_version')").scalar() is None:
        return None
    found: str | None = c.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found


def _is_current(c: Connection, server: Server) -> bool:
    found = _version(c)
    refuse_newer(found, server)
    return found == SCHEMA_VERSION


def _sort_by_code(c: Connection) -> None:
    """Texts are ordered by their code points, as SQLite orders them, whatever language the database was made for."""
    columns = c.exec_driver_sql(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = "
        "current_schema() AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C'"
        " AND table_name <> 'alembic_version'").all()
    quoted = c.dialect.identifier_preparer.quote
    for table, column, kind in columns:
        c.exec_driver_sql(f'ALTER TABLE {quoted(table)} ALTER COLUMN {quoted(column)} TYPE {kind} COLLATE "C"')
