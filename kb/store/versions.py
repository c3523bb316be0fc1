"""Versions of a document (版本): every one that was ever put in force, with its clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, select

from kb.errors import NotFoundError
from kb.store.library import Library
from kb.store.schema import clauses, documents, segments, versions
from kb.types import Clause, Document, Segment

State = Literal["现行", "已废止", "旧版本", "已撤下"]


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
    state: State


@dataclass(frozen=True, slots=True)
class Content:
    """What a version says: the document as it was read then, with its clauses and segments in printed order."""

    version: Version
    document: Document
    clauses: tuple[Clause, ...]
    segments: tuple[Segment, ...]


def versions_of(library: Library, document_id: str) -> list[Version]:
    """Every version of a document, the newest first. Raises NotFoundError where the library never held it."""
    counted = select(func.count()).where(clauses.c.version_id == versions.c.id).scalar_subquery()
    query = (select(versions.c.id, versions.c.title, versions.c.issuer, versions.c.date, versions.c.sha256,
                    versions.c.parser, versions.c.added_at, versions.c.status, counted.label("counted"),
                    func.length(versions.c.text).label("size"), documents.c.current_version)
             .join(documents, documents.c.id == versions.c.document_id)
             .where(versions.c.document_id == document_id).order_by(versions.c.id))
    with library.engine.connect() as c:
        rows = c.execute(query).all()
    if not rows:
        raise NotFoundError(f"知识库里没有这个文件：{document_id}。")
    newest = rows[-1].id
    found = [Version(n, r.id, document_id, r.title, r.issuer, r.date, r.sha256, r.parser, r.added_at, r.size, r.counted,
                     _state(r.id, r.status, r.current_version, newest)) for n, r in enumerate(rows, 1)]
    return found[::-1]


def version_numbered(library: Library, document_id: str, ordinal: int) -> Version:
    """The version of this number. Raises NotFoundError."""
    found = next((v for v in versions_of(library, document_id) if v.ordinal == ordinal), None)
    if found is None:
        raise NotFoundError(f"这个文件没有第 {ordinal} 版。")
    return found


def content(library: Library, version: Version) -> Content:
    """The text, clauses and segments of a version."""
    with library.engine.connect() as c:
        row = c.execute(select(versions, documents.c.source).join(documents, documents.c.id == versions.c.document_id)
                        .where(versions.c.id == version.row)).one()
        clause_rows = c.execute(select(clauses).where(clauses.c.version_id == version.row)
                                .order_by(clauses.c.ordinal)).all()
        segment_rows = c.execute(select(segments).where(segments.c.version_id == version.row)
                                 .order_by(segments.c.start)).all()
    document = Document(
        id=version.document_id, title=row.title, source=row.source, sha256=row.sha256, parser=row.parser, text=row.text,
        scope=tuple(row.scope), issuer=row.issuer, date=row.date, status=row.status,
        page_starts=tuple(row.page_starts))
    return Content(version, document, tuple(_clause(r, document) for r in clause_rows),
                   tuple(Segment(r.start, r.end, r.kind) for r in segment_rows))


def last_with_clause(library: Library, document_id: str, clause_id: str) -> Version | None:
    """The newest version that holds a clause of this id; None where none does."""
    with library.engine.connect() as c:
        rows = set(c.execute(select(clauses.c.version_id).where(clauses.c.id == clause_id)).scalars())
    return next((v for v in versions_of(library, document_id) if v.row in rows), None)


def _state(row: int, status: str, current: int | None, newest: int) -> State:
    if current == row:
        return "已废止" if status == "已废止" else "现行"
    return "已撤下" if current is None and row == newest else "旧版本"


def _clause(row: Any, document: Document) -> Clause:
    return Clause(id=row.id, document_id=document.id, ordinal=row.ordinal, start=row.start, end=row.end,
                  text=document.text[row.start:row.end], number=row.number, path=tuple(row.path),
                  list_title=row.list_title, roles=tuple(row.roles), scope=tuple(row.scope), page=row.page)
