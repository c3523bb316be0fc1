"""Adding a row that may be there already (有则改、无则加), as the database at hand says it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, text


def insert_into(c: Connection, table: Table) -> Any:
    """An INSERT that can be told what to do where the row is there: on_conflict_do_nothing, on_conflict_do_update."""
    if c.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def one_of_a_kind(c: Connection, *columns: str) -> list[Any]:
    """The columns by which a row is there already: on a server, where there may be several tenants, of the same one."""
    return [*columns, text("tenant")] if c.dialect.name == "postgresql" else list(columns)
