from __future__ import annotations

import numpy as np
import pytest
from kb.question.understand import Ask
from sklearn.ensemble import GradientBoostingClassifier

from evals.training.answerability import DEPTH, LEARNING_RATE, TREES, forest_of
from kb.answer.forest import Forest
from kb.answer.unmatched import Unmatched, left_over
from tests.search.samples import clause

STUMP = Forest(0.5, np.array([[1]], dtype=np.int16), np.array([[2.0]], dtype=np.float32),
               np.array([[-1.0, 3.0]], dtype=np.float32))


@pytest.mark.parametrize(("value", "logit"), [(1.9, -0.5), (2.0, -0.5), (2.1, 3.5)])
def test_a_value_above_the_threshold_goes_right(value: float, logit: float) -> None:
    assert STUMP.logit(np.array([9.0, value], dtype=np.float32)) == logit


def test_the_trees_say_what_the_library_that_grew_them_says() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(400, 6)).astype(np.float32)
    y = x[:, 0] * x[:, 1] > 0.2
    grown = GradientBoostingClassifier(n_estimators=TREES, max_depth=DEPTH, learning_rate=LEARNING_RATE,
                                       random_state=0).fit(x, y)
    forest = forest_of(grown, start=float(np.log(y.mean() / (1 - y.mean()))))
    assert [forest.logit(row) for row in x] == pytest.approx(grown.decision_function(x).tolist(), abs=1e-3)


def ask(text: str, *topic: str) -> Ask:
    return Ask(text, "count", (), (), topic, True)


def test_what_a_clause_leaves_unmatched() -> None:
    left = left_over(ask("党课讲几分钟", "党课"), clause("c", "党支部书记每年讲党课。"))
    assert "kcount" in left
    assert {n for n in left if n[0] == "w"} == set()
    assert "b党课" not in left
    assert {"a几分", "a分钟"} <= set(left)


def test_each_unmatched_thing_speaks_for_or_against() -> None:
    unmatched = Unmatched({"b签字": -2.0, "b组织": 0.5}, 1.0)
    assert unmatched.of([("b签字", "b组织"), ("b组织",)]) == (-0.5, 1.5)
    assert unmatched.of([]) == (0.0, 0.0)
