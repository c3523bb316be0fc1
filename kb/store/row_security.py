"""Whose row it is (归属), as the server itself sees to it: row level security of PostgreSQL.

Every row of a library says which tenant it belongs to, empty where it is common to all. The server fills that in, and
lets nobody read or write another's: by the setting kb.tenant, which each transaction makes. Nothing that reads or
writes the library says whose rows it means, so that none can forget it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from kb.errors import ChangeError, UnguardedError

# The tenant of a transaction; empty where none was set.
TENANT = "coalesce(current_setting('kb.tenant', true), '')"
# What is common is read by every tenant beside its own: the documents and what was said of them for all.
SHARED = ("documents", "versions", "clauses", "segments", "obligations", "attached", "attached_by_hand", "corrections")
OWN = ("facts", "decisions", "audit", "unanswered", "feedback", "pinned", "kept_lists", "kept_ticks", "api_keys",
       "ended_sessions", "secrets", "kept_files")
INDEX = ("index_generations", "index_clauses", "index_units", "index_vectors", "index_postings")
# Nobody's rows: the list of the tenants itself, the schema, and the tokenizer's words, which come with the program.
_OPEN = ("tenants", "alembic_version", "index_words")
_MAY_BYPASS = text("""
    SELECT EXISTS (SELECT 1 FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls)
                   AND pg_has_role(current_user, r.oid, 'MEMBER'))
        OR EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = 'documents'::regclass
                   AND pg_has_role(current_user, c.relowner, 'MEMBER'))""")


def add_tenant_column(c: Connection, table: str) -> None:
    """The rows that are there become common; the server fills in whose a new one is."""
    c.exec_driver_sql(f'ALTER TABLE {table} ADD COLUMN tenant varchar COLLATE "C" NOT NULL DEFAULT {TENANT}')


def add_policies(c: Connection, table: str, *, shared: bool) -> None:
    """What a tenant may read, and that it writes its own rows alone. It holds once `guard` switches it on."""
    own = f"tenant = (SELECT {TENANT})"
    seen = f"tenant = '' OR {own}" if shared else own
    c.exec_driver_sql(f"CREATE POLICY reading ON {table} FOR SELECT USING ({seen})")
    c.exec_driver_sql(f"CREATE POLICY adding ON {table} FOR INSERT WITH CHECK ({own})")
    c.exec_driver_sql(f"CREATE POLICY changing ON {table} FOR UPDATE USING ({own}) WITH CHECK ({own})")
    c.exec_driver_sql(f"CREATE POLICY removing ON {table} FOR DELETE USING ({own})")


def guard(c: Connection) -> None:
    """Switches the policies on, for the owner of the tables as well; as their owner."""
    for table in (*SHARED, *OWN, *INDEX):
        c.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def let_in(c: Connection, role: str) -> None:
    """Lets a role read and write the library under the policies. Raises ChangeError where the server would not hold it
    to them, or does not know it.
    """
    found = c.execute(text("SELECT rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = :role"),
                      {"role": role}).first()
    if found is None:
        raise ChangeError(f"数据库里没有这个角色：{role[:60]}。请先由数据库管理员建立（CREATE ROLE … LOGIN …）。")
    owns = c.execute(text("SELECT pg_has_role(:role, relowner, 'MEMBER') FROM pg_class "
                          "WHERE oid = 'documents'::regclass"), {"role": role}).scalar_one()
    if found.free or owns:
        raise ChangeError(f"数据库角色 {role[:60]} 不受行级安全约束（超级用户、BYPASSRLS 或表的所有者），"
                          "不能给服务用。请另建一个普通角色。")
    named = c.dialect.identifier_preparer.quote(role)
    c.exec_driver_sql(f"GRANT SELECT ON {', '.join(_OPEN)} TO {named}")
    c.exec_driver_sql(f"GRANT INSERT ON index_words TO {named}")
    c.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join((*SHARED, *OWN, *INDEX))} TO {named}")
    c.exec_driver_sql(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {_schema(c)} TO {named}")


def require_guard(c: Connection, where: object) -> None:
    """Raises UnguardedError where there are tenants and the server would not keep this role to one of them."""
    if c.execute(_MAY_BYPASS).scalar_one():
        raise UnguardedError(f"数据库里分了单位，而连接用的角色不受行级安全约束：{where}。"
                           "请在 KB_DATABASE_URL 里换用 kb tenant add --role 指定的那个角色。")
    if open_tables := unguarded(c):
        raise UnguardedError(f"数据库里分了单位，而有的表没有打开行级安全：{'、'.join(open_tables)}。"
                           "请用表的所有者的地址运行 kb tenant guard。")


def unguarded(c: Connection) -> Sequence[str]:
    """The tables that hold somebody's rows and are not guarded, by name."""
    rows = c.execute(text(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace "
        "AND NOT (relrowsecurity AND relforcerowsecurity) AND relname <> ALL(:open) ORDER BY relname"),
        {"open": list(_OPEN)})
    return list(rows.scalars())


def become(c: Connection, tenant: str) -> None:
    """From here to the end of the transaction it is this tenant's; empty for what is common."""
    c.execute(text("SELECT set_config('kb.tenant', :tenant, true)"), {"tenant": tenant})


def _schema(c: Connection) -> str:
    return c.dialect.identifier_preparer.quote(c.exec_driver_sql("SELECT current_schema()").scalar_one())
