"""Why an answer was given: the question's slots, and every clause that was weighed with what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import QUESTION, kb_here

pytestmark = pytest.mark.model


def test_it_shows_the_slots_and_what_was_quoted_and_what_was_not(built: Path) -> None:
    told = kb_here("ask", QUESTION, "--explain", "--json", "--data", built).json()
    explained = told["explain"]
    assert explained["slots"]["问法"] == "多少" and explained["slots"]["谁"].startswith("党支部书记")
    assert explained["answerable"] >= explained["answer_at"]
    quoted = [w["clause"] for w in explained["weighed"] if w["decided"] == "引用"]
    assert set(quoted) == {f["clause"] for f in told["findings"]}
    assert all(w["decided"].startswith("不取：") for w in explained["weighed"] if w["clause"] not in quoted)


def test_a_refusal_says_for_each_clause_why_it_is_none(built: Path) -> None:
    shown = kb_here("ask", "食堂几点开门", "--explain", "--data", built).out
    assert "问题读作：食堂几点开门" in shown and "不取：" in shown and "引用" not in shown.split("问题读作")[1]


def test_a_batch_is_not_explained() -> None:
    refused = kb_here("ask", "--batch", "x.jsonl", "--explain")
    assert refused.code == 2 and "--explain" in refused.err
