"""The library (知识库): documents, their versions and clauses, in one SQLite file.

WAL mode: one writer (held by a lock file) and any number of readers, which see the last committed state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import URL, Connection, Engine, RowMapping, create_engine, event, func, literal, select, true, union_all
from sqlalchemy.exc import DatabaseError

from kb.errors import LibraryError, NotFoundError
from kb.store.lock import make_folder
from kb.store.migrations import SCHEMA_VERSION
from kb.store.schema import attached, attached_by_hand, clauses, documents, facts, segments, versions
from kb.types import Clause, Document, Segment, Split


class Library:
    """A handle on one library file. Open it with `open_library` (reading) or `writing` (changing)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """The database itself, for what is kept beside the documents."""
        return self._engine

    def revision(self) -> str:
        """A hash of the clauses in force; an index built from another revision is out of date."""
        with self._engine.connect() as c:
            return c.execute(select(facts.c.value).where(facts.c.key == "revision")).scalar() or ""

    def documents(self) -> list[Document]:
        """Every document in force, by title."""
        with self._engine.connect() as c:
            rows = c.execute(_current().order_by(versions.c.title, documents.c.id)).mappings()
            return [_document(r) for r in rows]

    def document(self, document_id: str) -> Document:
        """The document of this id. Raises NotFoundError."""
        with self._engine.connect() as c:
            row = c.execute(_current().where(documents.c.id == document_id)).mappings().first()
        if row is None:
            raise NotFoundError(f"知识库里没有这个文件：{document_id}。用 kb documents 查看全部文件。")
        return _document(row)

    def locations(self) -> dict[str, tuple[str, str]]:
        """For each source of a document in force: where its file lay and the fingerprint of its version."""
        with self._engine.connect() as c:
            rows = c.execute(select(documents.c.source, documents.c.location, versions.c.fingerprint)
                             .join(versions, versions.c.id == documents.c.current_version))
            return {r.source: (r.location, r.fingerprint) for r in rows}

    def clauses(self, document_id: str | None = None) -> list[Clause]:
        """Clauses in force, of one document or of all, in document order."""
        of_these = (documents.c.id == document_id) if document_id is not None else true()
        query = (select(clauses, documents.c.id.label("document_id"))
                 .join(documents, documents.c.current_version == clauses.c.version_id)
                 .join(versions, versions.c.id == clauses.c.version_id).where(of_these)
                 .order_by(versions.c.title, documents.c.id, clauses.c.ordinal))
        with self._engine.connect() as c:
            # SQLite would walk through a long text from its beginning for every clause cut out of it.
            texts = {r.id: r.text for r in c.execute(
                select(versions.c.id, versions.c.text).join(documents, documents.c.current_version == versions.c.id)
                .where(of_these))}
            return [_clause(r, texts[r["version_id"]][r["start"]:r["end"]]) for r in c.execute(query).mappings()]

    def clauses_by_id(self, ids: Sequence[str]) -> dict[str, Clause]:
        """The clauses of these ids that are in force."""
        with self._engine.connect() as c:
            rows = c.execute(_clause_rows().where(clauses.c.id.in_(ids))).mappings()
            return {r["id"]: _clause(r, r["text"]) for r in rows}

    def clause(self, clause_id: str) -> Clause:
        """The clause of this id. Raises NotFoundError."""
        found = self.clauses_by_id([clause_id])
        if clause_id not in found:
            raise NotFoundError(f"知识库里没有这一条：{clause_id}。编号可从 kb search 或 kb ask --json 的结果里取得。")
        return found[clause_id]

    def titles(self) -> dict[str, tuple[str, str]]:
        """Title and status of every document in force, by id."""
        with self._engine.connect() as c:
            rows = c.execute(select(documents.c.id, versions.c.title, versions.c.status)
                             .join(versions, versions.c.id == documents.c.current_version))
            return {r.id: (r.title, r.status) for r in rows}

    def file_names(self) -> dict[str, str]:
        """The name of the file of every document in force without its ending, by id."""
        with self._engine.connect() as c:
            rows = c.execute(select(documents.c.id, documents.c.source).where(documents.c.current_version.is_not(None)))
            return {r.id: PurePosixPath(r.source).stem for r in rows}

    def questions(self) -> list[tuple[str, str]]:
        """Questions attached to clauses in force, as (clause id, question)."""
        with self._engine.connect() as c:
            return [(r.clause_id, r.question) for r in c.execute(_asked())]

    def segments(self, document_id: str) -> list[Segment]:
        """The segments of a document in force; they cover its text once."""
        with self._engine.connect() as c:
            rows = c.execute(
                select(segments).join(documents, documents.c.current_version == segments.c.version_id)
                .where(documents.c.id == document_id).order_by(segments.c.start))
            return [Segment(r.start, r.end, r.kind) for r in rows]

    @contextmanager
    def changing(self) -> Iterator[LibraryWriter]:
        """One transaction: everything inside takes effect together, or nothing does."""
        with self._engine.begin() as c:
            writer = LibraryWriter(c)
            yield writer
            writer.finish()


