from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingClassifier

from evals.training.answerability import DEPTH, LEARNING_RATE, TREES, forest_of
from kb.answer.forest import Forest

STUMP = Forest(0.5, np.array([[1]], dtype=np.int16), np.array([[2.0]], dtype=np.float32),
               np.array([[-1.0, 3.0]], dtype=np.float32))
# The first tree asks for feature 0 and then, left, for feature 1 and, right, for feature 2; the second adds 10 or 20.
TWO = Forest(0.0, np.array([[0, 1, 2], [0, 0, 0]], dtype=np.int16),
             np.array([[0.0, 1.0, 2.0], [5.0, 5.0, 5.0]], dtype=np.float32),
             np.array([[1, 2, 3, 4], [10, 10, 20, 20]], dtype=np.float32))


@pytest.mark.parametrize(("value", "logit"), [(1.9, -0.5), (2.0, -0.5), (2.1, 3.5)])
def test_a_value_above_the_threshold_goes_right(value: float, logit: float) -> None:
    assert STUMP.logit(np.array([9.0, value], dtype=np.float32)) == logit


@pytest.mark.parametrize(("row", "logit"), [
    ([0, 1, 9], 11), ([0, 2, 9], 12), ([1, 9, 2], 13), ([1, 9, 3], 14), ([6, 9, 3], 24)])
def test_each_tree_adds_the_leaf_that_its_questions_lead_to(row: list[float], logit: float) -> None:
    assert TWO.logit(np.array(row, dtype=np.float32)) == logit


def test_the_trees_say_what_the_library_that_grew_them_says() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(400, 6)).astype(np.float32)
    y = x[:, 0] * x[:, 1] > 0.2
    grown = GradientBoostingClassifier(n_estimators=TREES, max_depth=DEPTH, learning_rate=LEARNING_RATE,
                                       random_state=0).fit(x, y)
    forest = forest_of(grown, start=float(np.log(y.mean() / (1 - y.mean()))))
    assert [forest.logit(row) for row in x] == pytest.approx(grown.decision_function(x).tolist(), abs=1e-3)
