"""One Answerer over the corpus, with the real model."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.answer.engine import Answerer
from kb.config import Settings
from kb.service import open_answerer


@pytest.fixture(scope="session")
def answerer(built: Path, model_settings: Settings) -> Answerer:
    assert built == model_settings.data
    return open_answerer(model_settings)
