"""What is in force, as it is asked of the tables (现行的): the documents, their texts, and what tells them apart."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, true

from kb.cite import Edition, editions
from kb.store.schema import documents, versions


def in_force_days() -> tuple[ColumnElement[str | None], ...]:
    """The columns of a version that say from when and until when its clauses are in force."""
    return versions.c.effective_from, versions.c.effective_to


def current_documents() -> Select[Any]:
    """The documents in force with what is known of each."""
    return (select(documents.c.id.label("document_id"), documents.c.source, versions.c.sha256, versions.c.parser,
                   versions.c.title, versions.c.issuer, versions.c.number, versions.c.date, versions.c.effective_from,
                   versions.c.effective_to, versions.c.status, versions.c.scope, versions.c.warnings,
                   versions.c.page_starts, versions.c.text, versions.c.repeals, versions.c.followed_by)
            .join(versions, versions.c.id == documents.c.current_version))


def edition_marks(c: Connection) -> dict[str, str]:
    """What tells the documents apart that share a title, by document id."""
    rows = c.execute(select(documents.c.id, versions.c.title, documents.c.source, versions.c.issuer, versions.c.number,
                            versions.c.date, versions.c.effective_from)
                     .join(versions, versions.c.id == documents.c.current_version).order_by(documents.c.id))
    return editions(Edition(*row) for row in rows)


def is_of(document_id: str | None) -> ColumnElement[bool]:
    """The rows of one document, or of all."""
    return true() if document_id is None else documents.c.id == document_id


def current_texts(c: Connection, document_id: str | None) -> dict[int, str]:
    """Texts of versions in force. SQLite would walk through a long text from its beginning for each clause cut out."""
    query = (select(versions.c.id, versions.c.text).join(documents, documents.c.current_version == versions.c.id)
             .where(is_of(document_id)))
    return {r.id: r.text for r in c.execute(query)}
