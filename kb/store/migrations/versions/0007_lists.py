"""Checklists that are kept for somebody, and what was ticked."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "kept_lists",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("key_sha256", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("shared", sa.JSON, nullable=False),
        sa.Column("since", sa.String),
        sa.Column("items", sa.JSON, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
        sa.Column("changed_at", sa.String, nullable=False),
        sa.Column("removed_at", sa.String),
    )
    op.create_table(
        "kept_ticks",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("list_id", sa.String, sa.ForeignKey("kept_lists.id"), nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("due", sa.String, nullable=False),
        sa.Column("done", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("undone_at", sa.String),
        sa.Column("undone_by", sa.String, nullable=False),
    )
    op.create_index("uq_kept_ticks_holding", "kept_ticks", ["list_id", "item", "due"], unique=True,
                    sqlite_where=sa.text("undone_at IS NULL"), postgresql_where=sa.text("undone_at IS NULL"))
