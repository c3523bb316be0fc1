"""Questions attached to clauses by hand (人工关联的相似问); reading a document again leaves them alone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from kb.store.clock import now
from kb.store.library import Library
from kb.store.schema import attached_by_hand, clauses, documents, versions
from kb.store.upsert import insert_into
from kb.store.writer import LibraryWriter
from kb.types import Clause


@dataclass(frozen=True, slots=True)
class HandAttached:
    """A question attached to a clause by hand, with the clause as it stands; `text` is None where it stands no more."""

    id: int
    question: str
    clause_id: str
    document: str
    list_title: str | None
    text: str | None


def hand_attached(library: Library) -> list[HandAttached]:
    """Every question attached by hand, newest first."""
    text = func.substr(versions.c.text, clauses.c.start + 1, clauses.c.end - clauses.c.start)
    query = (select(attached_by_hand.c.id, attached_by_hand.c.question, attached_by_hand.c.clause_id,
                    func.coalesce(versions.c.title, "").label("document"), clauses.c.list_title, text.label("text"))
             .join(documents, documents.c.id == attached_by_hand.c.document_id)
             .outerjoin(versions, versions.c.id == documents.c.current_version)
             .outerjoin(clauses, (clauses.c.version_id == documents.c.current_version)
                        & (clauses.c.id == attached_by_hand.c.clause_id))
             .order_by(attached_by_hand.c.id.desc()))
    with library.database.reading() as c:
        return [HandAttached(**r) for r in c.execute(query).mappings()]


def attach_question(writer: LibraryWriter, clause: Clause, question: str) -> bool:
    """Attaches a question to a clause; False where it is attached already."""
    row = insert_into(writer.connection, attached_by_hand).values(
        document_id=clause.document_id, clause_id=clause.id, question=question, at=now())
    made = row.on_conflict_do_nothing().returning(attached_by_hand.c.id)
    return writer.connection.execute(made).first() is not None


def detach_question(writer: LibraryWriter, attached_id: int) -> tuple[str, str] | None:
    """Takes a question away again; the id of its document and what it asked, None where it is not attached."""
    table = attached_by_hand
    row = writer.connection.execute(
        table.delete().where(table.c.id == attached_id).returning(table.c.document_id, table.c.question)).first()
    return None if row is None else (row.document_id, row.question)
