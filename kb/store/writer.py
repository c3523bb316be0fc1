"""Changes to the library within one transaction (写入): documents put in force, moved and taken out of force."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, String, cast, func, literal, or_, select, union_all

from kb.errors import ChangeError
from kb.store.clock import now
from kb.store.content import CORRECTION, renewed_digests
from kb.store.rows import clause_values, obligation_values, segment_values, version_values
from kb.store.schema import (
    attached,
    attached_by_hand,
    clauses,
    corrections,
    documents,
    facts,
    obligations,
    pinned,
    segments,
    versions,
)
from kb.types import Document, Split


class LibraryWriter:
    """Changes within one transaction of a library; `Library.changing` gives it."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection
        self._added: list[str] = []

    @property
    def added(self) -> tuple[str, ...]:
        """The ids of documents that were not known before."""
        return tuple(self._added)

    @property
    def connection(self) -> Connection:
        """The transaction itself, for the modules of this folder that change what is kept beside the documents."""
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
            self._added.append(document.id)
        key = self._c.execute(versions.insert().values(
            **version_values(document), fingerprint=fingerprint, added_at=now(), stated=stated)).inserted_primary_key
        assert key is not None
        version: int = key[0]
        put = self._c.execute(documents.update().where(documents.c.id == document.id)
                              .values(current_version=version, location=location))
        if put.rowcount != 1:
            raise not_own(document.title)
        found = [o for c in split.clauses for o in split.obligations.get(c.id, ())]
        for table, rows in ((clauses, [clause_values(c, version=version) for c in split.clauses]),
                            (segments, [segment_values(s, version=version) for s in split.segments]),
                            (obligations, obligation_values(found, version=version))):
            if rows:
                self._c.execute(table.insert(), rows)
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

    def in_force(self) -> int:
        """How many documents are in force as things stand within the transaction."""
        return self._c.execute(
            select(func.count()).where(documents.c.current_version.is_not(None))).scalar_one()

    def finish(self) -> None:
        """Renews the revision."""
        digest = hashlib.sha256(repr(sorted(renewed_digests(self._c).items())).encode())
        named = select(pinned.c.question, pinned.c.clause_id, pinned.c.text).order_by(pinned.c.id)
        by_hand = select(*(corrections.c[n] for n in CORRECTION)).order_by(corrections.c.id)
        for row in (*self._c.execute(asked()), *self._c.execute(_dated()), *self._c.execute(named),
                    *self._c.execute(by_hand)):
            digest.update(repr(tuple(row)).encode())
        self._c.execute(facts.delete().where(facts.c.key == "revision"))
        self._c.execute(facts.insert().values(key="revision", value=digest.hexdigest()))


def not_own(title: str) -> ChangeError:
    """What is said to a tenant that would change what is common to all; the server does not let it."""
    return ChangeError(f"《{title}》是各单位共用的文件，在这里改不了。请找管理共用文件的人。")


def _dated() -> Select[Any]:
    """What tells when the documents are in force, of those of which anything does."""
    v = versions.c
    told = or_(v.effective_from.is_not(None), v.effective_to.is_not(None), v.followed_by.is_not(None),
               cast(v.repeals, String) != "[]")
    return (select(documents.c.id, v.issuer, v.number, v.date, v.effective_from, v.effective_to, v.repeals,
                   v.followed_by)
            .join(documents, documents.c.current_version == v.id).where(told).order_by(documents.c.id))


def asked() -> Select[tuple[str, str]]:
    """Questions attached to clauses of documents in force, those of the files before those attached by hand."""
    by_file = select(attached.c.clause_id, attached.c.question, attached.c.document_id, literal(0).label("by_hand"),
                     attached.c.ordinal.label("ordinal"))
    by_hand = select(attached_by_hand.c.clause_id, attached_by_hand.c.question, attached_by_hand.c.document_id,
                     literal(1), attached_by_hand.c.id)
    every = union_all(by_file, by_hand).subquery()
    return (select(every.c.clause_id, every.c.question).join(documents, documents.c.id == every.c.document_id)
            .where(documents.c.current_version.is_not(None))
            .order_by(every.c.document_id, every.c.by_hand, every.c.ordinal))
