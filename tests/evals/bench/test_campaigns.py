"""The campaigns of kills and of fuzzing, cut short: nothing is lost, nothing is silently wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.bench.fuzz import fuzz
from evals.bench.kills import campaign
from kb.config import Settings


def test_inputs_changed_at_random_are_read_whole_or_refused(tmp_path: Path) -> None:
    tried = fuzz(600, seed=7, keep=tmp_path, most=30)
    assert tried.faults == []
    assert sum(tried.became.values()) == 30


@pytest.mark.model
def test_killed_at_random_moments_nothing_is_lost(model_settings: Settings, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", corpus=tmp_path / "corpus")
    settings.data.mkdir()
    settings.models.symlink_to(model_settings.models.resolve())
    out = campaign(settings, 2, seed=3)
    assert out.faults == []
    assert sum(out.states.values()) == 2
