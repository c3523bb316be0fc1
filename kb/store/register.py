"""The register (登记): the state of each document, what an administrator decided over files, and who did what when.

What takes a LibraryWriter works within its transaction; what takes a Library reads by itself.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from kb.store.clock import now
from kb.store.library import Library
from kb.store.schema import audit, decisions, documents, versions
from kb.store.writer import LibraryWriter, not_own

UNDO = "撤销"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the name stated at sign-in and the address it came from."""

    who: str
    address: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The file at `location`, while its content is `sha256`, does not speak for the document (`status` None), or
    speaks with this status.
    """

    location: str
    sha256: str
    status: str | None


@dataclass(frozen=True, slots=True)
class State:
    """What is in force of a document (None: nothing), where its file lies, and the decision over it."""

    version: int | None
    location: str
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One thing done. It can be undone where `before` is there and the document is still as in `after`."""

    id: int
    at: str
    who: str
    address: str
    action: str
    document_id: str | None
    title: str
    note: str
    before: State | None
    after: State | None
    undoable: bool


def decisions_by_source(library: Library) -> dict[str, Decision]:
    """Decisions by the source of their document."""
    with library.database.reading() as c:
        rows = c.execute(select(documents.c.source, decisions)
                         .join(documents, documents.c.id == decisions.c.document_id))
        return {r.source: Decision(r.location, r.sha256, r.status) for r in rows}


def uploads(library: Library) -> list[tuple[str, str, dict[str, Any], str]]:
    """The tenant's own uploaded documents in force as (source, location, what was stated of the file, status)."""
    with library.database.reading() as c:
        rows = c.execute(select(documents.c.source, documents.c.location, versions.c.stated, versions.c.status)
                         .join(versions, versions.c.id == documents.c.current_version)
                         .where(library.database.own(documents)).order_by(documents.c.id))
        return [(r.source, r.location, r.stated, r.status) for r in rows if r.stated]


def state(writer: LibraryWriter, document_id: str) -> State | None:
    """How a document stands; None where it was never known."""
    return _standing(writer.connection, document_id)


def restore(writer: LibraryWriter, document_id: str, to: State) -> None:
    """Sets a document to a state. Raises ChangeError where it is common to all and a tenant would."""
    c = writer.connection
    if c.execute(documents.update().where(documents.c.id == document_id)
                 .values(current_version=to.version, location=to.location)).rowcount != 1:
        raise not_own(c.execute(select(func.max(versions.c.title)).where(
            versions.c.document_id == document_id)).scalar() or document_id)
    decide(writer, document_id, to.decision)


def decide(writer: LibraryWriter, document_id: str, decision: Decision | None) -> None:
    """Notes a decision, or that there is none any more."""
    writer.connection.execute(decisions.delete().where(decisions.c.document_id == document_id))
    if decision is not None:
        writer.connection.execute(decisions.insert().values(document_id=document_id, **asdict(decision)))


def record(writer: LibraryWriter, actor: Actor, action: str, *, document_id: str | None = None, title: str = "",
           note: str = "", before: State | None = None, after: State | None = None, draft: str | None = None) -> None:
    """Adds a row of audit."""
    writer.connection.execute(audit.insert().values(
        at=now(), who=actor.who, address=actor.address, action=action, document_id=document_id, title=title,
        note=note, before=None if before is None else asdict(before), after=None if after is None else asdict(after),
        draft=draft))


def audit_row(writer: LibraryWriter, row_id: int) -> AuditRow | None:
    """One row of audit."""
    c = writer.connection
    row = c.execute(select(audit).where(audit.c.id == row_id)).mappings().first()
    return None if row is None else _row(c, dict(row))


def audit_page(library: Library, *, offset: int, limit: int) -> tuple[list[AuditRow], int]:
    """Rows of audit, newest first, and how many there are in all."""
    with library.database.reading() as c:
        rows = c.execute(select(audit).order_by(audit.c.id.desc()).offset(offset).limit(limit)).mappings().all()
        total = c.execute(select(func.count()).select_from(audit)).scalar_one()
        return [_row(c, dict(r)) for r in rows], total


def offered_undo(library: Library) -> dict[str, AuditRow]:
    """By document the thing done to it that stands now: the newest that its state is the result of. Where that state
    is only the result of undoing something, that undoing, so that it can be done again.
    """
    offered: dict[str, AuditRow] = {}
    with library.database.reading() as c:
        rows = c.execute(select(audit).where(audit.c.after.is_not(None)).order_by(audit.c.id.desc())).mappings().all()
        for row in (_row(c, dict(r)) for r in rows):
            before = offered.get(row.document_id or "")
            if row.undoable and (before is None or (before.action == UNDO != row.action)):
                offered[row.document_id or ""] = row
    return offered


def drafts_done(library: Library) -> set[str]:
    """Ids of the drafts that were put in force."""
    with library.database.reading() as c:
        return set(c.execute(select(audit.c.draft).where(audit.c.draft.is_not(None))).scalars())


def withdrawn(library: Library) -> list[tuple[str, str]]:
    """Documents that were in force once and are not now, as (id, title last borne)."""
    newest = select(func.max(versions.c.id)).where(versions.c.document_id == documents.c.id).correlate(
        documents).scalar_subquery()
    with library.database.reading() as c:
        rows = c.execute(select(documents.c.id, versions.c.title).join(versions, versions.c.id == newest)
                         .where(documents.c.current_version.is_(None)).order_by(versions.c.title))
        return [(r.id, r.title) for r in rows]


def _standing(c: Connection, document_id: str) -> State | None:
    row = c.execute(select(documents.c.current_version, documents.c.location)
                    .where(documents.c.id == document_id)).first()
    if row is None:
        return None
    found = c.execute(select(decisions).where(decisions.c.document_id == document_id)).first()
    return State(row.current_version, row.location,
                 None if found is None else Decision(found.location, found.sha256, found.status))


def _row(c: Connection, row: dict[str, Any]) -> AuditRow:
    before, after = _state(row.pop("before")), _state(row.pop("after"))
    row.pop("draft")
    undoable = before is not None and after is not None and _standing(c, row["document_id"]) == after
    return AuditRow(**row, before=before, after=after, undoable=undoable)


def _state(data: dict[str, Any] | None) -> State | None:
    if data is None:
        return None
    decision = data["decision"]
    return State(data["version"], data["location"], None if decision is None else Decision(**decision))
