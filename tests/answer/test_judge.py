from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answer.judge import Judge, load_judge, log_odds, unrelated
from kb.answer.signals import SIGNALS
from kb.search.index.embedder import Vectors

N = len(SIGNALS)


def row(**signals: float) -> Vectors:
    """A row with these signals, all others 0."""
    out = np.zeros(N, dtype=np.float32)
    for name, value in signals.items():
        out[SIGNALS.index(name)] = value
    return out


def judge(*, linear: Vectors | None = None, bias: float = 0.0, hidden: Vectors | None = None,
          hidden_bias: float = 0.0, out: float = 0.0, mean: Vectors | None = None, std: Vectors | None = None) -> Judge:
    none = row()
    return Judge(none if mean is None else mean, np.ones(N, dtype=np.float32) if std is None else std,
                 none if linear is None else linear, bias, (none if hidden is None else hidden)[None, :],
                 np.array([hidden_bias], dtype=np.float32), np.array([out], dtype=np.float32), 0.5, 0.7)


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def test_the_linear_part() -> None:
    weighed = judge(linear=row(coverage=2, lacking=-3), bias=-1)
    rows = np.stack([row(coverage=0.5), row(coverage=1), row(coverage=1, lacking=1)])
    assert weighed.probabilities(rows) == pytest.approx([0.5, logistic(1), logistic(-2)])


def test_the_hidden_layer_counts_only_what_is_above_zero() -> None:
    weighed = judge(hidden=row(unit=3), hidden_bias=-1, out=2)
    assert weighed.probabilities(np.stack([row(unit=1), row(unit=-1)])) == pytest.approx([logistic(4), 0.5])


def test_signals_are_standardised_first() -> None:
    std = np.ones(N, dtype=np.float32)
    std[SIGNALS.index("coverage")] = 0.25
    weighed = judge(linear=row(coverage=1), mean=row(coverage=0.5), std=std)
    assert weighed.probabilities(row(coverage=1)[None, :]) == pytest.approx([logistic(2)])


@pytest.mark.parametrize(("signals", "far"), [
    ({"unknown": 0.8}, True),
    ({"unknown": 1.0, "meaning": 0.44, "asked_meaning": 0.44}, True),
    ({"unknown": 0.79}, False),
    ({"unknown": 1.0, "whole": 0.1}, False),
    ({"unknown": 1.0, "meaning": 0.45}, False),
    ({"unknown": 1.0, "asked_meaning": 0.45}, False),
])
def test_a_strange_question_and_a_far_clause_that_holds_nothing_of_it_have_nothing_to_do_with_each_other(
        signals: dict[str, float], far: bool) -> None:
    rows = np.stack([row(**signals), row(whole=1)])
    assert unrelated(rows).tolist() == [far, False]
    assert judge(bias=2).probabilities(rows) == pytest.approx([0.0 if far else logistic(2), logistic(2)])


def test_extremes_stay_probabilities() -> None:
    assert judge(bias=1e6).probabilities(row(whole=1)[None, :]) == [pytest.approx(1)]
    assert judge(bias=-1e6).probabilities(row(whole=1)[None, :]) == [pytest.approx(0)]


@pytest.mark.parametrize(("probability", "logit"), [(0.5, 0.0), (0.75, math.log(3)), (0.25, -math.log(3))])
def test_log_odds(probability: float, logit: float) -> None:
    assert log_odds(probability) == pytest.approx(logit)


@given(st.floats(0, 1), st.floats(0, 1))
def test_log_odds_are_finite_and_keep_the_order(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert -21 < log_odds(low) <= log_odds(high) < 21


def test_the_judge_that_ships_is_for_the_signals_there_are() -> None:
    shipped = load_judge()
    width = len(shipped.hidden_bias)
    assert shipped.mean.shape == shipped.std.shape == shipped.linear.shape == (N,)
    assert (shipped.hidden.shape, shipped.out.shape) == ((width, N), (width,))
    assert (shipped.std > 0).all()
    assert 0 < shipped.elsewhere_at <= shipped.also_at < 1
    assert 0 < shipped.probabilities(row(whole=1)[None, :])[0] < 1
