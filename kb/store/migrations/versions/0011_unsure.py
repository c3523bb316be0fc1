"""Which characters of a clause its recogniser was unsure of. Rows already there name none until their document is read
again, as it is with the next update.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("clauses", sa.Column("unsure", sa.JSON, nullable=False, server_default="[]"))
