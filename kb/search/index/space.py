"""The vectors of all clauses, whichever part they lie in (向量空间), searched and compared by clause row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kb.search.index.dense import Dense, merged_dense
from kb.search.index.embedder import Vectors
from kb.search.index.near import DEPTH, nearest
from kb.search.index.placed import Placed

_ROWS = 60
_GATHER = 8
_BLOCK = 1 << 16


class Space:
    """Over `size` clause rows, in which those of each part are placed."""

    def __init__(self, parts: Sequence[Placed[Dense]], size: int) -> None:
        self._given = tuple(parts)
        self.parts = tuple(p for p in parts if len(p.of.rows))
        self._owner = np.zeros(size, dtype=np.int32)
        self._first, self._count = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        for n, part in enumerate(self.parts):
            starts = np.flatnonzero(np.diff(part.of.rows, prepend=-1))
            own, counts = part.of.rows[starts], np.diff(starts, append=len(part.of.rows))
            rows, alive = part.rows(own)
            self._owner[rows], self._first[rows], self._count[rows] = n, starts[alive], counts[alive]

    @property
    def count(self) -> int:
        """How many vectors there are."""
        return int(self._count.sum())

    @cached_property
    def whole(self) -> Dense:
        """All of them as one part; a copy where there are several."""
        if len(self._given) == 1 and self._given[0].place is None:
            return self._given[0].of
        return merged_dense(self._given)

    def nearest_rows(self, vector: Vectors) -> NDArray[np.int64]:
        """Rows of the clauses that own the nearest vectors."""
        found = []
        for part in self.parts:
            numbers, cosines = nearest(part.of.adapted, part.of.near, vector, DEPTH)
            rows, alive = part.rows(part.of.rows[numbers])
            found.append((rows, cosines[alive]))
        if not found:
            return np.zeros(0, dtype=np.int64)
        rows, cosines = (np.concatenate(x) for x in zip(*found, strict=True))
        rows = rows[np.argsort(-cosines, kind="stable")[:DEPTH]]
        return np.array(list(dict.fromkeys(rows.tolist()))[:_ROWS], dtype=np.int64)

    def best_raw(self, vector: Vectors) -> Vectors:
        """For every row the highest cosine of its vectors as the model gave them, minus infinity where it has none."""
        out = np.full(len(self._count), -np.inf, dtype=np.float32)
        for part in self.parts:
            for at in range(0, len(part.of.rows), _BLOCK):
                cosines = part.of.raw[at:at + _BLOCK].astype(np.float32) @ vector
                rows, alive = part.rows(part.of.rows[at:at + _BLOCK])
                np.maximum.at(out, rows, cosines[alive])
        return out

    def cosines(self, vector: Vectors, row: int) -> Vectors:
        """The cosines of a row's vectors, in their order."""
        first = self._first[row]
        own = self.parts[self._owner[row]].of.adapted if self.parts else np.zeros((0, len(vector)), dtype=np.float32)
        return own[first:first + self._count[row]] @ vector

    def similarity(self, vector: Vectors, rows: NDArray[np.int64]) -> Vectors:
        """The highest cosine of each row's vectors; every row must own one."""
        return self.similarity_where(vector, rows, None)[1]

    def similarity_where(self, vector: Vectors, rows: NDArray[np.int64], without: int | None
                         ) -> tuple[NDArray[np.bool_], Vectors]:
        """Which rows own vectors, and the highest cosine of each (-1 where it owns none). `without` leaves one of them
        out, by its number in the only part there is.
        """
        starts, counts = self._first[rows], self._count[rows]
        owner = np.repeat(np.arange(len(rows)), counts)
        picked = np.arange(len(owner)) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
        if without is not None:
            kept = picked != without
            picked, owner = picked[kept], owner[kept]
        out = np.full(len(rows), -1.0, dtype=np.float32)
        np.maximum.at(out, owner, self._products(vector, self._owner[rows][owner], picked))
        has = np.zeros(len(rows), dtype=np.bool_)
        has[owner] = True
        return has, out

    def _products(self, vector: Vectors, owner: NDArray[np.int32], picked: NDArray[np.int64]) -> Vectors:
        """The cosines of vectors by part and number."""
        if len(self.parts) == 1:
            own = self.parts[0].of.adapted
            # gathering rows copies them: where many are picked, one product over all of them is faster
            dense = len(own) <= _GATHER * len(picked)
            return (own @ vector)[picked] if dense else own[picked] @ vector
        gathered = np.empty((len(picked), len(vector)), dtype=np.float32)
        for n, part in enumerate(self.parts):
            mine = owner == n
            gathered[mine] = part.of.adapted[picked[mine]]
        return gathered @ vector
