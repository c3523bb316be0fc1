"""From the words people ask with to the words rules are printed in (问词与条款用词的对应).

How much likelier a printed word is where a question has a certain word: log(together / expected), as in retrieval by
statistical translation (Berger and Lafferty 1999). Learned from questions and the clauses that answer them; the table
is kb/data/translation.npz, made again by `make model`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kb.search.index.embedder import Vectors

# What a word counts that the clause holds itself, and one that no question has ever held.
_HELD = 2.5
_UNHEARD = -0.5
_LEAST_TOGETHER = 2
_LEAST_STRENGTH = 0.3
_MOST = 20


class Words(Protocol):
    """Which words clauses hold."""

    def holding(self, term: str, texts: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these clauses hold the term; shape as given."""
        ...


@dataclass(frozen=True, slots=True)
class Translation:
    """For each word of questions the printed words it stands for with their strength, the weakest first."""

    table: Mapping[str, tuple[tuple[str, float], ...]]

    def features(self, words: Sequence[str], clauses: Words, rows: NDArray[np.int64]) -> dict[str, Vectors]:
        """For clause rows how well they say each of a question's words, by feature, each of shape (len(rows),).

        "said" is the mean over all the words; "rest_said" the mean, and "least_said" the least, over those that the
        clause does not hold itself.
        """
        if not words:
            whole = np.full(len(rows), _HELD, dtype=np.float32)
            return {"said": whole, "rest_said": whole, "least_said": whole}
        said = np.stack([self._said(w, clauses, rows) for w in words])
        held = np.stack([clauses.holding(w, rows) for w in words])
        missing = (~held).sum(axis=0)
        rest = np.where(missing > 0, np.where(held, 0, said).sum(axis=0) / np.maximum(missing, 1), _HELD)
        return {"said": np.where(held, _HELD, np.maximum(said, 0)).mean(axis=0), "rest_said": rest.astype(np.float32),
                "least_said": np.where(held, _HELD, said).min(axis=0)}

    def _said(self, word: str, clauses: Words, rows: NDArray[np.int64]) -> Vectors:
        known = self.table.get(word)
        if known is None:
            return np.full(len(rows), _UNHEARD, dtype=np.float32)
        best = np.zeros(len(rows), dtype=np.float32)
        for term, strength in known:
            best[clauses.holding(term, rows)] = strength
        return best


def learn_translation(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> Translation:
    """From the words of questions and of the clauses that answer them."""
    asked: Counter[str] = Counter()
    printed: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    size = 0
    for question, clause in pairs:
        size += 1
        asked.update(question)
        printed.update(clause)
        together.update((q, c) for q in question for c in clause)
    table: dict[str, list[tuple[str, float]]] = {}
    for (q, c), n in together.items():
        if n >= _LEAST_TOGETHER:
            strength = math.log((n + 0.5) / (asked[q] * printed[c] / size + 1))
            if strength > _LEAST_STRENGTH:
                table.setdefault(q, []).append((c, strength))
    return Translation({q: tuple(sorted(sorted(cs), key=lambda x: x[1])[-_MOST:]) for q, cs in sorted(table.items())})


@cache
def load_translation() -> Translation:
    """What ships with the program."""
    with as_file(files("kb.data").joinpath("translation.npz")) as path, np.load(path, allow_pickle=False) as data:
        return Translation(_Stored(str(data["asked"]).split("\n"), str(data["printed"]).split("\n"), data["ends"],
                                   data["terms"], data["strengths"]))


class _Stored(Mapping[str, tuple[tuple[str, float], ...]]):
    """The table as it is kept; a question needs a few of its thousands of rows."""

    def __init__(self, asked: Sequence[str], printed: Sequence[str], ends: NDArray[np.int32],
                 terms: NDArray[np.int32], strengths: NDArray[np.float16]) -> None:
        """As `arrays_of` gives them."""
        self._at = {word: n for n, word in enumerate(asked)}
        self._printed, self._ends, self._terms, self._strengths = printed, ends, terms, strengths

    def __getitem__(self, word: str) -> tuple[tuple[str, float], ...]:
        n = self._at[word]
        own = slice(int(self._ends[n - 1]) if n else 0, int(self._ends[n]))
        return tuple(zip([self._printed[i] for i in self._terms[own].tolist()],
                         self._strengths[own].astype(float).tolist(), strict=True))

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)


def arrays_of(translation: Translation) -> dict[str, Any]:
    """The table as arrays to keep; `load_translation` reads them."""
    printed = sorted({c for cs in translation.table.values() for c, _ in cs})
    number = {c: n for n, c in enumerate(printed)}
    return {"asked": np.array("\n".join(translation.table)), "printed": np.array("\n".join(printed)),
            "ends": np.cumsum([len(cs) for cs in translation.table.values()]).astype(np.int32),
            "terms": np.array([number[c] for cs in translation.table.values() for c, _ in cs], dtype=np.int32),
            "strengths": np.array([s for cs in translation.table.values() for _, s in cs], dtype=np.float16)}
