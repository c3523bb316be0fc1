"""The checklists of documents that the rules were not made with, against lists read by hand (checklist.jsonl)."""

from __future__ import annotations

from statistics import mean

import pytest

from evals.checklists import PairReport, evaluate_checklists, load_pairs
from evals.collection import TRAINED


@pytest.fixture(scope="module")
def reports() -> list[PairReport]:
    return [r for gold in sorted(TRAINED.glob("*/checklist.jsonl"))
            for r in evaluate_checklists(load_pairs(gold), gold.parent).pairs]


@pytest.mark.parametrize(("measure", "least"), [
    ("recall", 0.94), ("precision", 0.92), ("general", 1.0), ("who", 0.97), ("due", 0.97), ("rhythm", 0.97)])
def test_what_is_on_the_lists(reports: list[PairReport], measure: str, least: float) -> None:
    assert len(reports) == 2
    missed = [(r.name, r.missed, r.extra) for r in reports]
    assert mean(r.measures[measure] for r in reports) >= least, missed
