"""Searching: a query in, ranked clauses out."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kb.search.embedder import Embedder
from kb.search.fusion import reciprocal_rank_fusion
from kb.search.index import SearchIndex
from kb.search.tokenizer import Tokenizer
from kb.types import Hit

Retriever = Literal["bm25", "vector", "hybrid"]
_DEPTH = 100


class Searcher:
    """Ranks the clauses of one index. Safe to share between threads."""

    def __init__(self, index: SearchIndex, embedder: Embedder) -> None:
        self.index = index
        self.embedder = embedder
        self.tokenizer = Tokenizer(index.words)

    def search(self, question: str, *, retriever: Retriever = "hybrid", k: int = 10) -> list[Hit]:
        """The best `k` clauses, best first; fewer where fewer match at all. Ties go by clause id."""
        if retriever == "bm25":
            return self.bm25(question)[:k]
        if retriever == "vector":
            return self.vector(question)[:k]
        return reciprocal_rank_fusion([self.bm25(question), self.vector(question)])[:k]

    def bm25(self, question: str) -> list[Hit]:
        """Clauses that share a term with the question."""
        scores = self.index.bm25.scores(self.tokenizer(question))
        return self._ranked(scores, scores > 0)

    def vector(self, question: str) -> list[Hit]:
        """Clauses by the cosine of their nearest passage."""
        vectors = self.index.vectors
        depth = min(_DEPTH * 4, vectors.ntotal)
        cosines, found = vectors.search(self.embedder.embed_query(question)[None, :], depth)
        scores = np.full(len(self.index.clause_ids), -np.inf, dtype=np.float32)
        kept = found[0] >= 0
        np.maximum.at(scores, self.index.passage_rows[found[0][kept]], cosines[0][kept])
        return self._ranked(scores, np.isfinite(scores))

    def _ranked(self, scores: NDArray[np.float32], kept: NDArray[np.bool_]) -> list[Hit]:
        rows = np.flatnonzero(kept)
        hits = [Hit(self.index.clause_ids[r], float(scores[r])) for r in rows]
        return sorted(hits, key=lambda h: (-h.score, h.clause_id))[:_DEPTH]
