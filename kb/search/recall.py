"""What finds clauses (召回), whatever holds them: an index in memory, or a database.

Everything above asks through this protocol, so that a second engine needs nothing but another implementation of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.ingest.analysis import ClauseAnalysis
from kb.search.index.embedder import Vectors
from kb.types import Hit


@dataclass(frozen=True, slots=True)
class Sought:
    """A question ready for the search.

    `terms` are its words and those of the documents that its lay words stand for, `pairs` the pairs of characters of
    both, `words` the content words that say what it is about; `vector` is its adapted unit vector, `plain` the model's
    own. `counts` tells whether a number, a period or a date is asked for, `quantified` whether it speaks of any.
    """

    terms: tuple[str, ...]
    pairs: tuple[str, ...]
    words: tuple[str, ...]
    vector: Vectors
    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    counts: bool = False
    quantified: bool = False


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader chose: a kind of organisation, a role; and whether repealed documents are left out.

    `without` are the ids of documents, and of single clauses, that are left out besides.
    """

    scope: str | None = None
    role: str | None = None
    in_force: bool = True
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Clause rows, ascending, with their ids and features: matrix of shape (len(rows), len(FEATURES))."""

    rows: NDArray[np.int64]
    ids: tuple[str, ...]
    matrix: Vectors

    def only(self, kept: Sequence[int]) -> Candidates:
        """The candidates at these places, in this order."""
        return Candidates(self.rows[list(kept)], tuple(self.ids[i] for i in kept), self.matrix[list(kept)])


class Recall(Protocol):
    """An engine that holds the clauses of one revision of the library. Safe to share between threads."""

    @property
    def revision(self) -> str:
        """The revision of the library it was built from."""
        ...

    @property
    def size(self) -> int:
        """How many clauses it holds."""
        ...

    def candidates(self, sought: Sought, filters: Filters) -> Candidates:
        """The clauses worth ranking, of those that the filters admit."""
        ...

    def closeness(self, sought: Sought, ids: Sequence[str]) -> list[Vectors]:
        """For each clause the cosines of its sentences with the question, in their order."""
        ...

    def by_words(self, terms: Sequence[str], *, k: int) -> list[Hit]:
        """The best `k` clauses that share a term with these, by BM25."""
        ...

    def by_meaning(self, vector: Vectors, *, k: int) -> list[Hit]:
        """The best `k` clauses by the cosine of their nearest passage, in the model's own space."""
        ...

    def word_rarity(self, word: str) -> float:
        """How much a word tells; the most where no clause holds it."""
        ...

    def pair_rarity(self, pair: str) -> float:
        """The same of a pair of characters."""
        ...

    def knows_word(self, word: str) -> bool:
        """Whether any clause holds this word."""
        ...

    def knows_pair(self, pair: str) -> bool:
        """Whether any clause holds this pair of characters."""
        ...

    def admits(self, clause_id: str, filters: Filters) -> bool:
        """Whether the filters admit a clause."""
        ...

    def analysis(self, clause_id: str) -> ClauseAnalysis:
        """The stored analysis of a clause."""
        ...
