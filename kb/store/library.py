"""The library (知识库): documents, their versions and clauses, in one SQLite file, as they are in force."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import Connection, func, select

from kb.config import Server
from kb.errors import NotFoundError, UnreadableError
from kb.store.content import is_as_noted, note_content
from kb.store.corrected import carry_corrections, with_corrections
from kb.store.database import Database, database_at
from kb.store.in_force import current_documents, current_texts, edition_marks, in_force_days, is_of
from kb.store.partial import ends
from kb.store.row_security import become
from kb.store.rows import clause_of, document_of, obligations_by_clause, repeals_of, segment_of
from kb.store.schema import clauses, documents, facts, obligations, segments, versions
from kb.store.writer import LibraryWriter, asked, not_own
from kb.types import Clause, Document, Obligation, Segment
from kb.validity.family import Record
from kb.validity.timeline import Timeline, timeline


class Library:
    """A handle on one library file, to be shared between threads; `open_library` gives it.

    Whatever reads or writes raises UnreadableError where the file fails, and BusyError where another program writes.
    """

    def __init__(self, database: Database, today: Callable[[], date] = date.today) -> None:
        """`today` says which day it is: how documents stand is told for that day."""
        self._database = database
        self._today = today
        self._told: tuple[list[dict[str, Any]], Timeline] = ([], Timeline())

    def close(self) -> None:
        self._database.close()

    @property
    def database(self) -> Database:
        """The file itself, for the modules of this folder that keep something beside the documents."""
        return self._database

    def revision(self) -> str:
        """A hash of what is in force; an index built from another revision is out of date."""
        with self._database.reading() as c:
            return c.execute(select(facts.c.value).where(facts.c.key == "revision")).scalar() or ""

    def documents(self) -> list[Document]:
        """Every document in force, by title."""
        with self._database.reading() as c:
            known = self._timeline(c)
            rows = c.execute(current_documents().order_by(versions.c.title, documents.c.id)).mappings()
            return [self._standing(document_of(r), known) for r in rows]

    def document(self, document_id: str) -> Document:
        """The document of this id. Raises NotFoundError."""
        with self._database.reading() as c:
            row = c.execute(current_documents().where(documents.c.id == document_id)).mappings().first()
            known = self._timeline(c)
        if row is None:
            raise NotFoundError(f"知识库里没有这个文件：{document_id}。", where="用 kb documents 查看全部文件。")
        return self._standing(document_of(row), known)

    def timeline(self) -> Timeline:
        """When each document in the library is in force, by id."""
        with self._database.reading() as c:
            return self._timeline(c)

    @property
    def today(self) -> Callable[[], date]:
        """Says which day it is."""
        return self._today

    def locations(self) -> dict[str, tuple[str, str]]:
        """By source of the tenant's own documents in force where each file lay, and its version's fingerprint."""
        with self._database.reading() as c:
            rows = c.execute(select(documents.c.source, documents.c.location, versions.c.fingerprint)
                             .join(versions, versions.c.id == documents.c.current_version)
                             .where(self._database.own(documents)))
            return {r.source: (r.location, r.fingerprint) for r in rows}

    def clauses(self, document_id: str | None = None) -> list[Clause]:
        """Clauses in force, of one document or of all, in document order."""
        query = (select(clauses, *in_force_days(), documents.c.id.label("document_id"))
                 .join(documents, documents.c.current_version == clauses.c.version_id)
                 .join(versions, versions.c.id == clauses.c.version_id).where(is_of(document_id))
                 .order_by(versions.c.title, documents.c.id, clauses.c.ordinal))
        with self._database.reading() as c:
            texts, marks, until = current_texts(c, document_id), edition_marks(c), ends(c, self._timeline(c))
            return [clause_of(r, document_id=r["document_id"], text=texts[r["version_id"]][r["start"]:r["end"]],
                              edition=marks.get(r["document_id"], ""),
                              until=until.of(r["document_id"], r["id"]), part=until.parts.get(r["id"]),
                              gone=until.gone.get(r["id"], ()))
                    for r in c.execute(query).mappings()]

    def ending(self) -> list[Clause]:
        """The clauses in force that other documents repeal, or change, alone, wholly or in part, by document and order.
        """
        with self._database.reading() as c:
            until = ends(c, self._timeline(c))
        return sorted(self.clauses_by_id([*until.parts, *until.gone]).values(),
                      key=lambda c: (c.document_id, c.ordinal))

    def obligations(self, document_id: str | None = None) -> dict[str, tuple[Obligation, ...]]:
        """Obligations of clauses in force by clause id, of one document or of all, in document order; clauses without
        any are left out. What was corrected by hand stands corrected.
        """
        query = (select(obligations, clauses.c.start.label("clause_start"))
                 .join(documents, documents.c.current_version == obligations.c.version_id)
                 .join(versions, versions.c.id == obligations.c.version_id)
                 .join(clauses, (clauses.c.version_id == obligations.c.version_id)
                       & (clauses.c.id == obligations.c.clause_id)).where(is_of(document_id))
                 .order_by(versions.c.title, documents.c.id, obligations.c.ordinal))
        with self._database.reading() as c:
            found = obligations_by_clause(c.execute(query).mappings(), current_texts(c, document_id))
            return with_corrections(c, found, document_id)

    def clauses_by_id(self, ids: Sequence[str]) -> dict[str, Clause]:
        """The clauses of these ids that are in force."""
        text = func.substr(versions.c.text, clauses.c.start + 1, clauses.c.end - clauses.c.start).label("text")
        query = (select(clauses, *in_force_days(), text, documents.c.id.label("document_id"))
                 .join(documents, documents.c.current_version == clauses.c.version_id)
                 .join(versions, versions.c.id == clauses.c.version_id).where(clauses.c.id.in_(ids)))
        with self._database.reading() as c:
            marks, until = edition_marks(c), ends(c, self._timeline(c))
            return {r["id"]: clause_of(r, document_id=r["document_id"], text=r["text"],
                                       edition=marks.get(r["document_id"], ""),
                                       until=until.of(r["document_id"], r["id"]),
                                       part=until.parts.get(r["id"]), gone=until.gone.get(r["id"], ()))
                    for r in c.execute(query).mappings()}

    def clause(self, clause_id: str) -> Clause:
        """The clause of this id. Raises NotFoundError."""
        found = self.clauses_by_id([clause_id])
        if clause_id not in found:
            raise NotFoundError(f"知识库里没有这一条：{clause_id}。", where="编号可从 kb search 的结果里取得。")
        return found[clause_id]

    def titles(self) -> dict[str, tuple[str, str]]:
        """Title of every document in the library and how it stands today, by id."""
        day = self._today()
        with self._database.reading() as c:
            rows = c.execute(select(documents.c.id, versions.c.title)
                             .join(versions, versions.c.id == documents.c.current_version)).all()
            known = self._timeline(c).of
            return {r.id: (r.title, known[r.id].status(day)) for r in rows}

    def clause_counts(self) -> dict[str, int]:
        """The number of clauses of each document in force, by id."""
        with self._database.reading() as c:
            rows = c.execute(select(documents.c.id, func.count()).group_by(documents.c.id)
                             .join(clauses, clauses.c.version_id == documents.c.current_version))
            return {r[0]: r[1] for r in rows}

    def list_counts(self) -> dict[str, dict[str, int]]:
        """For each document in force, by id, the number of clauses in each of its lists, in printed order."""
        rows = (select(documents.c.id, clauses.c.list_title, func.count().label("held"))
                .join(clauses, clauses.c.version_id == documents.c.current_version)
                .group_by(documents.c.id, clauses.c.list_title).order_by(func.min(clauses.c.ordinal)))
        out: dict[str, dict[str, int]] = {}
        with self._database.reading() as c:
            for r in c.execute(rows):
                out.setdefault(r.id, {})[r.list_title] = r.held
        return out

    def require_own(self, document_id: str) -> None:
        """Raises ChangeError where a document is common to all and this is a tenant's library, NotFoundError."""
        if (document := self.document(document_id)).source not in self.locations():
            raise not_own(document.title)

    def file_names(self) -> dict[str, str]:
        """The name of the file of every document in force without its ending, by id."""
        with self._database.reading() as c:
            rows = c.execute(select(documents.c.id, documents.c.source).where(documents.c.current_version.is_not(None)))
            return {r.id: PurePosixPath(r.source).stem for r in rows}

    def questions(self) -> list[tuple[str, str]]:
        """Questions attached to clauses in force, as (clause id, question)."""
        with self._database.reading() as c:
            return [(r.clause_id, r.question) for r in c.execute(asked())]

    def editions(self) -> dict[str, str]:
        """What tells the documents apart that share a title, by document id."""
        with self._database.reading() as c:
            return edition_marks(c)

    def segments(self, document_id: str) -> list[Segment]:
        """The segments of a document in force; they cover its text once."""
        with self._database.reading() as c:
            rows = c.execute(
                select(segments).join(documents, documents.c.current_version == segments.c.version_id)
                .where(documents.c.id == document_id).order_by(segments.c.start)).mappings()
            return [segment_of(r) for r in rows]

    def is_sound(self) -> bool:
        """Whether what is in force is what was written."""
        with self._database.reading() as c:
            return is_as_noted(c)

    def check(self) -> None:
        """Raises UnreadableError where what is in force is not what was written."""
        if not self.is_sound():
            raise UnreadableError("知识库损坏：内容与登记的校验值不符。为免答错，不再作答；"
                                  "请运行 kb doctor --repair，修不好就用 kb restore 从备份恢复。")

    @contextmanager
    def snapshot(self) -> Iterator[Library]:
        """One committed state: whatever is read of it inside belongs together."""
        with self._database.reading() as c:
            yield self.over(c)

    @contextmanager
    def changing(self, complete: Callable[[Library], None] = lambda seen: None) -> Iterator[LibraryWriter]:
        """One transaction: everything inside takes effect together, or nothing does; for whoever holds the writer lock.

        `complete` is given the library as it will be, before anyone else sees it: what must exist when it does.
        """
        with self._database.writing() as c:
            writer = LibraryWriter(c)
            yield writer
            self._carry(c, writer.added)
            self._settle(c, complete)
            # What every tenant answers from stands on what is common: it changes with it, in the same moment.
            for tenant in self._database.tenants(c):
                become(c, tenant)
                self._settle(c, complete)
                become(c, "")

    def _settle(self, c: Connection, complete: Callable[[Library], None]) -> None:
        LibraryWriter(c).finish()
        note_content(c)
        complete(self.over(c))

    def _carry(self, c: Connection, added: Sequence[str]) -> None:
        """What was corrected by hand in a document holds for its next edition, where this says the same."""
        known = self._timeline(c).of if added else {}
        for new in added:
            if new in known and (old := known[new].replaces) is not None:
                carry_corrections(c, old, new)

    def over(self, connection: Connection) -> Library:
        """The library as this connection sees it."""
        seen = copy.copy(self)
        seen._database = self._database.over(connection)
        return seen

    def _timeline(self, c: Connection) -> Timeline:
        """When each document that the library holds is in force; told anew only where anything that tells it changed.
        """
        v = versions.c
        rows = [dict(r) for r in c.execute(
            select(documents.c.id, v.title, documents.c.source, v.issuer, v.number, v.date, v.effective_from,
                   v.effective_to, v.status, v.scope, v.repeals, v.followed_by)
            .join(versions, v.id == documents.c.current_version).order_by(documents.c.id)).mappings()]
        before, known = self._told
        if rows != before:
            known = timeline([Record(**{**r, "scope": tuple(r["scope"]), "repeals": repeals_of(r["repeals"])})
                              for r in rows])
            self._told = (rows, known)
        return known

    def _standing(self, document: Document, known: Timeline) -> Document:
        """The document as it stands today among the others."""
        v, day = known.of[document.id], self._today()
        gone, changed = (tuple(dict.fromkeys(name for p in v.parts if not p.on(day) and p.changed is kind
                                             for name in p.names)) for kind in (False, True))
        return replace(document, status=v.status(day), effective_to=None if v.end is None else v.end.isoformat(),
                       replaces=v.replaces, replaced_by=v.replaced_by, repealed_clauses=gone,
                       changed_clauses=changed)


def open_library(place: Path | Server, *, today: Callable[[], date] = date.today) -> Library:
    """The library at `place`, made where it is missing and migrated where it is older. `today` says which day it is.

    Raises LibraryError: not a database, damaged, or of a newer schema than this program knows.
    """
    return Library(database_at(place), today)
