from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evals.collection import Shelf, shelve
from evals.gates import broken
from evals.topics import GoldRow, GoldTopic, TopicsReport, evaluate_topics, judge, load_topics
from kb.errors import ReadError
from kb.training.topic_table import TopicRow
from tests.search.samples import clause


@pytest.fixture(scope="module")
def report() -> TopicsReport:
    return evaluate_topics()


def test_every_gold_row_names_one_clause() -> None:
    for gold in load_topics():
        shelf = shelve(gold.folder)
        for row in gold.rows:
            assert sum((shelf.titles[c.document_id], c.list_title) == row.place[:2] and c.text.startswith(row.place[2])
                       and c.scope == row.scope for c in shelf.clauses) == 1, row


def test_no_score_falls_below_its_gate(report: TopicsReport) -> None:
    assert broken([report]) == []


def test_a_file_that_is_wrong_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"topic": "党课"}', encoding="utf-8")
    with pytest.raises(ReadError, match="a.json"):
        load_topics(tmp_path)


HELD = replace(clause("1", "每季度上1次党课。"), list_title="清单", scope=("机关",))
OTHER = replace(clause("2", "在党课上宣读。"), list_title="清单", scope=("机关",))
SHELF = Shelf((HELD, OTHER), {HELD.document_id: "汇编"}, ())
ROW = TopicRow("党课", ("机关",), "branch", "党支部", "1次", "每季度", "=", "次", "1", "《汇编》", "每季度上1次党课",
               0, 8)
GOLD = GoldTopic("党课", "党课", Path(), (
    GoldRow(("汇编", "清单", "每季度上1次"), ("机关",), ("党课", "branch", "1次", "每季度")),))


def test_what_is_right_counts() -> None:
    assert set(judge(GOLD, [ROW], SHELF).measures.values()) == {1.0}


def test_a_clause_too_much_and_a_value_in_another_cell_are_told() -> None:
    found = judge(GOLD, [replace(ROW, who="member"), replace(ROW, clause="2", value=None, period=None)], SHELF)
    assert found.measures == {"recall": 1.0, "precision": 0.5, "cells": 0.0, "cells_precision": 0.0}
    assert len(found.missed) == 1 and len(found.extra) == 2
