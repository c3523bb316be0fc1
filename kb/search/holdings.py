"""What an index holds (馆藏): where every clause stands and whom it binds, and its words when they are asked for.

A large library is not kept in memory to answer from it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any, overload

from kb.search.index.coded import Coded, Names, coded
from kb.types import Clause


class Clauses(Sequence[Clause]):
    """Some of the clauses held, in order, each read when it is asked for."""

    def __init__(self, ids: Sequence[str], read: Callable[[str], Clause]) -> None:
        self.ids, self._read = ids, read

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> Clause: ...
    @overload
    def __getitem__(self, at: slice) -> Clauses: ...

    def __getitem__(self, at: int | slice) -> Clause | Clauses:
        return Clauses(self.ids[at], self._read) if isinstance(at, slice) else self._read(self.ids[at])

    def __iter__(self) -> Iterator[Clause]:
        return map(self._read, self.ids)

    def __contains__(self, clause: object) -> bool:
        return isinstance(clause, Clause) and clause.id in self.ids and self._read(clause.id) == clause


@dataclass(frozen=True, eq=False)
class Holdings(Mapping[str, Clause]):
    """Clauses by id, in document order. Row r of `paths`, `roles` and `scopes` belongs to `ids[r]`, which stands in row
    `row_of[ids[r]]`; `spans` are the rows of each document, by its id; `read` gives a clause with its words.

    `left_out` are ids of documents and of single clauses that are not counted in.
    """

    ids: Sequence[str]
    row_of: Mapping[str, int]
    spans: Mapping[str, range]
    paths: Coded
    roles: Coded
    scopes: Coded
    read: Callable[[str], Clause]
    left_out: frozenset[str] = frozenset()

    @classmethod
    def of(cls, clauses: Iterable[Clause]) -> Holdings:
        """Of clauses that are in memory, in document order."""
        held = tuple(clauses)
        ids = tuple(c.id for c in held)
        spans, row = {}, 0
        for document, own in groupby(held, key=lambda c: c.document_id):
            end = row + len(list(own))
            spans[document], row = range(row, end), end
        return cls(ids, {c: row for row, c in enumerate(ids)}, spans, coded(c.path for c in held),
                   coded(c.roles for c in held), coded(c.scope for c in held), {c.id: c for c in held}.__getitem__)

    def without(self, out: frozenset[str]) -> Holdings:
        """The same but for these documents and single clauses; what else is named in `out` says nothing here."""
        return replace(self, left_out=frozenset(n for n in out if n in self.spans or n in self.row_of))

    def __getitem__(self, clause_id: str) -> Clause:
        if clause_id not in self:
            raise KeyError(clause_id)
        return self.read(clause_id)

    def __contains__(self, clause_id: Any) -> bool:
        if not self.left_out:
            return clause_id in self.row_of
        return (clause_id in self.row_of and clause_id not in self.left_out
                and self.document(clause_id) not in self.left_out)

    def __iter__(self) -> Iterator[str]:
        return (self.ids[row] for rows in self._held() for row in self._rows(rows))

    def __len__(self) -> int:
        single = sum(n in self.row_of and self.document(n) not in self.left_out for n in self.left_out)
        return sum(map(len, self._held())) - single

    def document(self, clause_id: str) -> str:
        """The document that a clause of the index stands in, whether it is counted in or not."""
        ends, names = self._documents
        return names[bisect_right(ends, self.row_of[clause_id])]

    def of_document(self, document: str) -> Clauses:
        """The clauses of a document in printed order; none where it is not held."""
        return self.at(self._rows(self.spans[document]) if document in self.documents else ())

    def at(self, rows: Iterable[int]) -> Clauses:
        """The clauses of these rows."""
        return Clauses(tuple(self.ids[row] for row in rows), self.read)

    def headings(self, document: str) -> list[tuple[int, Names]]:
        """The rows of a document, each with the headings that it stands under."""
        values, codes = self.paths.values, self.paths.codes
        return [(row, values[codes[row]]) for row in self._rows(self.spans[document])]

    def binding(self, fits: Callable[[Names], bool]) -> Clauses:
        """The clauses that bind roles which fit, in document order."""
        fitting = self.roles.each(fits)
        return self.at(row for rows in self._held() for row in self._rows(rows) if fitting[row])

    def bound(self) -> set[tuple[Names, Names]]:
        """The roles and the kinds of organisation that clauses bind, as they stand together."""
        found: set[tuple[int, int]] = set()
        for rows in self._held():
            at = slice(rows.start, rows.stop) if not self.left_out else list(self._rows(rows))
            found.update(zip(self.roles.codes[at].tolist(), self.scopes.codes[at].tolist(), strict=True))
        return {(self.roles.values[r], self.scopes.values[s]) for r, s in found}

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The documents that are counted in, in order."""
        return tuple(d for d in self.spans if d not in self.left_out)

    @cached_property
    def _documents(self) -> tuple[list[int], list[str]]:
        return [rows.stop for rows in self.spans.values()], list(self.spans)

    def _held(self) -> Iterator[range]:
        return (self.spans[d] for d in self.documents)

    def _rows(self, rows: range) -> Iterable[int]:
        return (row for row in rows if self.ids[row] not in self.left_out) if self.left_out else rows
