"""Whether a clause answers (判定): a probability from the evidence, calibrated on questions of the train split.

Its weights and thresholds are kb/data/judge.json, made again by `make model`.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from kb.answer.signals import SIGNALS
from kb.search.columns import columns_of
from kb.search.index.embedder import Vectors

# A question of which the library knows almost no pair of characters, and a clause that holds none and is far from it by
# the cosine of the adapted vectors, have nothing to do with each other. On the train and dev questions this refuses 10
# of the 26 other topics that were answered, and 4 of 674 questions that have an answer.
_FAR = 0.45
_STRANGE = 0.8


@dataclass(frozen=True, slots=True)
class Judge:
    """A small network over SIGNALS.

    `also_at` is the least probability of a further finding, `elsewhere_at` of one that binds other organisations.
    """

    mean: Vectors
    std: Vectors
    linear: Vectors
    bias: float
    hidden: Vectors
    hidden_bias: Vectors
    out: Vectors
    also_at: float
    elsewhere_at: float

    def probabilities(self, matrix: Vectors) -> list[float]:
        """For rows of SIGNALS, shape (n, len(SIGNALS)), the probability that each clause answers.

        A clause that has nothing to do with the question gets 0.
        """
        x = (matrix - self.mean) / self.std
        logits = x @ self.linear + self.bias + np.maximum(x @ self.hidden.T + self.hidden_bias, 0) @ self.out
        return [0.0 if far else 1 / (1 + math.exp(-max(-30.0, min(30.0, float(z)))))
                for far, z in zip(unrelated(matrix), logits, strict=True)]


def unrelated(matrix: Vectors) -> NDArray[np.bool_]:
    """For each row of SIGNALS whether its clause has nothing to do with the question."""
    s = columns_of(SIGNALS, matrix)
    return np.asarray((s["whole"] == 0) & (s["unknown"] >= _STRANGE) & (s["meaning"] < _FAR)
                      & (s["asked_meaning"] < _FAR))


def log_odds(probability: float) -> float:
    """The logit of a probability, finite at 0 and 1."""
    p = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(p / (1 - p))


@cache
def load_judge() -> Judge:
    """The judge that ships with the program."""
    data = json.loads(files("kb.data").joinpath("judge.json").read_text(encoding="utf-8"))
    arrays = {k: np.array(data[k], dtype=np.float32) for k in ("mean", "std", "linear", "hidden", "hidden_bias", "out")}
    return Judge(bias=data["bias"], also_at=data["also_at"], elsewhere_at=data["elsewhere_at"], **arrays)
