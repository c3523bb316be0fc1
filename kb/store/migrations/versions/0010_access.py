"""Keys to the interface, and sessions that were signed out."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("rights", sa.String, nullable=False),
        sa.Column("rate", sa.Integer),
        sa.Column("made_at", sa.String, nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("used_at", sa.String),
        sa.Column("withdrawn_at", sa.String),
        sa.Column("withdrawn_by", sa.String, nullable=False),
    )
    op.create_index("uq_api_keys_name_holding", "api_keys", ["name"], unique=True,
                    sqlite_where=sa.text("withdrawn_at IS NULL"),
                    postgresql_where=sa.text("withdrawn_at IS NULL"))
    op.create_table(
        "ended_sessions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("until", sa.String, nullable=False),
    )
