"""Vectors of texts that belong to clauses (句向量), as one segment holds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.search.index.embedder import Vectors
from kb.search.index.near import Near, make_near
from kb.search.index.placed import Placed

KEY = 20


@dataclass(frozen=True, slots=True)
class Dense:
    """`rows` (int32, ascending) gives the clause row of each; `keys` (bytes, KEY long) the hash of its text, under
    which its vector can be used again; `raw` (float16) the model's own unit vectors, `adapted` (float32) those that
    are searched; `near` what searches them where they are many.
    """

    rows: NDArray[np.int32]
    keys: NDArray[np.bytes_]
    raw: NDArray[np.float16]
    adapted: Vectors
    near: Near | None = None

    def known(self, wanted: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those of these hashes that are held, as the model gives them."""
        if not len(self.keys) or not wanted:
            return {}
        sought = np.unique(np.array(wanted, dtype=f"S{KEY}"))
        at = np.minimum(np.searchsorted(sought, self.keys), len(sought) - 1)
        found = np.flatnonzero(sought[at] == self.keys).tolist()
        return {self.keys[n].decode(): self.raw[n].astype(np.float32) for n in found}


def dense(rows: Sequence[int], keys: Sequence[str], raw: NDArray[np.float16], project: Callable[[Vectors], Vectors]
          ) -> Dense:
    """Vectors with their adapted ones: each adapted alone, so that a text has the same one whatever stands beside it.
    """
    known: dict[str, Vectors] = {}
    for key, vector in zip(keys, raw, strict=True):
        if key not in known:
            known[key] = project(vector.astype(np.float32))
    adapted = np.array([known[key] for key in keys], dtype=np.float32).reshape(raw.shape)
    return Dense(np.array(rows, dtype=np.int32), np.array(keys, dtype=f"S{KEY}"), raw, adapted)


def merged_dense(parts: Sequence[Placed[Dense]]) -> Dense:
    """The vectors of several parts, whose clause rows are placed in the whole, in the order of their clauses."""
    rows = np.concatenate([_rows(p) for p in parts])
    alive = np.flatnonzero(rows >= 0)
    order = alive[np.argsort(rows[alive], kind="stable")]
    starts = np.cumsum([0, *(len(p.of.rows) for p in parts)])
    models: list[Any] = [getattr(parts[0].of, name) for name in _ARRAYS]
    out: list[Any] = [np.empty((len(order), *m.shape[1:]), dtype=m.dtype) for m in models]
    for n, part in enumerate(parts):
        mine = np.flatnonzero((order >= starts[n]) & (order < starts[n + 1]))
        for array, name in zip(out, _ARRAYS, strict=True):
            array[mine] = getattr(part.of, name)[order[mine] - starts[n]]
    return Dense(rows[order].astype(np.int32), out[0], out[1], out[2])


def with_near(of: Dense, asked: Vectors) -> Dense:
    """The same with what searches them where they are many; `asked` are vectors of questions to measure it on."""
    return replace(of, near=make_near(of.adapted, asked))


def _rows(part: Placed[Dense]) -> NDArray[Any]:
    return part.of.rows if part.place is None else part.place[part.of.rows]


_ARRAYS = ("keys", "raw", "adapted")
