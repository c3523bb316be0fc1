"""Obligations that an administrator corrected by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("document_id", sa.String, sa.ForeignKey("documents.id"), nullable=False, index=True),
        sa.Column("clause_id", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("found", sa.JSON(none_as_null=True)),
        sa.Column("stated", sa.JSON(none_as_null=True)),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
