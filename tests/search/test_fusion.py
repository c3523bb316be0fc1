from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.fusion import reciprocal_rank_fusion
from kb.types import Hit


def run(*ids: str) -> list[Hit]:
    return [Hit(c, 9.0 - n) for n, c in enumerate(ids)]


def test_hand_computed() -> None:
    fused = reciprocal_rank_fusion([run("甲", "乙", "丙"), run("乙", "丁")])
    assert [h.clause_id for h in fused] == ["乙", "甲", "丁", "丙"]
    assert [h.score for h in fused] == pytest.approx([1 / 62 + 1 / 61, 1 / 61, 1 / 62, 1 / 63])


def test_the_constant_can_be_chosen() -> None:
    fused = reciprocal_rank_fusion([run("a", "b"), run("b")], rrf_k=1)
    assert [h.clause_id for h in fused] == ["b", "a"]
    assert [h.score for h in fused] == pytest.approx([1 / 3 + 1 / 2, 1 / 2])


def test_ties_go_by_clause_id() -> None:
    assert [h.clause_id for h in reciprocal_rank_fusion([run("c", "b"), run("b", "c"), run("a")])] == ["b", "c", "a"]
    assert [h.clause_id for h in reciprocal_rank_fusion([run("z"), run("y"), run("x")])] == ["x", "y", "z"]


def test_only_ranks_count_not_the_scores_of_a_run() -> None:
    low, high = [Hit("a", 0.2), Hit("b", 0.1)], [Hit("a", 900.0), Hit("b", -5.0)]
    assert reciprocal_rank_fusion([low]) == reciprocal_rank_fusion([high])


@pytest.mark.parametrize("runs", [[], [[]], [[], []]])
def test_nothing_fuses_to_nothing(runs: list[list[Hit]]) -> None:
    assert reciprocal_rank_fusion(runs) == []


ids = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(ids, ids)
def test_every_clause_once_whichever_run_comes_first(one: list[str], two: list[str]) -> None:
    fused = reciprocal_rank_fusion([run(*one), run(*two)])
    assert sorted(h.clause_id for h in fused) == sorted({*one, *two})
    assert fused == reciprocal_rank_fusion([run(*two), run(*one)])


@given(ids)
def test_one_run_keeps_its_order(one: list[str]) -> None:
    assert [h.clause_id for h in reciprocal_rank_fusion([run(*one)])] == one
