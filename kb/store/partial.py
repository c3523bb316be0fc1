"""Which stored clauses are repealed alone (部分废止)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from kb.store.schema import clauses, documents, versions
from kb.validity.parts import Place, repealed_parts
from kb.validity.timeline import Part, Timeline


@dataclass(frozen=True, slots=True)
class Ends:
    """Until when the clauses of a library are in force."""

    known: Timeline
    parts: Mapping[str, Part] = field(default_factory=dict)

    def of(self, document_id: str, clause_id: str) -> str | None:
        """The last day in force of a clause, in ISO form, where other documents tell it."""
        part = self.parts.get(clause_id)
        ends = [e for e in (self.known.of[document_id].end, None if part is None else part.end) if e is not None]
        return min(ends).isoformat() if ends else None

    def repealed_by(self, clause_id: str) -> str | None:
        """The id of the document that repeals a clause alone."""
        part = self.parts.get(clause_id)
        return None if part is None else part.by


def ends(c: Connection, known: Timeline) -> Ends:
    """Of all that the library holds."""
    found: dict[str, Part] = {}
    for document_id, parts in ((i, v.parts) for i, v in known.of.items() if v.parts):
        rows = c.execute(select(clauses.c.id, clauses.c.number, clauses.c.path, clauses.c.list_title, versions.c.title)
                         .join(versions, versions.c.id == clauses.c.version_id)
                         .join(documents, documents.c.current_version == versions.c.id)
                         .where(documents.c.id == document_id).order_by(clauses.c.ordinal)).all()
        places = [Place(r.id, r.number, tuple(r.path), r.list_title) for r in rows]
        found |= repealed_parts(places, rows[0].title if rows else "", parts)
    return Ends(known, found)
