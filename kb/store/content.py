"""Whether the library says what was written into it (校验): a digest of what is in force, renewed with every change.

SQLite notices a damaged page, but not a bit that flipped within a text.
"""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, Select, String, cast, select

from kb.store.schema import clauses, corrections, documents, facts, obligations, versions

_FACT = "content"
# What answers and citations stand on. Columns that come with later schemas are left out, so that a library upgraded
# still agrees with its digest.
_VERSION = ("document_id", "title", "issuer", "number", "date", "effective_from", "effective_to", "status", "scope",
            "text")
_CLAUSE = ("id", "ordinal", "start", "end", "number", "path", "list_title", "roles", "scope", "page", "lead")
_OBLIGATION = ("ordinal", "clause_id", "start", "end", "subject", "action", "period", "count_low", "count_high",
               "comparator", "unit", "deadline", "value")
CORRECTION = ("document_id", "clause_id", "text", "found", "stated")


def content_digest(c: Connection) -> str:
    """The digest of the documents in force, their clauses and obligations and what was corrected in them, as the
    connection sees them."""
    digest = hashlib.sha256()
    for query in (_rows(versions, _VERSION, versions.c.id), _rows(clauses, _CLAUSE, clauses.c.version_id),
                  _rows(obligations, _OBLIGATION, obligations.c.version_id)):
        for row in c.execute(query):
            digest.update(repr(tuple(row)).encode())
    by_hand = [cast(corrections.c[n], String) for n in CORRECTION]
    for row in c.execute(select(*by_hand).order_by(corrections.c.id)):
        digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def noted_content(c: Connection) -> str | None:
    """The digest noted with the last change; None where a former version of the program noted none."""
    return c.execute(select(facts.c.value).where(facts.c.key == _FACT)).scalar()


def note_content(c: Connection) -> None:
    """Notes the digest of what is in force within the transaction."""
    c.execute(facts.delete().where(facts.c.key == _FACT))
    c.execute(facts.insert().values(key=_FACT, value=content_digest(c)))


def _rows(table: Any, names: tuple[str, ...], version: Any) -> Select[Any]:
    """These columns of the rows of versions in force, lists as they are stored."""
    columns = [cast(table.c[n], String) if n in ("scope", "path", "roles") else table.c[n] for n in names]
    order = [table.c[n] for n in ("id", "ordinal") if n in table.c]
    return select(*columns).join(documents, documents.c.current_version == version).order_by(version, *order)
