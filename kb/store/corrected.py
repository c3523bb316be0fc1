"""Corrections as the library keeps them (更正的存取): looked up, added and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, RowMapping, select

from kb.store.clock import now
from kb.store.corrections import Correction, applied, holding, obligation_json, obligation_of_json
from kb.store.schema import clauses, corrections, documents, versions
from kb.types import Clause, Obligation


def corrections_of(c: Connection, document_id: str | None = None) -> dict[str, list[Correction]]:
    """Every correction in the order made, by document id; of one document or of all, whether they hold or not."""
    query = select(corrections).order_by(corrections.c.id)
    if document_id is not None:
        query = query.where(corrections.c.document_id == document_id)
    out: dict[str, list[Correction]] = {}
    for row in c.execute(query).mappings():
        out.setdefault(row["document_id"], []).append(_of_row(row))
    return out


def clauses_said(c: Connection, version: int) -> list[Clause]:
    """The clauses of a version by id and words, in printed order; of the rest of them nothing."""
    text = c.execute(select(versions.c.text).where(versions.c.id == version)).scalar_one()
    query = select(clauses).where(clauses.c.version_id == version).order_by(clauses.c.ordinal)
    return [Clause(r.id, "", r.ordinal, r.start, r.end, text[r.start:r.end], None, (), "") for r in c.execute(query)]


def add_corrections(c: Connection, document_id: str, made: Iterable[Correction]) -> None:
    """Keeps corrections of a document's obligations."""
    rows = [{"document_id": document_id, "clause_id": m.clause_id, "text": m.text, "found": obligation_json(m.found),
             "stated": obligation_json(m.stated), "who": m.who, "at": m.at or now()} for m in made]
    if rows:
        c.execute(corrections.insert(), rows)


def adopt_corrections(c: Connection, document_id: str, made: Iterable[Correction]) -> None:
    """Keeps the corrections of a draft with the document that it became; of two of the same obligation the later."""
    before = corrections_of(c, document_id).get(document_id, [])
    moved = [replace(m, clause_id=f"{document_id}-{m.clause_id.rpartition('-')[2]}") for m in made]
    said = {(m.text, _what(m)) for m in moved}
    take_back(c, document_id, [b.id for b in before if (b.text, _what(b)) in said])
    add_corrections(c, document_id, moved)


def carry_corrections(c: Connection, old: str, new: str) -> None:
    """Keeps the corrections of a document with another, its next edition, for the clauses whose words are the same."""
    made = corrections_of(c, old).get(old, [])
    version = c.execute(select(documents.c.current_version).where(documents.c.id == new)).scalar()
    if not made or version is None:
        return
    said = {(b.text, _what(b)) for b in corrections_of(c, new).get(new, [])}
    moved = [m for own in holding(made, clauses_said(c, version)).values() for m in own]
    add_corrections(c, new, [m for m in moved if (m.text, _what(m)) not in said])


def take_back(c: Connection, document_id: str, ids: Sequence[int]) -> int:
    """Forgets corrections of a document; how many there were."""
    table = corrections
    return c.execute(table.delete().where(table.c.document_id == document_id, table.c.id.in_(ids))).rowcount


def _of_row(r: RowMapping) -> Correction:
    return Correction(r["id"], r["clause_id"], r["text"], obligation_of_json(r["found"]),
                      obligation_of_json(r["stated"]), r["who"], r["at"])


def _what(c: Correction) -> Obligation | None:
    """The obligation that a correction is about, whichever the id of its clause."""
    about = c.found or c.stated
    return None if about is None else replace(about, clause_id="")


def with_corrections(c: Connection, found: dict[str, tuple[Obligation, ...]], document_id: str | None
                     ) -> dict[str, tuple[Obligation, ...]]:
    """The obligations found, as they were corrected by hand; in document order."""
    by_hand = corrections_of(c, document_id)
    if not by_hand:
        return found
    query = (select(documents.c.id, versions.c.id.label("version"))
             .join(versions, versions.c.id == documents.c.current_version).order_by(versions.c.title, documents.c.id))
    if document_id is not None:
        query = query.where(documents.c.id == document_id)
    own: dict[str, dict[str, tuple[Obligation, ...]]] = {}
    for clause_id, rows in found.items():
        own.setdefault(clause_id.rpartition("-")[0], {})[clause_id] = rows
    out: dict[str, tuple[Obligation, ...]] = {}
    for r in c.execute(query).all():
        before = own.get(r.id, {})
        made = by_hand.get(r.id)
        out |= applied(before, made, clauses_said(c, r.version)) if made else before
    return out
