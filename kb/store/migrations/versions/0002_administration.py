"""Administration: decisions, audit, questions attached by hand, questions that found nothing, feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("versions", sa.Column("stated", sa.JSON))
    op.create_table(
        "decisions",
        sa.Column("document_id", sa.String, sa.ForeignKey("documents.id"), primary_key=True),
        sa.Column("location", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("status", sa.String),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("document_id", sa.String),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
        sa.Column("draft", sa.String),
    )
    op.create_index("ix_audit_document_id", "audit", ["document_id"])
    op.create_index("ix_audit_draft", "audit", ["draft"])
    op.create_table(
        "attached_by_hand",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("document_id", sa.String, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("clause_id", sa.String, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.UniqueConstraint("clause_id", "question"),
    )
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("question", sa.Text, nullable=False, unique=True),
        sa.Column("asked_as", sa.Text, nullable=False),
        sa.Column("history", sa.JSON, nullable=False),
        sa.Column("first_at", sa.String, nullable=False),
        sa.Column("last_at", sa.String, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("done_at", sa.String),
    )
    op.create_index("ix_unanswered_last_at", "unanswered", ["last_at"])
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("history", sa.JSON, nullable=False),
        sa.Column("scope", sa.String),
        sa.Column("role", sa.String),
        sa.Column("status", sa.String),
        sa.Column("useful", sa.Boolean),
        sa.Column("remark", sa.Text, nullable=False),
        sa.Column("clauses", sa.JSON, nullable=False),
        sa.Column("done_at", sa.String),
    )
    op.create_index("ix_feedback_question", "feedback", ["question"])
