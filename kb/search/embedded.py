"""Recall from the index in memory (内存召回)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kb.ingest.analysis import ClauseAnalysis
from kb.language.fits import any_role_fits, scope_fit
from kb.search.features import FeatureMaker
from kb.search.holdings import Holdings
from kb.search.index.embedder import Vectors
from kb.search.index.index import SearchIndex
from kb.search.recall import Candidates, Filters, Sought
from kb.search.translation import Translation
from kb.types import Hit

_KEPT = 16384
_FILTERS = 32


class EmbeddedRecall:
    """The clauses of one index. `attached` leaves the attached questions out where False."""

    def __init__(self, index: SearchIndex, *, attached: bool = True, translation: Translation | None = None) -> None:
        self.index = index
        self._features = FeatureMaker(index, attached=attached, translation=translation)
        self._row = {c: row for row, c in enumerate(index.clause_ids)}
        self._word_rarity = lru_cache(maxsize=_KEPT)(index.by_word.rarity)
        self._pair_rarity = lru_cache(maxsize=_KEPT)(index.by_pair.rarity)
        self._admitted = lru_cache(maxsize=_FILTERS)(self._admitted_by)

    @property
    def revision(self) -> str:
        return self.index.manifest.revision

    @property
    def size(self) -> int:
        return self.index.size

    def candidates(self, sought: Sought, filters: Filters, *, without: int | None = None) -> Candidates:
        """As Recall says; `without` names one attached question to leave out (when it is asked itself)."""
        rows, matrix = self._features.candidates(sought, without=without)
        found = Candidates(rows, tuple(self.index.clause_ids[r] for r in rows), matrix)
        kept = np.flatnonzero(self._admitted(filters)[rows])
        return found if len(kept) == len(rows) else found.only(kept.tolist())

    def closeness(self, sought: Sought, ids: Sequence[str]) -> list[Vectors]:
        return self._features.closeness(sought.vector, [self._row[c] for c in ids])

    def by_words(self, terms: Sequence[str], *, k: int) -> list[Hit]:
        bm25 = self.index.by_word
        return self._ranked(bm25.scores(terms), bm25.matches(terms))[:k]

    def by_meaning(self, vector: Vectors, *, k: int) -> list[Hit]:
        scores = self.index.passages.best_raw(vector)
        return self._ranked(scores, np.isfinite(scores))[:k]

    def word_rarity(self, word: str) -> float:
        return self._word_rarity(word)

    def pair_rarity(self, pair: str) -> float:
        return self._pair_rarity(pair)

    def knows_word(self, word: str) -> bool:
        return self.index.by_word.knows(word)

    def knows_pair(self, pair: str) -> bool:
        return self.index.by_pair.knows(pair)

    def admits(self, clause_id: str, filters: Filters) -> bool:
        return bool(self._admitted(filters)[self._row[clause_id]])

    def analysis(self, clause_id: str) -> ClauseAnalysis:
        return self.index.analyses[self._row[clause_id]]

    def holdings(self) -> Holdings:
        """Its clauses, read from the index when they are asked for."""
        index, row_of = self.index, self._row
        return Holdings(index.clause_ids, row_of, index.spans, index.paths, index.roles, index.scopes,
                        lambda clause_id: index.analyses.clause(row_of[clause_id]))

    def _admitted_by(self, filters: Filters) -> NDArray[np.bool_]:
        """By row, whether the filters admit its clause."""
        index = self.index
        out = index.in_force.copy() if filters.in_force else np.ones(index.size, dtype=np.bool_)
        for name in filters.without:
            rows = index.spans.get(name) or ([self._row[name]] if name in self._row else [])
            out[list(rows)] = False
        if filters.scope:
            asked = (filters.scope,)
            out &= index.scopes.each(lambda bound: scope_fit(asked, bound) >= 0)
        if filters.role:
            role = (filters.role,)
            out &= index.roles.each(lambda bound: not bound or any_role_fits(role, bound)) | (
                index.mentions.each(lambda named: any_role_fits(role, named)))
        return out

    def _ranked(self, scores: Vectors, kept: NDArray[np.bool_]) -> list[Hit]:
        hits = [Hit(self.index.clause_ids[r], float(scores[r])) for r in np.flatnonzero(kept)]
        return sorted(hits, key=lambda h: (-h.score, h.clause_id))
