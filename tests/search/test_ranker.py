from __future__ import annotations

import numpy as np
import pytest

from kb.search.features import FEATURES
from kb.search.ranker import Ranker, load_ranker


def array(*values: object) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.array(values, dtype=np.float32)


RANKER = Ranker(("a", "b"), mean=array(1, 0), std=array(2, 0.5), linear=array(1, -1),
                hidden=array([1, 1], [-2, 0], [0, 3]), hidden_bias=array(0, 1, -1), out=array(0.5, 2, 1))


def test_hand_computed_scores() -> None:
    # (3, 1) is (1, 2) standardised: linear 1 - 2 = -1; hidden (3, -1, 5), of which -1 counts 0: 1.5 + 0 + 5.
    # (-1, 0) is (-1, 0): linear -1; hidden (-1, 3, -1): 0 + 6 + 0. (1, 0) is (0, 0): hidden (0, 1, -1): 2.
    assert RANKER.score(array([3, 1], [-1, 0], [1, 0])).tolist() == pytest.approx([5.5, 5, 2])


def test_a_clause_scores_the_same_alone_and_among_others() -> None:
    features = np.random.default_rng(1).normal(size=(7, 2)).astype(np.float32)
    alone = [float(RANKER.score(features[n:n + 1])[0]) for n in range(7)]
    assert RANKER.score(features).tolist() == pytest.approx(alone, abs=1e-5)


def test_nothing_to_rank_has_no_scores() -> None:
    assert RANKER.score(np.zeros((0, 2), dtype=np.float32)).shape == (0,)


def test_the_ranker_that_ships_is_for_the_features_there_are() -> None:
    ranker = load_ranker()
    width, n = len(ranker.hidden_bias), len(FEATURES)
    assert ranker.names == FEATURES
    assert ranker.mean.shape == ranker.std.shape == ranker.linear.shape == (n,)
    assert (ranker.hidden.shape, ranker.out.shape) == ((width, n), (width,))
    assert (ranker.std > 0).all()
    assert np.isfinite(ranker.score(np.zeros((1, n), dtype=np.float32))).all()
