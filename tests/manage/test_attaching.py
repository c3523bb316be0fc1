"""What a question answers once it is attached to a clause is told before, exactly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.answer.opening import answer_with, open_answerer, open_existing_library
from kb.config import Settings
from kb.manage.administration import Desk, attach
from kb.search.index.embedder import OnnxEmbedder
from kb.store.register import Actor
from kb.types import Query
from tests.conftest import copied

pytestmark = pytest.mark.model

ASKED = ("班子一共配几个人", "支委会由几个人组成", "食堂里谁说了算")


def test_the_preview_is_what_is_answered_then(built: Path, tmp_path: Path, real_embedder: OnnxEmbedder) -> None:
    settings = Settings(data=copied(built, tmp_path), corpus=tmp_path)
    for question in ASKED:
        library = open_existing_library(settings)
        clause = next(c for c in library.clauses() if "支部委员会一般由3-5人组成" in c.text)
        tried = answer_with(library, settings, open_answerer(settings), clause, question, Query(question))
        attach(Desk(settings, real_embedder), Actor("王芳", "127.0.0.1"), clause.id, question)
        library.close()
        then = open_answerer(settings).answer(Query(question))
        assert replace(tried, took_ms=0) == replace(then, took_ms=0)
