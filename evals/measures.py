"""Measures of a run (指标), through ir-measures, with bootstrap intervals over questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG

MEASURES = {"success@1": Success @ 1, "success@5": Success @ 5, "R@5": R @ 5, "R@10": R @ 10, "RR": RR,
            "nDCG@10": nDCG @ 10}
_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Score:
    """A mean over `n` questions with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float
    n: int


def per_question(qrels: Mapping[str, Sequence[str]], run: Mapping[str, Sequence[tuple[str, float]]]
                 ) -> dict[str, dict[str, float]]:
    """For each measure the value of every question in `qrels`; a question without a result counts 0.

    `qrels` maps question ids to gold clause ids, `run` to (clause id, score), best first.
    """
    judged = [ir_measures.Qrel(q, d, 1) for q, docs in qrels.items() for d in docs]
    scored = [ir_measures.ScoredDoc(q, d, -float(rank)) for q, docs in run.items() for rank, (d, _) in enumerate(docs)]
    out: dict[str, dict[str, float]] = {name: dict.fromkeys(qrels, 0.0) for name in MEASURES}
    names = {str(m): name for name, m in MEASURES.items()}
    for metric in ir_measures.iter_calc(list(MEASURES.values()), judged, scored):
        out[names[str(metric.measure)]][metric.query_id] = float(metric.value)
    return out


def mean_with_interval(values: Sequence[float]) -> Score:
    """The mean and its percentile bootstrap interval (Efron 1979), from a fixed seed."""
    if not values:
        return Score(0.0, 0.0, 0.0, 0)
    x = np.array(values, dtype=np.float64)
    means = np.random.default_rng(0).choice(x, size=(_ROUNDS, len(x))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Score(float(x.mean()), float(low), float(high), len(x))