class LibraryWriter:
    """Changes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    @property
    def connection(self) -> Connection:
        """The transaction itself, for changes to what is kept beside the documents."""
        return self._c

    def put(self, document: Document, split: Split, *, location: str, fingerprint: str,
            questions: Sequence[tuple[str, str]] | None = (), stated: dict[str, Any] | None = None) -> None:
        """Puts a document in force, as a new version where it was known before; earlier versions stay on record.

        `questions` are those attached to its clauses, as (clause id, question); they replace the ones before, None
        leaves those alone. `stated` is what an administrator said of the file.
        """
        known = self._c.execute(select(documents.c.id).where(documents.c.id == document.id)).first()
        if known is None:
            self._c.execute(documents.insert().values(id=document.id, source=document.source, location=location))
        version = self._c.execute(versions.insert().values(
            document_id=document.id, sha256=document.sha256, fingerprint=fingerprint, parser=document.parser,
            title=document.title, issuer=document.issuer, date=document.date, status=document.status,
            scope=list(document.scope), page_starts=list(document.page_starts), text=document.text,
            added_at=datetime.now(UTC).isoformat(timespec="seconds"), stated=stated)).inserted_primary_key
        assert version is not None
        self._c.execute(documents.update().where(documents.c.id == document.id)
                        .values(current_version=version[0], location=location))
        if split.clauses:
            self._c.execute(clauses.insert(), [
                {"version_id": version[0], "id": c.id, "ordinal": c.ordinal, "start": c.start, "end": c.end,
                 "number": c.number, "path": list(c.path), "list_title": c.list_title, "roles": list(c.roles),
                 "scope": list(c.scope), "page": c.page} for c in split.clauses])
        if split.segments:
            self._c.execute(segments.insert(), [
                {"version_id": version[0], "start": s.start, "end": s.end, "kind": s.kind} for s in split.segments])
        if questions is not None:
            self._c.execute(attached.delete().where(attached.c.document_id == document.id))
        if questions:
            self._c.execute(attached.insert(), [
                {"document_id": document.id, "ordinal": n, "clause_id": c, "question": q}
                for n, (c, q) in enumerate(questions)])

    def move(self, source: str, location: str) -> None:
        """Notes that the unchanged file of a document now lies elsewhere."""
        self._c.execute(documents.update().where(documents.c.source == source).values(location=location))

    def withdraw(self, source: str) -> None:
        """Takes a document out of force; its versions stay on record."""
        self._c.execute(documents.update().where(documents.c.source == source).values(current_version=None))

    def finish(self) -> None:
        """Renews the revision."""
        rows = self._c.execute(
            select(clauses.c.id, versions.c.title, versions.c.status, clauses.c.scope)
            .join(documents, documents.c.current_version == clauses.c.version_id)
            .join(versions, versions.c.id == clauses.c.version_id).order_by(clauses.c.id))
        digest = hashlib.sha256()
        for row in (*rows, *self._c.execute(_asked())):
            digest.update(repr(tuple(row)).encode())
        self._c.execute(facts.delete().where(facts.c.key == "revision"))
        self._c.execute(facts.insert().values(key="revision", value=digest.hexdigest()))


def open_library(path: Path) -> Library:
    """The library at `path`, created where it is missing and migrated where its schema is older.

    Raises LibraryError: not a database, damaged, or of a newer schema than this program knows.
    """
    make_folder(path.parent)
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": 30})
    event.listen(engine, "connect", _on_connect)
    try:
        _ensure_schema(engine, path)
    except DatabaseError as e:
        engine.dispose()
        raise LibraryError(f"知识库文件打不开：{path}（{e.orig}）。请从备份恢复，或移走它后重新运行 kb index。") from e
    except LibraryError:
        engine.dispose()
        raise
    return Library(engine)


def _on_connect(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _ensure_schema(engine: Engine, path: Path) -> None:
    with engine.connect() as c:
        tables = set(c.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'").scalars())
        found = c.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if (
            "alembic_version" in tables) else None
    if found == SCHEMA_VERSION:
        return
    if found is not None and found > SCHEMA_VERSION:
        raise LibraryError(f"知识库由更新版本的程序建立：{path}（结构 {found}）。请升级本程序。")
    if found is None and tables:
        raise LibraryError(f"这不是本程序的知识库：{path}。请换一个 --data 文件夹。")
    _migrate(engine)


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _current() -> Any:
    return (select(documents.c.id, documents.c.source, versions.c.sha256, versions.c.parser, versions.c.title,
                   versions.c.issuer, versions.c.date, versions.c.status, versions.c.scope, versions.c.page_starts,
                   versions.c.text)
            .join(versions, versions.c.id == documents.c.current_version))


def _asked() -> Any:
    """Questions attached to documents in force, those of the files before those attached by hand."""
    by_file = select(attached.c.clause_id, attached.c.question, attached.c.document_id, literal(0).label("by_hand"),
                     attached.c.ordinal.label("ordinal"))
    by_hand = select(attached_by_hand.c.clause_id, attached_by_hand.c.question, attached_by_hand.c.document_id,
                     literal(1), attached_by_hand.c.id)
    every = union_all(by_file, by_hand).subquery()
    return (select(every.c.clause_id, every.c.question).join(documents, documents.c.id == every.c.document_id)
            .where(documents.c.current_version.is_not(None))
            .order_by(every.c.document_id, every.c.by_hand, every.c.ordinal))


def _clause_rows() -> Any:
    text = func.substr(versions.c.text, clauses.c.start + 1, clauses.c.end - clauses.c.start).label("text")
    return (select(clauses, text, documents.c.id.label("document_id"))
            .join(documents, documents.c.current_version == clauses.c.version_id)
            .join(versions, versions.c.id == clauses.c.version_id))


def _document(r: RowMapping) -> Document:
    return Document(id=r["id"], title=r["title"], source=r["source"], sha256=r["sha256"], parser=r["parser"],
                    text=r["text"], scope=tuple(r["scope"]), issuer=r["issuer"], date=r["date"],
                    status=r["status"], page_starts=tuple(r["page_starts"]))


def _clause(r: RowMapping, text: str) -> Clause:
    return Clause(id=r["id"], document_id=r["document_id"], ordinal=r["ordinal"], start=r["start"], end=r["end"],
                  text=text, number=r["number"], path=tuple(r["path"]), list_title=r["list_title"],
                  roles=tuple(r["roles"]), scope=tuple(r["scope"]), page=r["page"])
