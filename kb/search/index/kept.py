"""What the index before has that need not be made again (沿用): the vectors of texts it holds, and of each clause that
is the same as it was, all that was made of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from kb.language.tokenizer import tokenizer_fingerprint
from kb.search.index.bm25 import Postings, count
from kb.search.index.embedder import Vectors
from kb.search.index.index import Dense, SearchIndex, searchable
from kb.types import Clause, Obligation

# Of the program, what decides what is made of a clause.
_MAKERS = ("language", "ingest", "data", "search", "types.py")
_SOURCES = (".py", ".toml", ".txt")


@dataclass(frozen=True, slots=True)
class Parts:
    """What an index is made of, by clause: `marks` as of `mark`, in the order of its rows, and the postings of its
    clauses by words and by character pairs.
    """

    marks: tuple[str, ...]
    by_word: Postings
    by_pair: Postings


@dataclass(frozen=True, slots=True)
class Kept:
    """`vectors` by the hashes of their texts; the index before with its parts, None where nothing of it can be taken.
    """

    vectors: dict[str, Vectors] = field(default_factory=dict)
    index: SearchIndex | None = None
    parts: Parts | None = None

    def rows(self, marks: Sequence[str]) -> NDArray[np.int64]:
        """For each clause of these marks its row in the index before, -1 where it has none."""
        before = {} if self.parts is None else {m: row for row, m in enumerate(self.parts.marks)}
        return np.array([before.get(m, -1) for m in marks], dtype=np.int64)


def mark(clause: Clause, above: str, found: Sequence[Obligation]) -> str:
    """The same for the same clause under the same headings, with the same obligations, read by the same program."""
    stated = repr((clause, above, tuple(found)))
    return hashlib.sha256(f"{_program()}{stated}".encode()).hexdigest()[:24]


def postings_of(parts: Parts | None, name: str, rows: NDArray[np.int64], texts: Mapping[int, Sequence[str]]
                ) -> Postings:
    """The postings of clauses of which those at `rows` are known and `texts` are the terms of the others."""
    before: Postings = count(()) if parts is None else getattr(parts, name)
    to = np.full(before.size, -1, dtype=np.int64)
    known = rows >= 0
    to[rows[known]] = np.flatnonzero(known)
    return before.changed(to, len(rows), texts)


def with_kept(before: Dense, rows: NDArray[np.int64], fresh: Dense) -> Dense:
    """The vectors of clauses of which those at `rows` of the index before are known and `fresh` are the others'."""
    mine = np.flatnonzero(rows >= 0)
    first, end = (np.searchsorted(before.rows, rows[mine], side) for side in ("left", "right"))
    own = end - first
    at = np.repeat(first - (np.cumsum(own) - own), own) + np.arange(own.sum())
    where = np.concatenate([np.repeat(mine, own), fresh.rows])
    order = np.argsort(where, kind="stable")
    keys = [*(before.keys[n] for n in at.tolist()), *fresh.keys]
    raw = np.concatenate([before.raw[at], fresh.raw])[order]
    adapted = np.concatenate([before.adapted[at], fresh.adapted])[order]
    return Dense(where[order].astype(np.int32), tuple(keys[n] for n in order.tolist()), raw, searchable(adapted))


@cache
def _program() -> str:
    """A digest of all that decides what is made of a clause."""
    digest = hashlib.sha256(tokenizer_fingerprint().encode())
    root = files("kb")
    for name in _MAKERS:
        for source in _sources(root.joinpath(name)):
            digest.update(source.read_bytes())
    return digest.hexdigest()


def _sources(at: Traversable) -> Iterator[Traversable]:
    if at.is_dir():
        for inner in sorted(at.iterdir(), key=lambda t: t.name):
            yield from _sources(inner)
    elif at.name.endswith(_SOURCES):
        yield at
