"""Boosted regression trees (提升树), evaluated without the library that grew them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.search.index.embedder import Vectors


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of one depth, complete: node i has the children 2i+1 and 2i+2.

    `feature` and `threshold` have shape (trees, 2**depth - 1), `leaf` (trees, 2**depth). A value of at most the
    threshold goes left.
    """

    start: float
    feature: NDArray[np.int16]
    threshold: Vectors
    leaf: Vectors

    def logit(self, row: Vectors) -> float:
        """The log odds that the trees give one row of features."""
        trees = np.arange(len(self.feature))
        node = np.zeros(len(trees), dtype=np.int64)
        for _ in range(self.leaf.shape[1].bit_length() - 1):
            right = row[self.feature[trees, node]] > self.threshold[trees, node]
            node = 2 * node + 1 + right
        return self.start + float(self.leaf[trees, node - self.feature.shape[1]].sum())
