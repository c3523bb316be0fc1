"""The quality gates: scores may not fall below evals/gates.json (the tolerance is in the gates themselves)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from evals.evaluate import evaluate
from evals.gates import Gate, broken, gated_sets, gates
from evals.wordings import evaluate_wordings
from kb.search.index.embedder import OnnxEmbedder


@pytest.mark.model
def test_no_score_falls_below_its_gate(real_embedder: OnnxEmbedder) -> None:
    reports = evaluate(real_embedder, sets=("test", "fresh", "unseen"), baselines=False)
    assert broken([*reports, evaluate_wordings(real_embedder)]) == []


def test_every_gate_is_set() -> None:
    assert gated_sets() == ["test", "fresh", "unseen", "wordings", "checklists", "topics", "quiz"]


@dataclass(frozen=True, slots=True)
class Measured:
    name: str
    means: dict[str, float]


def test_what_falls_below_is_named_and_false_refusals_may_not_rise(tmp_path: Path) -> None:
    path = tmp_path / "gates.json"
    path.write_text(json.dumps({"甲": {"value": 0.9, "a.false_refusal": 0.05}}), encoding="utf-8")
    assert broken([Measured("甲", {"value": 0.9, "a.false_refusal": 0.05}), Measured("乙", {})], path) == []
    assert broken([Measured("甲", {"value": 0.8996, "a.false_refusal": 0.06})], path) == [
        "甲 value：0.900，门槛 0.900", "甲 a.false_refusal：0.060，门槛 0.050"]
    assert [g.measured for g in gates([Measured("甲", {"value": 0.95, "a.false_refusal": 0.0})], path)] == [0.95, 0.0]


@pytest.mark.parametrize(("measure", "measured", "bound", "proposed"), [
    ("value", 0.95, 0.9, 0.92), ("value", 0.91, 0.9, 0.9), ("never-seen.success@1", 0.95, 0.9, 0.93),
    ("corpus.verbatim", 1.0, 1.0, 1.0), ("a.false_refusal", 0.01, 0.05, 0.03), ("a.false_refusal", 0.06, 0.05, 0.05)])
def test_a_gate_is_raised_to_what_is_measured_less_some_room_and_never_lowered(
        measure: str, measured: float, bound: float, proposed: float) -> None:
    assert Gate("甲", measure, measured, bound).proposed == proposed
