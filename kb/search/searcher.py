"""Searching (检索): what is sought in, ranked clauses out."""

from __future__ import annotations

from dataclasses import dataclass

from kb.search.index.embedder import Vectors
from kb.search.ranker import Ranker, load_ranker
from kb.search.recall import Filters, Recall, Sought
from kb.types import Hit


@dataclass(frozen=True, slots=True)
class Found:
    """Ranked clauses with what they were ranked by: `matrix[i]` belongs to `hits[i]`."""

    hits: tuple[Hit, ...]
    matrix: Vectors


class Searcher:
    """Ranks what recall brings up. Safe to share between threads."""

    def __init__(self, recall: Recall, *, ranker: Ranker | None = None) -> None:
        self.recall = recall
        self._ranker = ranker or load_ranker()

    def find(self, sought: Sought, filters: Filters) -> Found:
        """The candidates, ranked by everything that is known of them, best first. Ties go by clause id."""
        candidates = self.recall.candidates(sought, filters)
        scores = self._ranker.score(candidates.matrix).tolist()
        ids = candidates.ids
        order = sorted(range(len(ids)), key=lambda i: (-scores[i], ids[i]))
        return Found(tuple(Hit(ids[i], scores[i]) for i in order), candidates.matrix[order])
