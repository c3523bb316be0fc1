"""The ranker (学习排序): one score from a clause's features, by a linear part and one small hidden layer.

Its weights are kb/data/ranker.json, made again by `make model`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from kb.search.index.embedder import Vectors


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights over `names`, in that order: features are standardised by `mean` and `std` first."""

    names: tuple[str, ...]
    mean: Vectors
    std: Vectors
    linear: Vectors
    hidden: Vectors
    hidden_bias: Vectors
    out: Vectors

    def score(self, features: Vectors) -> Vectors:
        """Scores of shape (n,) for features of shape (n, len(names)). Higher is better; comparable within a query."""
        x = (features - self.mean) / self.std
        deep = np.maximum(x @ self.hidden.T + self.hidden_bias, 0) @ self.out
        return np.asarray(x @ self.linear + deep, dtype=np.float32)


def load_ranker() -> Ranker:
    """The ranker that ships with the program."""
    data = json.loads(files("kb.data").joinpath("ranker.json").read_text(encoding="utf-8"))
    arrays = {k: np.array(data[k], dtype=np.float32) for k in ("mean", "std", "linear", "hidden", "hidden_bias", "out")}
    return Ranker(tuple(data["names"]), **arrays)
