from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import kb.search.translation as module
from kb.search.index.bm25 import build_bm25
from kb.search.translation import Translation, arrays_of, learn_translation, load_translation

TABLE = Translation({"碰头": (("例会", 1.0), ("召开", 2.0))})
CLAUSES = build_bm25([["召开", "会议"], ["例会"], ["碰头"], ["党费"]])
ROWS = np.arange(4)


def test_a_clause_gets_the_strongest_word_it_says_the_asked_one_with() -> None:
    features = TABLE.features(["碰头"], CLAUSES, ROWS)
    assert features["said"].tolist() == [2.0, 1.0, 2.5, 0.0]


def test_what_the_clause_does_not_hold_is_counted_apart() -> None:
    features = TABLE.features(["碰头", "会议"], CLAUSES, ROWS)
    # 会议 stands in the first clause; no question has ever held it, so that elsewhere it counts -0.5, or 0 in the mean
    assert features["said"].tolist() == [2.25, 0.5, 1.25, 0.0]
    assert features["rest_said"].tolist() == [2.0, 0.25, -0.5, -0.25]
    assert features["least_said"].tolist() == [2.0, -0.5, -0.5, -0.5]


def test_a_question_without_words_tells_nothing_of_any_clause() -> None:
    assert {len(set(column.tolist())) for column in TABLE.features([], CLAUSES, ROWS).values()} == {1}


def test_strength_is_how_much_oftener_than_expected_words_meet() -> None:
    others = [(frozenset({"交钱"}), frozenset({"党费", "学校"}))] * 7
    table = learn_translation([(frozenset({"碰头"}), frozenset({"例会", "学校"}))] * 3 + others).table
    # together 3 times, expected 3 * 3 / 10; 学校 stands everywhere and tells nothing
    (word, strength), = table["碰头"]
    assert word == "例会"
    assert strength == pytest.approx(math.log(3.5 / 1.9))


def test_words_that_met_once_are_not_learned() -> None:
    assert learn_translation([(frozenset({"碰头"}), frozenset({"例会"}))]).table == {}


def test_a_table_is_read_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.savez_compressed(tmp_path / "translation.npz", **arrays_of(TABLE))
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    load_translation.cache_clear()
    try:
        assert load_translation().table == TABLE.table
    finally:
        load_translation.cache_clear()


def test_the_shipped_table_knows_words_people_ask_with() -> None:
    table = load_translation().table
    assert len(table) > 1000
    assert all(0.3 < s < 20 for pairs in table.values() for _, s in pairs)
