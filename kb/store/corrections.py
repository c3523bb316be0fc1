"""Obligations corrected by hand (更正的职责事项), and what they make of those that were read.

A correction holds while its clause says what it said then, wherever that clause stands in its document by now; read
again, by this or a later version of the program, it is applied to what is found anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from kb.types import Clause, Obligation


@dataclass(frozen=True, slots=True)
class Correction:
    """What an administrator stated of an obligation of a clause that said `text` then.

    `found` is what was read, None where it is added; `stated` is what stands instead, None where it is taken out. `id`
    is its own among those of its document, or of the draft that it belongs to; `at` is ISO 8601, UTC.
    """

    id: int
    clause_id: str
    text: str
    found: Obligation | None
    stated: Obligation | None
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """The obligations of a clause as they stand, each with the correction that it comes from, and the corrections that
    took one out.
    """

    rows: tuple[tuple[Obligation, Correction | None], ...]
    removed: tuple[Correction, ...] = ()


def corrected(found: Sequence[Obligation], corrections: Iterable[Correction]) -> Corrected:
    """What the corrections, which all hold for the clause, make of its obligations."""
    rows: list[tuple[Obligation, Correction | None]] = [(o, None) for o in found]
    removed = []
    for c in corrections:
        place = _place(rows, c)
        if place is not None:
            del rows[place]
        if c.stated is None:
            removed.append(c)
        else:
            rows.append((replace(c.stated, by_hand=True), c))
    rows.sort(key=lambda row: (row[0].start, row[0].end))
    return Corrected(tuple(rows), tuple(removed))


def holding(corrections: Iterable[Correction], clauses: Sequence[Clause]) -> dict[str, list[Correction]]:
    """By the id of the clause that each holds for today; what holds for none is left out. A clause that moved is known
    by its words, where no other of the document has the same.
    """
    by_id = {c.id: c for c in clauses}
    by_text: dict[str, list[Clause]] = {}
    for clause in clauses:
        by_text.setdefault(clause.text, []).append(clause)
    out: dict[str, list[Correction]] = {}
    for correction in corrections:
        own, same = by_id.get(correction.clause_id), by_text.get(correction.text, [])
        if own is None or own.text != correction.text:
            own = same[0] if len(same) == 1 else None
        if own is not None:
            out.setdefault(own.id, []).append(_of_clause(correction, own.id))
    return out


def applied(found: Mapping[str, Sequence[Obligation]], corrections: Sequence[Correction], clauses: Sequence[Clause]
            ) -> dict[str, tuple[Obligation, ...]]:
    """The obligations of a document's clauses by clause id, corrected; in the order of its clauses."""
    own = holding(corrections, clauses)
    out = {c.id: tuple(o for o, _ in corrected(found.get(c.id, ()), own.get(c.id, ())).rows) for c in clauses}
    return {i: rows for i, rows in out.items() if rows}


def obligation_json(o: Obligation | None) -> dict[str, Any] | None:
    """An obligation to be kept as JSON."""
    return None if o is None else asdict(o)


def obligation_of_json(data: Mapping[str, Any] | None) -> Obligation | None:
    """The obligation that was kept."""
    if data is None:
        return None
    count = data["count"]
    return Obligation(**{**data, "count": tuple(count) if isinstance(count, list) else count,
                         "record": tuple(data["record"])})


def _place(rows: Sequence[tuple[Obligation, Correction | None]], c: Correction) -> int | None:
    """Which row a correction is about: the very same, else the only one that states the same figure or time there; a
    row that says already what is stated.
    """
    free = [(n, o) for n, (o, by) in enumerate(rows) if by is None]
    if c.found is not None:
        was = c.found
        for fits in (lambda o: o == was, lambda o: _overlap(o, was) and (o.count, o.unit, o.deadline) == (
                was.count, was.unit, was.deadline)):
            same = [n for n, o in free if fits(o)]
            if len(same) == 1:
                return same[0]
    return next((n for n, o in free if c.stated is not None and (o.start, o.end, o.count, o.unit) == (
        c.stated.start, c.stated.end, c.stated.count, c.stated.unit) and o.action == c.stated.action), None)


def _overlap(a: Obligation, b: Obligation) -> bool:
    return a.start < b.end and b.start < a.end


def _of_clause(c: Correction, clause_id: str) -> Correction:
    """The correction with its obligations as those of the clause of this id."""
    found, stated = (None if o is None else replace(o, clause_id=clause_id) for o in (c.found, c.stated))
    return replace(c, clause_id=clause_id, found=found, stated=stated)
