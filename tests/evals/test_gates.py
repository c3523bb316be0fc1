"""The quality gates: scores may not fall below evals/gates.json (the tolerance is in the gates themselves)."""

from __future__ import annotations

import pytest

from evals.evaluate import check_gates, evaluate
from kb.config import Settings


@pytest.mark.model
def test_no_score_falls_below_its_gate(model_settings: Settings) -> None:
    assert check_gates(evaluate(model_settings, sets=("test", "fresh", "unseen"), baselines=False)) == []
