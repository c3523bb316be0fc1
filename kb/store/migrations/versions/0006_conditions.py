"""In which case an obligation binds, and what is to be kept of it. Rows already there say neither until their document
is read again, as it is with the next update.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("obligations", sa.Column("condition", sa.String))
    op.add_column("obligations", sa.Column("record", sa.JSON, nullable=False, server_default="[]"))
