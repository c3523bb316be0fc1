"""What was read of a document besides its words: its number, when it is in force, what could not be read of it; and of
a clause whether it was recognised in a picture, how surely, and whether it only leads in what follows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("versions", sa.Column("number", sa.String))
    op.add_column("versions", sa.Column("effective_from", sa.String))
    op.add_column("versions", sa.Column("effective_to", sa.String))
    op.add_column("versions", sa.Column("warnings", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("clauses", sa.Column("ocr", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("clauses", sa.Column("confidence", sa.Float))
    op.add_column("clauses", sa.Column("lead", sa.Boolean, nullable=False, server_default=sa.false()))
