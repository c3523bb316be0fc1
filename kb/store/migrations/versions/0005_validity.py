"""What a document repeals and what follows it, so that its validity can be told for any day."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("versions", sa.Column("repeals", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("versions", sa.Column("followed_by", sa.String))
