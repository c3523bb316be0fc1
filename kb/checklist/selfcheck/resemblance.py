"""Sentences of a plan that mean much the same as an item, by sentence vectors (意思相近)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kb.checklist.items import Item
from kb.search.index.embedder import Embedder

_NEAR = 0.88  # cosine; below it, sentences of Party work are near one another anyway
_MOST = 400  # sentences of a plan that are compared, the first
_SHORTEST = 6  # characters


class Resembling:
    """The sentences of a plan, embedded when the first item is compared with them."""

    def __init__(self, sentences: Sequence[str], embedder: Embedder) -> None:
        self._kept = [n for n, s in enumerate(sentences) if len(s) >= _SHORTEST][:_MOST]
        self._sentences, self._embedder = sentences, embedder
        self._vectors: np.ndarray | None = None

    def nearest(self, item: Item) -> int | None:
        """Which sentence is near enough to the item, the nearest; None where none is."""
        if not self._kept:
            return None
        if self._vectors is None:
            self._vectors = self._embedder.embed([self._sentences[n] for n in self._kept])
        near = self._vectors @ self._embedder.embed([item.action or item.quote])[0]
        best = int(near.argmax())
        return self._kept[best] if near[best] >= _NEAR else None
