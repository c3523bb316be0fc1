"""BM25 (Okapi, Robertson et al.) with every term's contribution computed beforehand.

The scores are those of rank_bm25.BM25Okapi, which is the reference: the same inverse document frequency, with
negative values raised to `epsilon` times the average, and the same k1 and b. Precomputing them per term and clause,
as bm25s does, turns a query into a few additions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

K1 = 1.5
B = 0.75
EPSILON = 0.25


@dataclass(frozen=True, slots=True)
class BM25:
    """Postings of a corpus of `size` texts.

    `vocabulary` numbers the terms; the clauses of term t are `docs[starts[t]:starts[t + 1]]` (int32) and what the term
    adds to their scores stands at the same places of `weights` (float32).
    """

    vocabulary: dict[str, int]
    starts: NDArray[np.int64]
    docs: NDArray[np.int32]
    weights: NDArray[np.float32]
    size: int

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """The score of every text for a query of `terms`; a term given twice counts twice. Shape (size,)."""
        out = np.zeros(self.size, dtype=np.float32)
        for term in terms:
            t = self.vocabulary.get(term)
            if t is not None:
                at = slice(self.starts[t], self.starts[t + 1])
                out[self.docs[at]] += self.weights[at]
        return out

    def matches(self, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Which texts hold at least one of `terms`. Shape (size,)."""
        out = np.zeros(self.size, dtype=np.bool_)
        for term in terms:
            t = self.vocabulary.get(term)
            if t is not None:
                out[self.docs[self.starts[t]:self.starts[t + 1]]] = True
        return out

    def rarity(self, term: str) -> float:
        """How much a term tells, log(1 + size / (texts that hold it + 1)); the most where none holds it."""
        t = self.vocabulary.get(term)
        found = 0 if t is None else int(self.starts[t + 1] - self.starts[t])
        return float(np.log1p(self.size / (found + 1)))


def build_bm25(texts: Sequence[Sequence[str]], *, k1: float = K1, b: float = B, epsilon: float = EPSILON) -> BM25:
    """The index over `texts`, each a sequence of terms. An empty text is allowed."""
    lengths = np.array([len(t) for t in texts], dtype=np.float64)
    average = float(lengths.sum() / len(texts)) if len(texts) else 0.0
    postings: dict[str, list[tuple[int, int]]] = {}
    for doc, terms in enumerate(texts):
        for term, count in Counter(terms).items():
            postings.setdefault(term, []).append((doc, count))
    idf = _idf(postings, len(texts), epsilon)
    starts, docs, weights = [0], [], []
    for term, rows in postings.items():
        for doc, count in rows:
            norm = 1 - b + b * lengths[doc] / average if average else 1.0
            docs.append(doc)
            weights.append(idf[term] * count * (k1 + 1) / (count + k1 * norm))
        starts.append(len(docs))
    return BM25({term: t for t, term in enumerate(postings)}, np.array(starts, dtype=np.int64),
                np.array(docs, dtype=np.int32), np.array(weights, dtype=np.float32), len(texts))


def _idf(postings: dict[str, list[tuple[int, int]]], size: int, epsilon: float) -> dict[str, float]:
    idf = {term: float(np.log(size - len(rows) + 0.5) - np.log(len(rows) + 0.5)) for term, rows in postings.items()}
    floor = epsilon * sum(idf.values()) / len(idf) if idf else 0.0
    return {term: value if value >= 0 else floor for term, value in idf.items()}
