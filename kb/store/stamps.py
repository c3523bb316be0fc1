"""What the library says of each document, in one line (文件的戳): the same while its clauses, their obligations and the
questions attached to them are, so that whoever keeps something made of them knows without reading them.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from kb.store.corrected import corrections_of
from kb.store.library import Library
from kb.store.schema import documents, versions


def stamps(library: Library) -> dict[str, str]:
    """The stamp of every document that the library holds, by id, in the order of its clauses."""
    v = versions.c
    query = (select(documents.c.id, v.id.label("version"), v.sha256, v.parser, v.added_at, v.title, v.effective_from,
                    v.effective_to)
             .join(versions, v.id == documents.c.current_version).order_by(v.title, documents.c.id))
    asked: dict[str, list[str]] = {}
    for clause_id, question in library.questions():
        asked.setdefault(clause_id.rpartition("-")[0], []).append(f"{clause_id} {question}")
    marks, known = library.editions(), library.timeline().of
    with library.database.reading() as c:
        corrected = corrections_of(c)
        return {r.id: _digest(tuple(r), marks.get(r.id, ""), known[r.id].end, known[r.id].parts,
                              corrected.get(r.id, ()), asked.get(r.id, ())) for r in c.execute(query)}


def _digest(*said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()
