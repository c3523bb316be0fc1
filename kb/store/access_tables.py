"""The tables of who may come in (接口密钥、退出的登录), which stand apart from the documents."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table

from kb.store.schema import metadata

# Keys to the interface; of a key only its digest is here. What was withdrawn stays, for the record.
api_keys = Table(
    "api_keys", metadata,
    Column("id", String, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("name", String, nullable=False),
    Column("rights", String, nullable=False),
    Column("rate", Integer),
    Column("made_at", String, nullable=False),
    Column("made_by", String, nullable=False),
    Column("used_at", String),
    Column("withdrawn_at", String),
    Column("withdrawn_by", String, nullable=False),
)
# Of two that are made at the same moment one bears the name; to PostgreSQL the migration says so.
Index("uq_api_keys_name_holding", api_keys.c.name, unique=True, sqlite_where=api_keys.c.withdrawn_at.is_(None))

# Sessions that were signed out before their time; after `until` their cookies are void by themselves.
ended_sessions = Table(
    "ended_sessions", metadata,
    Column("id", String, primary_key=True),
    Column("until", String, nullable=False),
)
