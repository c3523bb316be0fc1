"""The tenants of an installation on a server (服务器上的单位), kept by the owner of its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict
from typing import Any

from sqlalchemy import JSON, Column, Connection, MetaData, String, Table, select, text

from kb.config import Server
from kb.errors import ChangeError
from kb.store.database import Database
from kb.store.index_writing import make_tables
from kb.store.kept_secrets import keep_secret
from kb.store.row_security import INDEX, become, guard, let_in, require_guard, unguarded
from kb.store.server import ServerDatabase, reading
from kb.store.tenants import Tenant

# Rows that others point at go last.
_CHILDREN_FIRST = ("kept_ticks", "kept_lists", "attached", "attached_by_hand", "pinned", "corrections", "decisions",
                   "obligations", "segments", "clauses", "versions", "documents", "facts", "audit", "unanswered",
                   "feedback", "api_keys", "ended_sessions", "secrets", "kept_files")
_LOOKUPS = (("ix_index_vectors_tenant", "index_vectors", "tenant, space, until"),
            ("ix_index_postings_tenant", "index_postings", "tenant, field, term, block"))
_OWNS = text("SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class WHERE oid = 'documents'::regclass")
_tenants = Table(
    "tenants", MetaData(),
    Column("code", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("hosts", JSON, nullable=False),
    Column("mark", String, nullable=False),
    Column("made_at", String, nullable=False),
)


class _Tended(ServerDatabase):
    """The database as the owner of its tables opens it, to look after the tenants and nothing else."""

    def _require_tenant(self) -> None:
        pass


def listed(server: Server) -> list[Tenant]:
    """Every tenant, by code. Raises LibraryError."""
    with reading(server) as c:
        return tenants_in(c)


def tenants_guarded(database: Database) -> list[Tenant]:
    """Every tenant, by code. Raises UnguardedError where there are any and this role is not kept to one, LibraryError.
    """
    with database.reading() as c:
        found = tenants_in(c)
        if found:
            require_guard(c, database.server)
        return found


def tenants_in(c: Connection) -> list[Tenant]:
    """Every tenant, by code; none where there is no library of this schema yet."""
    if c.exec_driver_sql("SELECT to_regclass('tenants')").scalar() is None:
        return []
    return [Tenant(r.code, r.name, tuple(r.hosts), r.mark, r.made_at)
            for r in c.execute(select(_tenants).order_by(_tenants.c.code))]


@contextmanager
def tending(server: Server) -> Iterator[Connection]:
    """One transaction of the owner of the tables, which are brought to the present schema before. Raises LibraryError,
    ChangeError where the role is not their owner.
    """
    with closing(_Tended(Server(server.url))) as database, database.writing() as c:
        if not c.execute(_OWNS).scalar_one():
            raise ChangeError("单位要由表的所有者来管：请把 KB_DATABASE_URL 换成建库时用的那个角色，再运行这条命令。")
        yield c


def tend(c: Connection, role: str | None) -> None:
    """Switches the guard on for every table there is, makes what tenants need to be found quickly, and lets the role of
    the service in. Raises ChangeError.
    """
    make_tables(c)
    guard(c)
    for name, table, columns in _LOOKUPS:
        c.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({columns})")
    _keep_graphs_common(c)
    for known in {*_let_in_before(c), *([] if role is None else [role])}:
        let_in(c, known)
    if left := unguarded(c):
        raise ChangeError(f"有的表没有打开行级安全：{'、'.join(left)}。知识库要用单独的数据库，不要与别的程序合用。")


def _let_in_before(c: Connection) -> list[str]:
    """The roles of services, which are to have what is new as well."""
    return list(c.execute(text(
        "SELECT DISTINCT grantee FROM information_schema.role_table_grants WHERE table_schema = current_schema() "
        "AND table_name = 'documents' AND privilege_type = 'INSERT' AND grantee IN (SELECT rolname FROM pg_roles r "
        "JOIN pg_class c ON c.oid = 'documents'::regclass WHERE NOT pg_has_role(r.oid, c.relowner, 'MEMBER'))"
    )).scalars())


def add(server: Server, check: Callable[[list[Tenant]], Tenant], secrets: Mapping[str, str], *, role: str | None
        ) -> Tenant:
    """Adds the tenant that `check` makes of those there are, with its secrets. `role` is the one that the service uses;
    it must be named with the first. Raises ChangeError, LibraryError.
    """
    with tending(server) as c:
        others = tenants_in(c)
        if not others and role is None:
            raise ChangeError("分出第一个单位时要写 --role：服务连接数据库用的角色，不是超级用户，也不是表的所有者。")
        tend(c, role)
        made = check(others)
        c.execute(_tenants.insert().values(**_row(made)))
        _keep(c, made.code, secrets)
    return made


def change(server: Server, code: str, check: Callable[[list[Tenant]], Tenant], secrets: Mapping[str, str]) -> Tenant:
    """Puts the tenant that `check` makes of the others in the place of the one of this code, and these of its secrets
    in the place of those before. Raises ChangeError, NotFoundError, LibraryError.
    """
    with tending(server) as c:
        changed = check(tenants_in(c))
        c.execute(_tenants.update().where(_tenants.c.code == code).values(**_row(changed)))
        _keep(c, code, secrets)
    return changed


def remove(server: Server, code: str) -> None:
    """Forgets a tenant and everything that is its own."""
    with tending(server) as c:
        become(c, code)
        of = {"code": code}
        c.execute(text("UPDATE documents SET current_version = NULL WHERE tenant = :code"), of)
        for table in (*INDEX, *_CHILDREN_FIRST):
            c.execute(text(f"DELETE FROM {table} WHERE tenant = :code"), of)
        c.execute(_tenants.delete().where(_tenants.c.code == code))


def _keep(c: Connection, code: str, secrets: Mapping[str, str]) -> None:
    become(c, code)
    for name, value in secrets.items():
        keep_secret(c, name, value)
    become(c, "")


def _row(tenant: Tenant) -> dict[str, Any]:
    return {**asdict(tenant), "hosts": list(tenant.hosts)}


def _keep_graphs_common(c: Connection) -> None:
    """The graphs of nearest vectors hold what is common alone: a search in it would pass every tenant's copy of it."""
    rows = c.execute(text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() "
                          "AND tablename = 'index_vectors' AND indexname LIKE 'hnsw%' "
                          "AND indexdef NOT LIKE '%tenant%'"))
    for r in rows.all():
        c.exec_driver_sql(f"DROP INDEX {r.indexname}")
        c.exec_driver_sql(f"{r.indexdef} AND tenant = ''".replace("%", "%%"))
