from __future__ import annotations

import math

import pytest

from evals.measures import MEASURES, mean_with_interval, per_question


def run(*ids: str) -> list[tuple[str, float]]:
    """Results best first."""
    return [(i, 1 - n / 100) for n, i in enumerate(ids)]


def test_hand_computed_values() -> None:
    values = per_question({"q": ["a", "b", "c"]}, {"q": run("x", "a", "y", "z", "b", "c")})
    gain = 1 / math.log2(3) + 1 / math.log2(6) + 1 / math.log2(7)
    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert {m: v["q"] for m, v in values.items()} == pytest.approx(
        {"success@1": 0, "success@5": 1, "R@5": 2 / 3, "R@10": 1, "RR": 1 / 2, "nDCG@10": gain / ideal})


def test_a_right_first_result_is_a_full_score() -> None:
    values = per_question({"q": ["a"]}, {"q": run("a", "x")})
    assert {m: v["q"] for m, v in values.items()} == dict.fromkeys(MEASURES, 1)


def test_results_beyond_the_cut_count_nothing() -> None:
    values = per_question({"q": ["a"]}, {"q": run(*"bcdefghijkl", "a")})
    assert [values[m]["q"] for m in ("success@1", "success@5", "R@5", "R@10", "nDCG@10")] == [0] * 5
    assert values["RR"]["q"] == pytest.approx(1 / 12)


@pytest.mark.parametrize("missing", [{}, {"q": []}, {"other": run("a")}], ids=["no run", "empty run", "another's run"])
def test_a_missing_result_counts_0(missing: dict[str, list[tuple[str, float]]]) -> None:
    values = per_question({"q": ["a"], "p": ["b"]}, {"p": run("b")} | missing)
    assert {m: v["q"] for m, v in values.items()} == dict.fromkeys(MEASURES, 0)
    assert {m: v["p"] for m, v in values.items()} == dict.fromkeys(MEASURES, 1)
    assert all(set(v) == {"q", "p"} for v in values.values())


def test_the_order_given_counts_and_not_the_scores() -> None:
    ranked = per_question({"q": ["a"]}, {"q": [("x", 0.5), ("a", 0.5), ("b", 0.5)]})
    assert ranked["RR"]["q"] == pytest.approx(1 / 2)


def test_of_values_that_are_all_the_same_the_interval_is_a_point() -> None:
    s = mean_with_interval([0.25] * 40)
    assert (s.mean, s.low, s.high, s.n) == (0.25, 0.25, 0.25, 40)


def test_the_interval_of_two_values_spans_both() -> None:
    s = mean_with_interval([0, 1])
    assert (s.mean, s.low, s.high, s.n) == (0.5, 0, 1, 2)


def test_the_interval_is_near_that_of_the_normal_approximation() -> None:
    s = mean_with_interval([0.0, 1.0] * 200)
    half = 1.96 * math.sqrt(0.25 / 400)
    assert s.low == pytest.approx(0.5 - half, abs=0.012)
    assert s.high == pytest.approx(0.5 + half, abs=0.012)


def test_intervals_are_reproducible() -> None:
    values = [(n * 7 % 11) / 11 for n in range(60)]
    assert mean_with_interval(values) == mean_with_interval(list(values))


def test_of_nothing_there_is_no_mean() -> None:
    s = mean_with_interval([])
    assert (s.mean, s.low, s.high, s.n) == (0, 0, 0, 0)
