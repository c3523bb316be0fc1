"""What must hold within the library (库内的约束): the file itself, offsets within texts, and what they delimit."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from kb.errors import KBError
from kb.store.database import reading_uri
from kb.store.library import Library
from kb.store.schema import documents, versions

_SHOWN = 3


def file_faults(path: Path) -> list[str]:
    """What SQLite finds wrong with the file: nothing where it is sound. Only reads."""
    try:
        with closing(sqlite3.connect(reading_uri(path), uri=True, timeout=30)) as c:
            found = [str(r[0]) for r in c.execute(f"PRAGMA integrity_check({_SHOWN})")]
            foreign = [f"{r[0]} 第 {r[1]} 行指向不存在的 {r[2]}" for r in c.execute("PRAGMA foreign_key_check")]
            return [f for f in found if f != "ok"] + foreign[:_SHOWN]
    except (sqlite3.Error, ValueError) as e:
        return [str(e)]


def rebuild_lookups(path: Path) -> None:
    """Makes the database's own indexes anew, which may be all that is damaged. Raises sqlite3.Error."""
    with closing(sqlite3.connect(path, timeout=30)) as c:
        c.execute("REINDEX")
        c.commit()


def offset_faults(library: Library) -> list[str]:
    """Clauses, segments and obligations of documents in force that do not lie where they say."""
    out = []
    for document in library.documents():
        try:
            faults = [f"《{document.title}》：{fault}" for fault in _faults_of(library, document.id, document.text)]
            out += faults[:_SHOWN]
        except (KBError, ValueError, TypeError, KeyError, IndexError) as e:
            out.append(f"《{document.title}》读不出（{type(e).__name__}）")
    return out


def _faults_of(library: Library, document_id: str, text: str) -> Iterator[str]:
    at = 0
    for segment in library.segments(document_id):
        if segment.start != at or segment.end <= at:
            yield f"正文第 {at} 字处没有正好接上下一段"
        at = segment.end
    if at != len(text):
        yield f"正文 {len(text)} 字，只覆盖到第 {at} 字"
    clauses = library.clauses(document_id)
    starts = {s.start: s.end for s in library.segments(document_id) if s.kind == "clause"}
    for clause in clauses:
        if starts.get(clause.start) != clause.end or not clause.text.strip():
            yield f"条款 {clause.id} 的位置不对"
        if not clause.id.startswith(f"{document_id}-"):
            yield f"条款 {clause.id} 不属于这个文件"
    by_id = {c.id: c for c in clauses}
    for clause_id, found in library.obligations(document_id).items():
        for o in found:
            own = by_id.get(clause_id)
            if own is None or not 0 <= o.start < o.end <= len(own.text) or own.text[o.start:o.end] != o.quote:
                yield f"条款 {clause_id} 的职责事项位置不对"


def held_files(library: Library) -> dict[str, list[tuple[str, str]]]:
    """By document id the (location of its file, its hash) of what is in force and the tenant's own."""
    out: dict[str, list[tuple[str, str]]] = {}
    with library.database.reading() as c:
        for row in c.execute(select(documents.c.id, documents.c.location, versions.c.sha256)
                             .join(versions, versions.c.id == documents.c.current_version)
                             .where(library.database.own(documents))):
            out.setdefault(row.id, []).append((row.location, row.sha256))
    return out


def known_hashes(library: Library) -> set[str]:
    """The hashes of the files of every version, in force or not."""
    with library.database.reading() as c:
        return set(c.execute(select(versions.c.sha256)).scalars())


def read_again(library: Library) -> None:
    """Lets the next update read every document in force anew, as if its file had changed."""
    with library.database.writing() as c:
        c.execute(versions.update().where(versions.c.id.in_(select(documents.c.current_version)))
                  .values(fingerprint=""))


def file_hash(path: Path) -> str | None:
    """The hash of a file; None where it cannot be read."""
    try:
        with path.open("rb") as f:
            return hashlib.file_digest(f, "sha256").hexdigest()
    except OSError:
        return None
