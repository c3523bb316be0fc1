"""What speaks for a clause (特征): words, meaning, attached questions, role, kind of organisation, kind of answer.

Computed for candidates only: the clauses that words, meaning or attached questions bring up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from kb.language.fits import role_fits, scope_fit
from kb.search.columns import assemble
from kb.search.index.embedder import Vectors
from kb.search.index.index import SearchIndex
from kb.search.recall import Sought
from kb.search.translation import Translation, load_translation

FEATURES = ("word", "pair", "duty", "meaning", "asked_meaning", "asked_pair", "role", "mention", "scope", "number",
            "said", "rest_said", "least_said")
DEPTH = 60
# A clause without attached questions stands in for them with its own sentences, a little discounted.
OWN_SENTENCE = 0.05
OWN_WORDS = 0.5
_MANY, _SAMPLE = 8192, 1024


class FeatureMaker:
    """Computes features over one index. `attached` leaves the attached questions out where False."""

    def __init__(self, index: SearchIndex, *, attached: bool = True, translation: Translation | None = None) -> None:
        self._index = index
        self._translation = translation or load_translation()
        self._attached = attached and index.questions.count > 0
        self._passages, self._questions = index.passages, index.questions
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
        found = np.zeros(index.size, dtype=np.bool_)
        found[np.concatenate(near)] = True
        rows = np.flatnonzero(found)
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
        fits = cache(lambda bound: role_fits(name, bound))
        bound = self._index.roles.each(lambda names: 0.0 if not names else 1.0 if any(map(fits, names)) else -1.0)
        mentioned = self._index.mentions.each(lambda names: any(map(fits, names)))
        return bound.astype(np.float32), mentioned.astype(np.float32)

    def _scope_fit_of(self, asked: tuple[str, ...]) -> Vectors:
        return self._index.scopes.each(lambda bound: scope_fit(asked, bound)).astype(np.float32)


def _nothing(rows: NDArray[np.int64]) -> Vectors:
    return np.zeros(len(rows), dtype=np.float32)


def scaled(scores: Vectors) -> Vectors:
    """Scores as shares of the best one."""
    best = float(scores.max()) if len(scores) else 0.0
    return scores / best if best > 0 else np.zeros_like(scores)


def top(scores: Vectors) -> NDArray[np.int64]:
    """The rows of the best scores above 0, ascending where there are not more of them than are taken."""
    positive = np.flatnonzero(scores > 0)
    own = scores[positive]
    if len(own) > _MANY:  # most need not be put in order: a sample tells about where the best begin
        sample = np.sort(own[::len(own) // _SAMPLE])
        high = np.flatnonzero(own >= sample[-1 - 2 * DEPTH * len(sample) // len(own)])
        if len(high) >= DEPTH:
            least = np.partition(own[high], len(high) - DEPTH)[len(high) - DEPTH]
            best = high[own[high] >= least]
            if len(best) == DEPTH:  # else several are equal at the end, of which as many are taken as ever
                return np.asarray(positive[best], dtype=np.int64)
    if len(own) > DEPTH:
        positive = positive[np.argpartition(-own, DEPTH)[:DEPTH]]
    return np.asarray(positive, dtype=np.int64)
