"""Versions of a document (版本): every one that was ever put in force, with its clauses and their obligations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, literal, select

from kb.errors import NotFoundError
from kb.store.clock import now
from kb.store.corrected import corrections_of
from kb.store.corrections import Correction, applied
from kb.store.in_force import in_force_days
from kb.store.library import Library
from kb.store.rows import clause_of, document_of, obligations_by_clause, segment_of
from kb.store.schema import clauses, documents, obligations, segments, versions
from kb.store.writer import LibraryWriter
from kb.types import Clause, Document, Obligations, Segment, Status


class VersionState(StrEnum):
    """How a version stands: the one that the library holds, in force or repealed; one before it; none is held."""

    IN_FORCE = Status.IN_FORCE.value
    REPEALED = Status.REPEALED.value
    EARLIER = "旧版本"
    WITHDRAWN = "已撤下"


@dataclass(frozen=True, slots=True)
class Version:
    """One version. `ordinal` counts the versions of a document from 1, the oldest; `added_at` is ISO 8601, UTC."""

    ordinal: int
    row: int
    document_id: str
    title: str
    issuer: str | None
    date: str | None
    sha256: str
    parser: str
    added_at: str
    characters: int
    clauses: int
    state: VersionState

    @property
    def held(self) -> bool:
        """Whether it is the one that the library holds, in force or repealed."""
        return self.state in (VersionState.IN_FORCE, VersionState.REPEALED)


@dataclass(frozen=True, slots=True)
class Content:
    """What a version says: the document as it was read then, with its clauses and segments in printed order.

    `obligations` stand as they were corrected by hand, in the version that the library holds, `found` as they were
    read; `corrections` are those made, whether they hold or not.
    """

    version: Version
    document: Document
    clauses: tuple[Clause, ...]
    segments: tuple[Segment, ...]
    obligations: Obligations
    found: Obligations
    corrections: tuple[Correction, ...]


def versions_of(library: Library, document_id: str) -> list[Version]:
    """Every version of a document, the newest first. Raises NotFoundError where the library never held it."""
    counted = select(func.count()).where(clauses.c.version_id == versions.c.id).scalar_subquery()
    query = (select(versions.c.id, versions.c.title, versions.c.issuer, versions.c.date, versions.c.sha256,
                    versions.c.parser, versions.c.added_at, versions.c.status, counted.label("counted"),
                    func.length(versions.c.text).label("size"), documents.c.current_version)
             .join(documents, documents.c.id == versions.c.document_id)
             .where(versions.c.document_id == document_id).order_by(versions.c.id))
    with library.database.reading() as c:
        rows = c.execute(query).all()
    if not rows:
        raise NotFoundError(f"知识库里没有这个文件：{document_id}。")
    newest = rows[-1].id
    found = [Version(n, r.id, document_id, r.title, r.issuer, r.date, r.sha256, r.parser, r.added_at, r.size, r.counted,
                     _state(r.id, r.status, r.current_version, newest)) for n, r in enumerate(rows, 1)]
    return found[::-1]


@dataclass(frozen=True, slots=True)
class Added:
    """A document that was put in the library, or put there anew: its `ordinal`-th version, at `added_at` (ISO, UTC)."""

    document_id: str
    title: str
    ordinal: int
    added_at: str


def latest_added(library: Library, most: int) -> list[Added]:
    """The versions in force that came last, the newest first, at most as many."""
    before = versions.alias()
    counted = select(func.count()).where(before.c.document_id == versions.c.document_id,
                                         before.c.id <= versions.c.id).scalar_subquery()
    query = (select(versions.c.document_id, versions.c.title, counted.label("ordinal"), versions.c.added_at)
             .join(documents, documents.c.current_version == versions.c.id)
             .where(versions.c.status != Status.REPEALED)
             .order_by(versions.c.added_at.desc(), versions.c.id.desc()).limit(most))
    with library.database.reading() as c:
        return [Added(r.document_id, r.title, r.ordinal, r.added_at) for r in c.execute(query)]


def version_numbered(library: Library, document_id: str, ordinal: int) -> Version:
    """The version of this number. Raises NotFoundError."""
    found = next((v for v in versions_of(library, document_id) if v.ordinal == ordinal), None)
    if found is None:
        raise NotFoundError(f"这个文件没有第 {ordinal} 版。")
    return found


def content(library: Library, version: Version) -> Content:
    """The text, clauses, obligations and segments of a version."""
    with library.database.reading() as c:
        row = c.execute(select(versions, documents.c.source).join(documents, documents.c.id == versions.c.document_id)
                        .where(versions.c.id == version.row)).mappings().one()
        clause_rows = c.execute(select(clauses, *in_force_days())
                                .join(versions, versions.c.id == clauses.c.version_id)
                                .where(clauses.c.version_id == version.row)
                                .order_by(clauses.c.ordinal)).mappings().all()
        segment_rows = c.execute(select(segments).where(segments.c.version_id == version.row)
                                 .order_by(segments.c.start)).mappings().all()
        obligation_rows = c.execute(
            select(obligations, clauses.c.start.label("clause_start"))
            .join(clauses, (clauses.c.version_id == obligations.c.version_id)
                  & (clauses.c.id == obligations.c.clause_id))
            .where(obligations.c.version_id == version.row).order_by(obligations.c.ordinal)).mappings().all()
        by_hand = corrections_of(c, version.document_id).get(version.document_id, []) if version.held else []
    document = document_of(row)
    read = tuple(clause_of(r, document_id=document.id, text=document.text[r["start"]:r["end"]]) for r in clause_rows)
    found = obligations_by_clause(obligation_rows, {version.row: document.text})
    return Content(version, document, read, tuple(segment_of(r) for r in segment_rows),
                   applied(found, by_hand, read) if by_hand else found, found, tuple(by_hand))


def last_with_clause(library: Library, document_id: str, clause_id: str) -> Version | None:
    """The newest version that holds a clause of this id; None where none does."""
    with library.database.reading() as c:
        rows = set(c.execute(select(clauses.c.version_id).where(clauses.c.id == clause_id)).scalars())
    return next((v for v in versions_of(library, document_id) if v.row in rows), None)


def sha256_of_version(writer: LibraryWriter, version: int) -> str:
    """The hash of the file that a version was read from, by its row."""
    found: str = writer.connection.execute(select(versions.c.sha256).where(versions.c.id == version)).scalar_one()
    return found


def copy_version(writer: LibraryWriter, version: int, status: str, *, until: str | None = None) -> int:
    """The same version again under another status, in force not longer than `until`; its row."""
    c = writer.connection
    values = dict(c.execute(select(versions).where(versions.c.id == version)).mappings().one())
    del values["id"]
    if until is not None and (values["effective_to"] is None or until < values["effective_to"]):
        values["effective_to"] = until
    key = c.execute(versions.insert().values(values | {"status": status, "added_at": now()})).inserted_primary_key
    assert key is not None
    for table in (clauses, segments, obligations):
        others = [col for col in table.c if col.name != "version_id"]
        rows = select(literal(key[0]), *others).where(table.c.version_id == version)
        c.execute(table.insert().from_select([table.c.version_id, *others], rows))
    return int(key[0])


def _state(row: int, status: str, current: int | None, newest: int) -> VersionState:
    if current == row:
        return VersionState.REPEALED if status == Status.REPEALED else VersionState.IN_FORCE
    return VersionState.WITHDRAWN if current is None and row == newest else VersionState.EARLIER
