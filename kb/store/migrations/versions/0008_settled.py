"""How a question was settled and what it found when it was asked again; questions that a clause was named for."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("unanswered", sa.Column("outcome", sa.String))
    op.add_column("unanswered", sa.Column("asked_again_at", sa.String))
    op.add_column("unanswered", sa.Column("found", sa.String))
    op.add_column("feedback", sa.Column("outcome", sa.String))
    op.create_table(
        "pinned",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("question", sa.Text, nullable=False, unique=True),
        sa.Column("document_id", sa.String, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("clause_id", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
