"""Obligations: found when a document is taken in. Those of the versions already there are found here, once."""

import sqlalchemy as sa
from alembic import op

# What a clause is made of that came with later schemas.
_LATER: dict[str, bool | str | None] = {
    "ocr": False, "confidence": None, "unsure": "", "lead": False, "effective_from": None,
    "effective_to": None}

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    table = op.create_table(
        "obligations",
        sa.Column("version_id", sa.Integer, sa.ForeignKey("versions.id"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("clause_id", sa.String, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("subject", sa.String),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("period", sa.String),
        sa.Column("count_low", sa.Float),
        sa.Column("count_high", sa.Float),
        sa.Column("comparator", sa.String),
        sa.Column("unit", sa.String),
        sa.Column("deadline", sa.String),
        sa.Column("value", sa.String),
    )
    connection = op.get_bind()
    versions = sa.table("versions", sa.column("id"), sa.column("text"), sa.column("document_id"))
    for version in connection.execute(sa.select(versions.c.id)).scalars().all():
        row = connection.execute(sa.select(versions).where(versions.c.id == version)).one()
        if rows := _found(connection, version, row.document_id, row.text):
            # What is found today may say more than the table of that time holds.
            connection.execute(sa.insert(table), [{c.name: r[c.name] for c in table.c} for r in rows])


def _found(connection: sa.Connection, version: int, document_id: str, text: str) -> list[dict[str, object]]:
    from kb.ingest.obligations import obligations
    from kb.store.rows import clause_of, obligation_values

    clauses = sa.table("clauses", sa.column("version_id"), sa.column("id"), sa.column("ordinal"), sa.column("start"),
                       sa.column("end"), sa.column("number"), sa.column("path", sa.JSON), sa.column("list_title"),
                       sa.column("roles", sa.JSON), sa.column("scope", sa.JSON), sa.column("page"))
    rows = connection.execute(
        sa.select(clauses, *(sa.literal(v).label(name) for name, v in _LATER.items()))
        .where(clauses.c.version_id == version).order_by(clauses.c.ordinal)).mappings()
    read = [clause_of(r, document_id=document_id, text=text[r["start"]:r["end"]]) for r in rows]
    return obligation_values([o for c in read for o in obligations(c)], version=version)
