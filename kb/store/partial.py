"""Which stored clauses are repealed alone (部分废止)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from kb.store.schema import clauses, documents, versions
from kb.types import Gone
from kb.validity.parts import Place, gone_within, repealed_parts
from kb.validity.timeline import Part, Timeline


@dataclass(frozen=True, slots=True)
class Ends:
    """Until when the clauses of a library are in force; `parts` and `gone` tell by the id of a clause what repeals it
    alone, and what of it alone is repealed.
    """

    known: Timeline
    parts: Mapping[str, Part] = field(default_factory=dict)
    gone: Mapping[str, tuple[Gone, ...]] = field(default_factory=dict)

    def of(self, document_id: str, clause_id: str) -> str | None:
        """The last day in force of a clause, in ISO form, where other documents tell it."""
        part = self.parts.get(clause_id)
        ends = [e for e in (self.known.of[document_id].end, None if part is None else part.end) if e is not None]
        return min(ends).isoformat() if ends else None


def ends(c: Connection, known: Timeline) -> Ends:
    """Of all that the library holds."""
    found: dict[str, Part] = {}
    gone: dict[str, tuple[Gone, ...]] = {}
    for document_id, parts in ((i, v.parts) for i, v in known.of.items() if v.parts):
        rows = c.execute(select(clauses.c.id, clauses.c.number, clauses.c.path, clauses.c.list_title, clauses.c.start,
                                clauses.c.end, versions.c.id.label("version"), versions.c.title)
                         .join(versions, versions.c.id == clauses.c.version_id)
                         .join(documents, documents.c.current_version == versions.c.id)
                         .where(documents.c.id == document_id).order_by(clauses.c.ordinal)).all()
        if not rows:
            continue
        text: str = c.execute(select(versions.c.text).where(versions.c.id == rows[0].version)).scalar_one()
        places = [Place(r.id, r.number, tuple(r.path), r.list_title, text[r.start:r.end]) for r in rows]
        found |= repealed_parts(places, rows[0].title, parts)
        gone |= gone_within(places, rows[0].title, parts)
    return Ends(known, found, gone)
