"""Searching: a question in, ranked clauses out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kb.language.repair import reduce, repair
from kb.language.synonyms import implied
from kb.language.tokenizer import Tokenizer, normalize
from kb.question.understand import understand
from kb.search.features import Candidates, FeatureMaker, Prepared
from kb.search.fusion import reciprocal_rank_fusion
from kb.search.index.adapter import Adapter, load_adapter
from kb.search.index.embedder import Embedder, Vectors
from kb.search.index.index import SearchIndex
from kb.search.ranker import Ranker, load_ranker
from kb.search.translation import Translation
from kb.types import Hit

Retriever = Literal["bm25", "vector", "hybrid", "rrf"]
_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Ranked clauses with what they were ranked by: `rows[i]` and `matrix[i]` belong to `hits[i]`."""

    question: Prepared
    hits: tuple[Hit, ...]
    rows: NDArray[np.int64]
    matrix: Vectors


class Searcher:
    """Ranks the clauses of one index. Safe to share between threads."""

    def __init__(self, index: SearchIndex, embedder: Embedder, *, adapter: Adapter | None = None,
                 ranker: Ranker | None = None, attached: bool = True, translation: Translation | None = None) -> None:
        self.index = index
        self.embedder = embedder
        self.tokenizer = Tokenizer(index.words)
        self._adapter = adapter or load_adapter(embedder.name, embedder.dimension)
        self._ranker = ranker or load_ranker()
        self._features = FeatureMaker(index, attached=attached, translation=translation)

    def search(self, question: str, *, retriever: Retriever = "hybrid", k: int = 10) -> list[Hit]:
        """The best `k` clauses, best first; fewer where fewer match at all. Ties go by clause id.

        "hybrid" ranks by everything that is known; "bm25", "vector" and their plain fusion "rrf" are what it is
        measured against.
        """
        if retriever == "bm25":
            return self.bm25(question)[:k]
        if retriever == "vector":
            return self.vector(question)[:k]
        if retriever == "rrf":
            return reciprocal_rank_fusion([self.bm25(question), self.vector(question)])[:k]
        return list(self.find(question).hits[:k])

    def find(self, question: str, *, as_typed: bool = False) -> Found:
        """The candidates, ranked by everything that is known of them. `as_typed` repairs and reduces nothing."""
        prepared = self.prepare(question, as_typed=as_typed)
        candidates = self.candidates(prepared)
        scores = self._ranker.score(candidates.matrix)
        ids = self.index.clause_ids
        order = sorted(range(len(candidates.rows)), key=lambda i: (-float(scores[i]), ids[candidates.rows[i]]))
        hits = tuple(Hit(ids[candidates.rows[i]], float(scores[i])) for i in order)
        return Found(prepared, hits, candidates.rows[order], candidates.matrix[order])

    def prepare(self, question: str, *, as_typed: bool = False) -> Prepared:
        """Repairs and reduces the question, understands it, and embeds it."""
        text = question if as_typed else reduce(repair(question, self.tokenizer, self.index.sounds))
        vector = self._adapter.of_questions(self.embedder.embed_query(text))
        meant = implied(normalize(text))
        terms = self.tokenizer(text) + [t for term in meant for t in self.tokenizer(term)]
        ask = understand(text, self.tokenizer)
        if len(text) < len(question):  # who asks may stand in the preamble that was left out
            whole = understand(question, self.tokenizer)
            ask = replace(ask, scopes=ask.scopes or whole.scopes, roles=ask.roles or whole.roles)
        return Prepared(ask, meant, terms, vector)

    def candidates(self, question: Prepared, *, without: int | None = None) -> Candidates:
        """The clauses worth ranking with their features."""
        return self._features.candidates(question, without=without)

    def closeness(self, question: Prepared, rows: Sequence[int] | NDArray[np.int64]) -> list[Vectors]:
        """For each clause row the cosines of its sentences with the question, in their order."""
        return self._features.closeness(question.vector, rows)

    def bm25(self, question: str) -> list[Hit]:
        """Clauses that share a term with the question as typed."""
        terms = self.tokenizer(question)
        return self._ranked(self.index.by_word.scores(terms), self.index.by_word.matches(terms))

    def vector(self, question: str) -> list[Hit]:
        """Clauses by the cosine of their nearest passage, in the model's own space."""
        cosines = self.index.passages.raw.astype(np.float32) @ self.embedder.embed_query(question)
        scores = np.full(self.index.size, -np.inf, dtype=np.float32)
        np.maximum.at(scores, self.index.passages.rows, cosines)
        return self._ranked(scores, np.isfinite(scores))

    def _ranked(self, scores: Vectors, kept: NDArray[np.bool_] | Sequence[bool]) -> list[Hit]:
        rows = np.flatnonzero(kept)
        hits = [Hit(self.index.clause_ids[r], float(scores[r])) for r in rows]
        return sorted(hits, key=lambda h: (-h.score, h.clause_id))[:_DEPTH]
