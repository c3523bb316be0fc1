"""Every row of a library taken from one database to another (搬家), whatever engines they are of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Integer, Table, select

import kb.store.access_tables  # noqa: F401 - so that all the tables are known
from kb.store import schema
from kb.store.database import Database

_BATCH = 500
_TABLES: tuple[Table, ...] = tuple(schema.metadata.sorted_tables)


def copy_rows(source: Database, target: Database) -> None:
    """Puts every row of `source`, as of one moment, in the place of those of `target`, in one transaction. Raises as
    reading and writing do; then `target` is as it was.
    """
    with source.reading() as read, target.writing() as write:
        write.execute(schema.documents.update().values(current_version=None))
        for table in reversed(_TABLES):
            write.execute(table.delete())
        for table in _TABLES:
            for rows in _batches(read, table):
                write.execute(table.insert(), [_without_version(r) if table is schema.documents else r for r in rows])
        # Documents and versions name each other: what is in force is told once both are there.
        for rows in _batches(read, schema.documents):
            for row in rows:
                write.execute(schema.documents.update().where(schema.documents.c.id == row["id"])
                              .values(current_version=row["current_version"]))
        if write.dialect.name == "postgresql":
            _count_on(write)


def _batches(c: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    rows = c.execute(select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_BATCH))
    for part in rows.mappings().partitions(_BATCH):
        yield [dict(r) for r in part]


def _without_version(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "current_version": None}


def _count_on(c: Connection) -> None:
    """New rows are numbered after those that came."""
    for table in _TABLES:
        (key, *more) = table.primary_key.columns
        if not more and isinstance(key.type, Integer):
            c.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table.name}', '{key.name}'), "
                              f"coalesce((SELECT max({key.name}) FROM {table.name}), 1), "
                              f"EXISTS (SELECT 1 FROM {table.name}))")
