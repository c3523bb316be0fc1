"""The tables of the library (SQLAlchemy Core). Offsets count characters; lists are JSON arrays."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, MetaData, String, Table, Text

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
})

documents = Table(
    "documents", metadata,
    Column("id", String, primary_key=True),
    Column("source", String, nullable=False, unique=True),
    Column("location", String, nullable=False),
    Column("current_version", Integer, ForeignKey("versions.id", use_alter=True)),
)

versions = Table(
    "versions", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document_id", String, ForeignKey("documents.id"), nullable=False, index=True),
    Column("sha256", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("parser", String, nullable=False),
    Column("title", String, nullable=False),
    Column("issuer", String),
    Column("date", String),
    Column("status", String, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("page_starts", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("added_at", String, nullable=False),
)

clauses = Table(
    "clauses", metadata,
    Column("version_id", Integer, ForeignKey("versions.id"), primary_key=True),
    Column("id", String, primary_key=True, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("number", String),
    Column("path", JSON, nullable=False),
    Column("list_title", String, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("page", Integer),
)

segments = Table(
    "segments", metadata,
    Column("version_id", Integer, ForeignKey("versions.id"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("kind", String, nullable=False),
)

attached = Table(
    "attached", metadata,
    Column("document_id", String, ForeignKey("documents.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("clause_id", String, nullable=False),
    Column("question", Text, nullable=False),
)

facts = Table(
    "facts", metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)
