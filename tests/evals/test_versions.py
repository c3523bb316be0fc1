"""Questions on editions, days and repeals over small documents, asked on one day."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb.answer.dated import DatedAnswerer
from kb.manage.intake import ingest
from kb.question.filters import checked_day
from kb.question.finder import Finder
from kb.search.index.build import update_index
from kb.search.index.embedder import OnnxEmbedder
from kb.store.library import open_library
from kb.types import Query
from tests.conftest import ROOT

QUESTIONS = ROOT / "evals" / "questions" / "versions" / "questions.jsonl"
TODAY = date(2026, 11, 28)
RIGHT = 80


def is_right(desk: DatedAnswerer, files: dict[str, str], asked: dict[str, Any]) -> bool:
    """Whether the answer stands on the clause of the file that the question names, and says what it should."""
    answer = desk.answer(Query(asked["q"], as_of=checked_day(asked.get("as_of"))))
    said = asked.get("says", "") in answer.answer and not (asked.get("silent") and answer.notices)
    if asked.get("none"):
        return said and answer.status == "not_found"
    documents = {c.clause.id: c.clause.document_id for c in answer.clauses}
    first = next(iter(answer.findings), None)
    return bool(said and first and asked.get("has", "") in first.quote
                and files[documents[first.clause_id]] == asked["from"])


@pytest.mark.model
def test_questions_on_editions_days_and_repeals(tmp_path: Path, real_embedder: OnnxEmbedder) -> None:
    with closing(open_library(tmp_path / "library.db", today=lambda: TODAY)) as library:
        ingest(library, [], corpus=ROOT / "evals" / "documents" / "versions")
        finder = Finder(update_index(tmp_path / "index", library, real_embedder), real_embedder)
        desk, files = DatedAnswerer.of_library(library, finder), library.file_names()
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    wrong = [q["q"] for q in questions if not is_right(desk, files, q)]
    assert len(questions) == 84
    assert len(questions) - len(wrong) >= RIGHT, wrong
