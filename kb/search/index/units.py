"""One BM25 index over units smaller than a clause, or over another cut of the clauses (sentences, bigrams …)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.language.pairs import bigrams
from kb.search.index.bm25 import BM25, build_bm25
from kb.search.index.embedder import Vectors


@dataclass(frozen=True, slots=True)
class Units:
    """Texts that belong to clauses: unit u to clause row `rows[u]` (int32, ascending)."""

    rows: NDArray[np.int32]
    bm25: BM25

    def best(self, terms: Sequence[str], size: int) -> Vectors:
        """For each of `size` clause rows the best score of its units, 0 where it has none."""
        out = np.zeros(size, dtype=np.float32)
        if len(self.rows):
            np.maximum.at(out, self.rows, self.bm25.scores(terms))
        return out


def build_units(texts: Sequence[tuple[int, str]]) -> Units:
    """Units of (clause row, text), matched by character pairs."""
    return Units(np.array([row for row, _ in texts], dtype=np.int32), build_bm25([bigrams(t) for _, t in texts]))
