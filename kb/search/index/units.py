"""One BM25 index over units smaller than a clause, or over another cut of the clauses (sentences, bigrams …)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.language.pairs import bigrams
from kb.search.index.bm25 import BM25, bm25_over
from kb.search.index.embedder import Vectors
from kb.search.index.placed import Placed, placed
from kb.search.index.postings import Postings, count, merged


@dataclass(frozen=True, slots=True)
class Cut:
    """Texts that belong to clauses, as a segment holds them: text u to clause row `rows[u]` (int32, ascending)."""

    rows: NDArray[np.int32]
    postings: Postings


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


def cut(texts: Sequence[tuple[int, str]]) -> Cut:
    """Texts of (clause row, text), matched by character pairs."""
    return Cut(np.array([row for row, _ in texts], dtype=np.int32), count([bigrams(t) for _, t in texts]))


def build_units(texts: Sequence[tuple[int, str]]) -> Units:
    """Units of (clause row, text), matched by character pairs."""
    return units_over((Placed(cut(texts)),))


def units_over(parts: Sequence[Placed[Cut]], *, floor: float | None = None) -> Units:
    """The units of several parts, whose clause rows are placed in the whole, in the order of their clauses."""
    rows, places = _places(parts)
    return Units(rows, bm25_over([placed(part.of.postings, place, len(rows))
                                  for part, place in zip(parts, places, strict=True)], len(rows), floor=floor))


def merged_cut(parts: Sequence[Placed[Cut]]) -> Cut:
    """The same as one part."""
    rows, places = _places(parts)
    return Cut(rows, merged([(p.of.postings, place) for p, place in zip(parts, places, strict=True)], len(rows)))


def _places(parts: Sequence[Placed[Cut]]) -> tuple[NDArray[np.int32], list[NDArray[np.int32]]]:
    """The clause rows of all units that are not gone, ascending, and for each part the numbers of its own."""
    found = [part.of.rows if part.place is None else part.place[part.of.rows] for part in parts]
    every = np.concatenate(found) if found else np.zeros(0, dtype=np.int32)
    alive = np.flatnonzero(every >= 0)
    order = alive[np.argsort(every[alive], kind="stable")]
    place = np.full(len(every), -1, dtype=np.int32)
    place[order] = np.arange(len(order))
    return every[order].astype(np.int32), np.split(place, np.cumsum([len(f) for f in found])[:-1]) if found else []
