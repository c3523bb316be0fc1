"""The search index (索引): what retrieval needs, in memory. `kb.search.index.disk` keeps it on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.ingest.analysis import ClauseAnalysis
from kb.language.repair import Sounds
from kb.search.index.bm25 import BM25
from kb.search.index.embedder import Vectors
from kb.search.index.units import Units

INDEX_VERSION = "19"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from. Any difference from what is at hand makes it unusable, by name."""

    version: str
    model: str
    adapter: str
    dimension: int
    tokenizer: str
    revision: str
    clauses: int
    passages: int
    questions: int
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Dense:
    """Vectors of texts that belong to clauses.

    `rows` (int32, ascending) gives the clause row of each; `keys` the hash of its text, under which its vector can be
    used again; `raw` (float16) the model's own unit vectors; `faiss` an inner-product index of the adapted ones.
    """

    rows: NDArray[np.int32]
    keys: tuple[str, ...]
    raw: NDArray[np.float16]
    faiss: Any

    @property
    def adapted(self) -> Vectors:
        """The adapted unit vectors, shape (n, dimension): a view into the faiss index."""
        import faiss

        view = faiss.rev_swig_ptr(self.faiss.get_xb(), self.faiss.ntotal * self.faiss.d)
        return np.asarray(view).reshape(self.faiss.ntotal, self.faiss.d)


def searchable(adapted: Vectors) -> Any:
    """An inner-product index of adapted vectors, shape (n, dimension), as `Dense.faiss` is."""
    import faiss

    out = faiss.IndexFlatIP(adapted.shape[1])
    if len(adapted):
        out.add(np.ascontiguousarray(adapted))
    return out


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Row r of everything belongs to clause `clause_ids[r]`; rows follow the library's order of clauses.

    `words` is the tokenizer's dictionary; `by_word` and `by_pair` score clauses with their headings by words and by
    character pairs; `obligations` their obligations and `asked` the questions attached to them, by character pairs;
    `passages` and `questions` are the vectors of their sentences and of the attached questions.
    `roles` and `mentions` name the roles that a clause binds and those that its text names; `numeric` tells which rule
    a number, `in_force` which are not repealed; `analyses` are the clauses as they were analysed.
    """

    manifest: Manifest
    clause_ids: tuple[str, ...]
    words: dict[str, int]
    sounds: Sounds
    by_word: BM25
    by_pair: BM25
    obligations: Units
    asked: Units
    passages: Dense
    questions: Dense
    roles: tuple[tuple[str, ...], ...]
    mentions: tuple[tuple[str, ...], ...]
    scopes: tuple[tuple[str, ...], ...]
    numeric: NDArray[np.bool_]
    in_force: NDArray[np.bool_]
    analyses: Sequence[ClauseAnalysis]

    @property
    def size(self) -> int:
        return len(self.clause_ids)
