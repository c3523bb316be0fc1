"""Vectors around real ones (合成向量): of texts that are put together from sentences whose vectors are known, without
running the model on each: their sum, moved a little, the same way every time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from kb.search.index.embedder import Embedder, Vectors

_MOVED = 0.4
_CUT = re.compile("[。；;：]|第[0-9]+条 ")


class Around:
    """`words` are the sentences that texts are made of; each is embedded once."""

    def __init__(self, words: Sequence[str], embedder: Embedder) -> None:
        self._known = {w.rstrip("。；;"): embedder.embed([w])[0] for w in words}
        self._draw = np.random.default_rng(0)
        self._dimension = embedder.dimension

    def vector(self, text: str) -> Vectors:
        """A unit vector for a text."""
        moved = self._draw.standard_normal(self._dimension).astype(np.float32)
        out = moved / np.linalg.norm(moved)
        said = [self._known[s] for s in _CUT.split(text) if s in self._known]
        if said:
            whole = np.sum(said, axis=0)
            out = whole / np.linalg.norm(whole) + _MOVED * out
        return np.asarray(out / np.linalg.norm(out), dtype=np.float32)
