"""Whose each row is, where a server holds the library of several organisations: what is there becomes common to all;
and what every server of an installation needs, the files that were uploaded and the key that signs.

A library in a file is one tenant's; it stays as it is.
"""

import sqlalchemy as sa
from alembic import op

from kb.store.row_security import TENANT, add_policies, add_tenant_column

revision = "0012"
down_revision = "0011"

SHARED = ("documents", "versions", "clauses", "segments", "obligations", "attached", "attached_by_hand", "corrections")
OWN = ("facts", "decisions", "audit", "unanswered", "feedback", "pinned", "kept_lists", "kept_ticks", "api_keys",
       "ended_sessions")
INDEX = ("index_generations", "index_clauses", "index_units", "index_vectors", "index_postings")
_NAMED = ("pk_facts", "uq_unanswered_question", "uq_pinned_question", "uq_attached_by_hand_clause_id")


def upgrade() -> None:
    c = op.get_bind()
    if c.dialect.name != "postgresql":
        return
    op.create_table(
        "tenants",
        sa.Column("code", sa.String(collation="C"), primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("hosts", sa.JSON, nullable=False),
        sa.Column("mark", sa.String, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(collation="C"), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("tenant", sa.String(collation="C"), nullable=False, server_default=sa.text(TENANT)),
        sa.PrimaryKeyConstraint("name", "tenant"),
    )
    op.create_table(
        "kept_files",
        sa.Column("shelf", sa.String(collation="C"), nullable=False),
        sa.Column("name", sa.String(collation="C"), nullable=False),
        sa.Column("file", sa.String(collation="C"), nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("tenant", sa.String(collation="C"), nullable=False, server_default=sa.text(TENANT)),
        sa.PrimaryKeyConstraint("shelf", "name", "file", "tenant"),
    )
    there = {t for t in INDEX if c.exec_driver_sql(f"SELECT to_regclass('{t}')").scalar() is not None}
    for table in (*SHARED, *OWN, *there):
        add_tenant_column(c, table)
    for table in (*SHARED, *OWN, "secrets", "kept_files", *there):
        add_policies(c, table, shared=table in SHARED)
    # What was one of a kind in the library is one of a kind for each tenant.
    for name in _NAMED:
        kind, table, columns = c.execute(sa.text(
            "SELECT c.contype, c.conrelid::regclass::text, string_agg(quote_ident(a.attname), ', ' ORDER BY k.n) "
            "FROM pg_constraint c, unnest(c.conkey) WITH ORDINALITY k(attnum, n), pg_attribute a "
            "WHERE c.conname = :name AND c.connamespace = current_schema()::regnamespace "
            "AND a.attrelid = c.conrelid AND a.attnum = k.attnum GROUP BY 1, 2"), {"name": name}).one()
        c.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        one = "PRIMARY KEY" if kind in ("p", b"p") else "UNIQUE"
        c.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {one} ({columns}, tenant)")
    op.drop_index("uq_api_keys_name_holding", "api_keys")
    op.create_index("uq_api_keys_name_holding", "api_keys", ["name", "tenant"], unique=True,
                    postgresql_where=sa.text("withdrawn_at IS NULL"))
    for table, key in (("index_generations", "generation"), ("index_clauses", "no"), ("index_units", "no")):
        if table in there:
            c.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey, ADD PRIMARY KEY ({key}, tenant)")
