"""BM25 (Okapi, Robertson et al.) over postings that lie in one or several parts (倒排表与打分).

The scores are those of rank_bm25.BM25Okapi, which is the reference: the same inverse document frequency, with
negative values raised to `epsilon` times the average, and the same k1 and b. What a term adds is worked out when it is
asked for, from how often its texts hold it: so the statistics are those of all the parts together, whichever part a
text lies in, and a part is never written again because another one came.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.search.index.placed import Placed
from kb.search.index.postings import Postings, count

K1 = 1.5
B = 0.75
EPSILON = 0.25


@dataclass(frozen=True, slots=True)
class BM25:
    """Over `size` texts, each of them a text of one of the `parts`.

    `floor` is what a term counts that most texts hold; `norms` (float64) is k1 times how long each text is by the
    average, as the formula has it.
    """

    parts: tuple[Placed[Postings], ...]
    size: int
    floor: float
    norms: NDArray[np.float64]
    k1: float

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """The score of every text for a query of `terms`; a term given twice counts twice. Shape (size,)."""
        out = np.zeros(self.size, dtype=np.float32)
        for term in terms:
            held = [own for part in self.parts if len((own := _held(part, term))[0])]
            if held:
                idf = _idf(sum(len(rows) for rows, _ in held), self.size, self.floor)
                for rows, counts in held:
                    out[rows] += _weights(idf, counts, self.norms[rows], self.k1)
        return out

    def matches(self, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Which texts hold at least one of `terms`. Shape (size,)."""
        out = np.zeros(self.size, dtype=np.bool_)
        for term in terms:
            for part in self.parts:
                out[_held(part, term)[0]] = True
        return out

    def holding(self, term: str, texts: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these texts hold the term; shape as given."""
        out = np.zeros(len(texts), dtype=np.bool_)
        for part in self.parts:
            t = part.of.vocabulary.get(term)
            if t is not None:
                docs, own = part.of.docs[part.of.starts[t]:part.of.starts[t + 1]], part.local(texts).astype(np.int32)
                at = np.minimum(docs.searchsorted(own), len(docs) - 1)
                out |= docs[at] == own
        return out

    def knows(self, term: str) -> bool:
        """Whether any text holds the term."""
        return any(len(_held(part, term)[0]) for part in self.parts)

    def rarity(self, term: str) -> float:
        """How much a term tells, log(1 + size / (texts that hold it + 1)); the most where none holds it."""
        found = sum(len(_held(part, term)[0]) for part in self.parts)
        return float(np.log1p(self.size / (found + 1)))

    def terms(self) -> Iterator[tuple[str, list[int]]]:
        """Every term with the texts that hold it, ascending."""
        for term in sorted({t for part in self.parts for t in part.of.vocabulary}):
            rows = np.concatenate([_held(part, term)[0] for part in self.parts])
            if len(rows):
                yield term, np.sort(rows).tolist()


def build_bm25(texts: Sequence[Sequence[str]], *, k1: float = K1, b: float = B, epsilon: float = EPSILON) -> BM25:
    """The index over `texts`, each a sequence of terms. An empty text is allowed."""
    return bm25_over((Placed(count(texts)),), len(texts), k1=k1, b=b, epsilon=epsilon)


def bm25_over(parts: Sequence[Placed[Postings]], size: int, *, floor: float | None = None, k1: float = K1,
              b: float = B, epsilon: float = EPSILON) -> BM25:
    """The index over `size` texts in several parts; `floor` where it is known from before."""
    lengths = np.zeros(size, dtype=np.float64)
    for part in parts:
        rows, alive = part.rows(np.arange(len(part.of.lengths), dtype=np.int64))
        lengths[rows] = part.of.lengths[alive]
    average = float(lengths.sum() / size) if size else 0.0
    return BM25(tuple(parts), size, _floor(parts, size, epsilon) if floor is None else floor,
                _norms(lengths, average, k1, b), k1)


def weights_of(counts: NDArray[np.int32], lengths: NDArray[np.int32], *, held: int, size: int, total: int,
               floor: float) -> NDArray[np.float32]:
    """What one term adds to the scores of the texts that hold it, as in `BM25.scores`: `held` of `size` texts hold it,
    each `counts` times and `lengths` long, of `total` terms in all; it counts at least as if its inverse frequency were
    `floor`.
    """
    norms = _norms(lengths.astype(np.float64), float(total / size) if size else 0.0, K1, B)
    return _weights(_idf(held, size, floor), counts, norms, K1)


def _idf(held: int, size: int, floor: float) -> float:
    idf = float(np.log(size - held + 0.5) - np.log(held + 0.5))
    return idf if idf >= 0 else floor


def _norms(lengths: NDArray[np.float64], average: float, k1: float, b: float) -> NDArray[np.float64]:
    return k1 * (1 - b + b * lengths / average) if average else np.full(len(lengths), k1)


def _weights(idf: float, counts: NDArray[np.int32], norms: NDArray[np.float64], k1: float) -> NDArray[np.float32]:
    return np.asarray(idf * counts * (k1 + 1) / (counts + norms), dtype=np.float32)


def _held(part: Placed[Postings], term: str) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The texts that hold a term, and how often."""
    own = part.of
    t = own.vocabulary.get(term)
    at = slice(0, 0) if t is None else slice(own.starts[t], own.starts[t + 1])
    rows, alive = part.rows(own.docs[at])
    return rows, own.counts[at][alive]


def _floor(parts: Sequence[Placed[Postings]], size: int, epsilon: float) -> float:
    """What a term counts instead of less than nothing: so much of what all terms count on average."""
    held: dict[str, int] = {}
    for part in parts:
        for term, own in zip(part.of.vocabulary, _counts(part).tolist(), strict=True):
            held[term] = held.get(term, 0) + own
    found = np.array([n for n in held.values() if n], dtype=np.int64)
    idf = np.log(size - found + 0.5) - np.log(found + 0.5)
    return epsilon * math.fsum(idf) / len(idf) if len(idf) else 0.0


def _counts(part: Placed[Postings]) -> NDArray[np.int64]:
    """How many texts hold each term."""
    if part.whole:
        return np.diff(part.of.starts)
    alive = np.concatenate([[0], np.cumsum(part.alive(part.of.docs))])
    return np.asarray(alive[part.of.starts[1:]] - alive[part.of.starts[:-1]], dtype=np.int64)
