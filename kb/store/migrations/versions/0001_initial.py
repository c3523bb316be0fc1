"""The first schema: documents, versions, clauses, segments, attached questions, facts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    # Versions and documents name each other; only SQLite lets a key name a table that is yet to be made.
    at_once = op.get_context().dialect.name == "sqlite"
    of_document = (sa.ForeignKey("documents.id"),) if at_once else ()
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("document_id", sa.String, *of_document, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("parser", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("issuer", sa.String),
        sa.Column("date", sa.String),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("page_starts", sa.JSON, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("added_at", sa.String, nullable=False),
    )
    op.create_index("ix_versions_document_id", "versions", ["document_id"])
    op.create_table(
        "documents",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("source", sa.String, nullable=False, unique=True),
        sa.Column("location", sa.String, nullable=False),
        sa.Column("current_version", sa.Integer, sa.ForeignKey("versions.id")),
    )
    if not at_once:
        op.create_foreign_key("fk_versions_document_id", "versions", "documents", ["document_id"], ["id"])
    op.create_table(
        "clauses",
        sa.Column("version_id", sa.Integer, sa.ForeignKey("versions.id"), primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("number", sa.String),
        sa.Column("path", sa.JSON, nullable=False),
        sa.Column("list_title", sa.String, nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("page", sa.Integer),
    )
    op.create_index("ix_clauses_id", "clauses", ["id"])
    op.create_table(
        "segments",
        sa.Column("version_id", sa.Integer, sa.ForeignKey("versions.id"), primary_key=True),
        sa.Column("start", sa.Integer, primary_key=True),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
    )
    op.create_table(
        "attached",
        sa.Column("document_id", sa.String, sa.ForeignKey("documents.id"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("clause_id", sa.String, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
    )
    op.create_table(
        "facts",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
