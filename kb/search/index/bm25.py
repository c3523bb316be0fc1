"""BM25 (Okapi, Robertson et al.) with every term's contribution computed beforehand.

The scores are those of rank_bm25.BM25Okapi, which is the reference: the same inverse document frequency, with
negative values raised to `epsilon` times the average, and the same k1 and b. Precomputing them per term and clause,
as bm25s does, turns a query into a few additions.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
    return count(texts).weighed(k1=k1, b=b, epsilon=epsilon)


def count(texts: Sequence[Sequence[str]]) -> Postings:
    """How often each term stands in each of `texts`."""
    return _counted(dict(enumerate(texts)), len(texts))


@dataclass(frozen=True, slots=True)
class Postings:
    """What a BM25 is made of: as there, but `counts` (int32) says how often a text holds a term. The vocabulary is in
    alphabetical order, so that the same texts give the same postings however these came about.
    """

    vocabulary: tuple[str, ...]
    starts: NDArray[np.int64]
    docs: NDArray[np.int32]
    counts: NDArray[np.int32]
    size: int

    def changed(self, to: NDArray[np.int64], size: int, texts: Mapping[int, Sequence[str]]) -> Postings:
        """The postings of `size` texts: text t of these is text `to[t]` there, gone where that is -1; `texts` are the
        others, by their number.
        """
        terms = np.repeat(np.arange(len(self.vocabulary)), np.diff(self.starts))
        rows = to[self.docs]
        stays = rows >= 0
        new = _counted(texts, size)
        number = {term: n for n, term in enumerate(self.vocabulary)}
        own = np.array([number.setdefault(term, len(number)) for term in new.vocabulary], dtype=np.int64)
        return _in_order(
            list(number), np.concatenate([terms[stays], np.repeat(own, np.diff(new.starts))]),
            np.concatenate([rows[stays], new.docs]), np.concatenate([self.counts[stays], new.counts]), size)

    def weighed(self, *, k1: float = K1, b: float = B, epsilon: float = EPSILON) -> BM25:
        """The index over the texts."""
        counts = self.counts.astype(np.float64)
        lengths = np.bincount(self.docs, weights=counts, minlength=self.size)
        average = float(lengths.sum() / self.size) if self.size else 0.0
        held = np.diff(self.starts)
        idf = _idf(held, self.size, epsilon)
        weights = _weights(np.repeat(idf, held), counts, lengths[self.docs], average, k1, b)
        return BM25({term: t for t, term in enumerate(self.vocabulary)}, self.starts, self.docs, weights, self.size)


def weights_of(counts: NDArray[np.int32], lengths: NDArray[np.int32], *, held: int, size: int, total: int,
               floor: float) -> NDArray[np.float32]:
    """What one term adds to the scores of the texts that hold it, as in `Postings.weighed`: `held` of `size` texts hold
    it, each `counts` times and `lengths` long, of `total` terms in all; it counts at least as if its inverse frequency
    were `floor`.
    """
    idf = float(np.log(size - held + 0.5) - np.log(held + 0.5))
    return _weights(idf if idf >= 0 else floor, counts.astype(np.float64), lengths.astype(np.float64),
                    float(total / size) if size else 0.0, K1, B)


def _weights(idf: NDArray[np.float64] | float, counts: NDArray[np.float64], lengths: NDArray[Any],
             average: float, k1: float, b: float) -> NDArray[np.float32]:
    norm = 1 - b + b * lengths / average if average else np.ones(len(lengths))
    return np.asarray(idf * counts * (k1 + 1) / (counts + k1 * norm), dtype=np.float32)


def _counted(texts: Mapping[int, Sequence[str]], size: int) -> Postings:
    number: dict[str, int] = {}
    terms, docs, counts = [], [], []
    for doc, words in texts.items():
        for term, times in Counter(words).items():
            terms.append(number.setdefault(term, len(number)))
            docs.append(doc)
            counts.append(times)
    return _in_order(list(number), np.array(terms, dtype=np.int64), np.array(docs, dtype=np.int64),
                     np.array(counts, dtype=np.int64), size)


def _in_order(vocabulary: Sequence[str], terms: NDArray[Any], docs: NDArray[Any], counts: NDArray[Any], size: int
              ) -> Postings:
    """Postings in the order of their terms and texts, without the terms that none holds any more."""
    held = np.bincount(terms, minlength=len(vocabulary)) if len(vocabulary) else np.zeros(0, dtype=np.int64)
    order = sorted((t for t in range(len(vocabulary)) if held[t]), key=vocabulary.__getitem__)
    place = np.full(len(vocabulary), -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    at = np.lexsort((docs, place[terms])) if len(terms) else np.zeros(0, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(held[order])]).astype(np.int64) if order else np.zeros(1, dtype=np.int64)
    return Postings(tuple(vocabulary[t] for t in order), starts, docs[at].astype(np.int32),
                    counts[at].astype(np.int32), size)


def _idf(held: NDArray[np.int64], size: int, epsilon: float) -> NDArray[np.float64]:
    """By term, of which so many texts hold each."""
    idf = np.log(size - held + 0.5) - np.log(held + 0.5)
    floor = epsilon * math.fsum(idf) / len(idf) if len(idf) else 0.0
    return np.where(idf >= 0, idf, floor)
