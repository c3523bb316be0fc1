"""Nearest vectors in a large part (近似检索): an inverted file of vectors in eight bits a number, read where it lies.

A small part is searched exactly, by one product over it, which measures faster than faiss there. From APPROXIMATE_FROM
vectors on only some of the lists are looked into, as few as still find MOST of what exact search finds; what they give
is put in order by the exact vectors. How much is found is measured when it is made, and noted with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.search.index.embedder import Vectors

APPROXIMATE_FROM = 30_000
DEPTH = 240
_MORE = 2
_ENOUGH = 0.995
_LEAST = 0.99
_PROBES = (8, 16, 32, 64, 128, 256, 512)
_ASKED = 128
_PER_LIST = 40
_ROUNDS = 6
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Near:
    """An inverted file over vectors: `probes` of its `lists` are looked into, and `recall` of the DEPTH nearest were
    found that way, measured on _ASKED questions.
    """

    index: Any
    lists: int
    probes: int
    recall: float

    def search(self, vector: Vectors, depth: int) -> NDArray[np.int64]:
        """Which vectors may be the nearest, more than `depth` of them."""
        import faiss

        look: Any = faiss.SearchParametersIVF
        found = self.index.search(vector[None, :], depth * _MORE, params=look(nprobe=self.probes))
        return np.asarray(found[1][0][found[1][0] >= 0], dtype=np.int64)


def nearest(adapted: Vectors, near: Near | None, vector: Vectors, depth: int) -> tuple[NDArray[np.int64], Vectors]:
    """The nearest `depth` of these vectors, the nearest first, with their cosines."""
    if near is None:
        return _first(np.arange(len(adapted)), adapted @ vector, depth)
    found = np.sort(near.search(vector, depth))
    return _first(found, adapted[found] @ vector, depth)


def make_near(adapted: Vectors, asked: Vectors) -> Near | None:
    """What searches these vectors faster than exactly; None where they are few, or where it would miss too many.

    `asked` are vectors of questions to measure it on; where there are few, points between two passages stand in.
    """
    if len(adapted) < APPROXIMATE_FROM:
        return None
    import faiss

    draw = np.random.default_rng(0)
    lists = 1 << int(np.log2(2 * np.sqrt(len(adapted))))
    dimension = adapted.shape[1]
    index = faiss.IndexIVFScalarQuantizer(faiss.IndexFlatIP(dimension), dimension, lists,
                                          faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter, index.cp.seed = _ROUNDS, 1
    most = min(len(adapted), lists * _PER_LIST)
    index.train(np.ascontiguousarray(adapted[np.sort(draw.choice(len(adapted), most, replace=False))]))
    for at in range(0, len(adapted), _BLOCK):
        index.add(np.ascontiguousarray(adapted[at:at + _BLOCK]))
    return _measured(index, lists, adapted, _questions(adapted, asked, draw))


def _measured(index: Any, lists: int, adapted: Vectors, asked: Vectors) -> Near | None:
    exact = _exact(adapted, asked)
    best = None
    for probes in (p for p in _PROBES if p * 4 <= lists):
        near = Near(index, lists, probes, 0.0)
        found = [len(e.intersection(nearest(adapted, near, q, DEPTH)[0].tolist())) / len(e)
                 for q, e in zip(asked, exact, strict=True)]
        best = Near(index, lists, probes, round(float(np.mean(found)), 4))
        if best.recall >= _ENOUGH:
            return best
    return best if best is not None and best.recall >= _LEAST else None


def _exact(adapted: Vectors, asked: Vectors) -> list[set[int]]:
    """For each question the DEPTH nearest, block by block."""
    found = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)) for _ in asked]
    for at in range(0, len(adapted), _BLOCK):
        for n, cosines in enumerate(asked @ adapted[at:at + _BLOCK].T):
            numbers, before = found[n]
            found[n] = _first(np.concatenate([numbers, np.arange(at, at + len(cosines))]),
                              np.concatenate([before, cosines]), DEPTH)
    return [set(numbers.tolist()) for numbers, _ in found]


def _questions(adapted: Vectors, asked: Vectors, draw: np.random.Generator) -> Vectors:
    if len(asked) >= _ASKED:
        return np.asarray(asked[draw.choice(len(asked), _ASKED, replace=False)], dtype=np.float32)
    pairs = draw.choice(len(adapted), (_ASKED, 2))
    between = adapted[pairs[:, 0]] + adapted[pairs[:, 1]]
    return np.asarray(between / np.linalg.norm(between, axis=1, keepdims=True), dtype=np.float32)


def _first(numbers: NDArray[np.int64], cosines: Vectors, depth: int) -> tuple[NDArray[np.int64], Vectors]:
    if len(cosines) > depth:
        best = np.argpartition(-cosines, depth)[:depth]
        numbers, cosines = numbers[best], cosines[best]
    order = np.lexsort((numbers, -cosines))
    return numbers[order], cosines[order]
