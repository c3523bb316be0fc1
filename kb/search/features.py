"""What speaks for a clause (特征): words, meaning, attached questions, role, kind of organisation, kind of answer.

Computed for candidates only: the clauses that words, meaning or attached questions bring up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kb.language.fits import role_fits, scope_fit
from kb.search.columns import assemble
from kb.search.index.embedder import Vectors
from kb.search.index.index import Dense, SearchIndex
from kb.search.recall import Sought
from kb.search.translation import Translation, load_translation

FEATURES = ("word", "pair", "duty", "meaning", "asked_meaning", "asked_pair", "role", "mention", "scope", "number",
            "said", "rest_said", "least_said")
DEPTH = 60
NEIGHBOURS = 240
# A clause without attached questions stands in for them with its own sentences, a little discounted.
OWN_SENTENCE = 0.05
OWN_WORDS = 0.5
_GATHER = 8


class FeatureMaker:
    """Computes features over one index. `attached` leaves the attached questions out where False."""

    def __init__(self, index: SearchIndex, *, attached: bool = True, translation: Translation | None = None) -> None:
        self._index = index
        self._translation = translation or load_translation()
        self._attached = attached and len(index.questions.rows) > 0
        self._passages = _Space(index.passages, index.size)
        self._questions = _Space(index.questions, index.size)
        self._role_fit = lru_cache(maxsize=256)(self._role_fit_of)
        self._scope_fit = lru_cache(maxsize=64)(self._scope_fit_of)

    def candidates(self, question: Sought, *, without: int | None = None) -> tuple[NDArray[np.int64], Vectors]:
        """Rows of the clauses worth ranking, ascending, and their features, shape (len(rows), len(FEATURES)).

        `without` names one attached question to leave out (when it is asked itself).
        """
        index, pairs = self._index, question.pairs
        word = scaled(index.by_word.scores(question.terms))
        pair = scaled(index.by_pair.scores(pairs))
        asked = self._asked_scores(pairs, without)
        near = [self._passages.nearest_rows(question.vector), top(word), top(pair)]
        near += [self._questions.nearest_rows(question.vector), top(asked)] if self._attached else []
        rows = np.unique(np.concatenate(near)).astype(np.int64)
        own = {"word": word[rows], "pair": pair[rows], "meaning": self._passages.similarity(question.vector, rows)}
        columns = {
            **own,
            **self._asked(own, question.vector, rows, asked, without),
            **self._roles(question.roles, rows),
            **self._translation.features(question.words, index.by_word, rows),
            "duty": scaled(index.obligations.best(pairs, index.size))[rows] if question.quantified else _nothing(rows),
            "scope": self._scope_fit(question.scopes)[rows] if question.scopes else _nothing(rows),
            "number": index.numeric[rows] if question.counts else _nothing(rows),
        }
        return rows, assemble(FEATURES, columns)

    def closeness(self, vector: Vectors, rows: Sequence[int] | NDArray[np.int64]) -> list[Vectors]:
        """For each row the cosines of its sentences, in their order; a clause of one sentence has one."""
        return [own[1:] if len(own) > 1 else own for own in (self._passages.cosines(vector, int(r)) for r in rows)]

    def _asked_scores(self, pairs: Sequence[str], without: int | None) -> Vectors:
        """For each clause the best score of its attached questions, but for the one that is left out."""
        best = np.zeros(self._index.size, dtype=np.float32)
        if self._attached:
            scores = self._index.asked.bm25.scores(pairs)
            if without is not None:
                scores[without] = 0
            np.maximum.at(best, self._index.asked.rows, scores)
        return best

    def _asked(self, own: Mapping[str, Vectors], vector: Vectors, rows: NDArray[np.int64], scores: Vectors,
               without: int | None) -> dict[str, Vectors]:
        """What the attached questions say, and for a clause that has none its `own` words."""
        meaning, pair = own["meaning"].copy(), own["pair"] * OWN_WORDS
        if self._attached:
            has, similar = self._questions.similarity_where(vector, rows, without)
            meaning[has] = np.maximum(similar[has], meaning[has] - OWN_SENTENCE)
            pair[has] = scaled(scores)[rows][has]
        return {"asked_meaning": meaning, "asked_pair": pair}

    def _roles(self, names: Sequence[str], rows: NDArray[np.int64]) -> dict[str, Vectors]:
        """Whether a clause binds a role that is asked about, and whether it mentions one."""
        role, mention = _nothing(rows), _nothing(rows)
        for name in names:
            bound, mentioned = self._role_fit(name)
            role = np.where(role > 0, role, bound[rows])
            mention = np.maximum(mention, mentioned[rows])
        return {"role": role, "mention": mention}

    def _role_fit_of(self, name: str) -> tuple[Vectors, Vectors]:
        fits = {bound: role_fits(name, bound) for names in (*self._index.roles, *self._index.mentions)
                for bound in names}
        bound = np.array([0.0 if not names else 1.0 if any(fits[n] for n in names) else -1.0
                          for names in self._index.roles], dtype=np.float32)
        mentioned = np.array([any(fits[n] for n in names) for names in self._index.mentions], dtype=np.float32)
        return bound, mentioned

    def _scope_fit_of(self, asked: tuple[str, ...]) -> Vectors:
        return np.array([scope_fit(asked, bound) for bound in self._index.scopes], dtype=np.float32)


class _Space:
    """Vectors grouped by clause row."""

    def __init__(self, dense: Dense, size: int) -> None:
        self._dense = dense
        self._vectors = dense.adapted if len(dense.rows) else np.zeros((0, 1), dtype=np.float32)
        self._starts = np.searchsorted(dense.rows, np.arange(size + 1))

    def nearest_rows(self, vector: Vectors) -> NDArray[np.int64]:
        """Rows of the clauses that own the nearest vectors."""
        depth = min(NEIGHBOURS, len(self._dense.rows))
        if not depth:
            return np.zeros(0, dtype=np.int64)
        found = self._dense.faiss.search(vector[None, :], depth)[1][0]
        rows = self._dense.rows[found[found >= 0]]
        return np.asarray(rows[np.sort(np.unique(rows, return_index=True)[1])][:DEPTH], dtype=np.int64)

    def cosines(self, vector: Vectors, row: int) -> Vectors:
        """The cosines of a row's vectors, in their order."""
        return self._vectors[self._starts[row]:self._starts[row + 1]] @ vector

    def similarity(self, vector: Vectors, rows: NDArray[np.int64]) -> Vectors:
        """The highest cosine of each row's vectors; every row must own one."""
        return self.similarity_where(vector, rows, None)[1]

    def similarity_where(self, vector: Vectors, rows: NDArray[np.int64], without: int | None
                         ) -> tuple[NDArray[np.bool_], Vectors]:
        """Which rows own vectors, and the highest cosine of each (-1 where it owns none)."""
        starts, counts = self._starts[rows], self._starts[rows + 1] - self._starts[rows]
        owner = np.repeat(np.arange(len(rows)), counts)
        picked = np.arange(len(owner)) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
        if without is not None:
            kept = picked != without
            picked, owner = picked[kept], owner[kept]
        out = np.full(len(rows), -1.0, dtype=np.float32)
        # gathering rows copies them: where many are picked, one product over all of them is faster
        dense = len(self._vectors) <= _GATHER * len(picked)
        np.maximum.at(out, owner, (self._vectors @ vector)[picked] if dense else self._vectors[picked] @ vector)
        has = np.zeros(len(rows), dtype=np.bool_)
        has[owner] = True
        return has, out


def _nothing(rows: NDArray[np.int64]) -> Vectors:
    return np.zeros(len(rows), dtype=np.float32)


def scaled(scores: Vectors) -> Vectors:
    """Scores as shares of the best one."""
    best = float(scores.max()) if len(scores) else 0.0
    return scores / best if best > 0 else np.zeros_like(scores)


def top(scores: Vectors) -> NDArray[np.int64]:
    """The rows of the best scores above 0, ascending where there are not more of them than are taken."""
    positive = np.flatnonzero(scores > 0)
    if len(positive) > DEPTH:
        positive = positive[np.argpartition(-scores[positive], DEPTH)[:DEPTH]]
    return np.asarray(positive, dtype=np.int64)
