"""Questions whose answering clause an administrator named (指定的条款)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from kb.store.clock import now
from kb.store.library import Library
from kb.store.schema import clauses, documents, pinned, versions
from kb.store.upsert import insert_into, one_of_a_kind
from kb.store.writer import LibraryWriter
from kb.types import Clause, Pin


@dataclass(frozen=True, slots=True)
class KnownPin:
    """A pin with who set it and when (ISO 8601, UTC), and its clause as it stands: `now` is None where it stands no
    more. `document` is the title of the document today, empty where that is out of the library.
    """

    id: int
    question: str
    clause_id: str
    text: str
    who: str
    at: str
    document: str
    document_id: str
    now: str | None

    @property
    def changed(self) -> bool:
        """Whether the clause says something else than when it was named, or nothing at all."""
        return self.now != self.text


def known_pins(library: Library) -> list[KnownPin]:
    """Every pin, newest first."""
    text = func.substr(versions.c.text, clauses.c.start + 1, clauses.c.end - clauses.c.start)
    query = (select(pinned, func.coalesce(versions.c.title, "").label("document"), text.label("now"))
             .join(documents, documents.c.id == pinned.c.document_id)
             .outerjoin(versions, versions.c.id == documents.c.current_version)
             .outerjoin(clauses, (clauses.c.version_id == documents.c.current_version)
                        & (clauses.c.id == pinned.c.clause_id)).order_by(pinned.c.id.desc()))
    with library.database.reading() as c:
        return [KnownPin(**r) for r in c.execute(query).mappings()]


def pins(library: Library) -> list[Pin]:
    """The pins, whatever their clauses say by now."""
    with library.database.reading() as c:
        return [Pin(r.question, r.clause_id, r.text) for r in c.execute(_pins())]


def pin(writer: LibraryWriter, clause: Clause, questions: Sequence[str], *, who: str) -> None:
    """Names the clause for these questions, in place of the one before."""
    for question in questions:
        row = insert_into(writer.connection, pinned).values(
            question=question, document_id=clause.document_id, clause_id=clause.id, text=clause.text, who=who, at=now())
        new = {name: row.excluded[name] for name in ("document_id", "clause_id", "text", "who", "at")}
        writer.connection.execute(row.on_conflict_do_update(
            index_elements=one_of_a_kind(writer.connection, "question"), set_=new))


def unpin(writer: LibraryWriter, pin_id: int) -> tuple[str, str] | None:
    """Takes a pin away; the id of its document and what it asked, None where there is none."""
    row = writer.connection.execute(pinned.delete().where(pinned.c.id == pin_id)
                                    .returning(pinned.c.document_id, pinned.c.question)).first()
    return None if row is None else (row.document_id, row.question)


def _pins() -> Select[tuple[str, str, str]]:
    return select(pinned.c.question, pinned.c.clause_id, pinned.c.text).order_by(pinned.c.id)
