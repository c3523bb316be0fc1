from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from evals.checklists import NAME, ChecklistsReport, GoldItem, Pair, evaluate_checklists, judge, load_pairs
from evals.collection import CORPUS, Shelf, shelve
from evals.gates import broken
from kb.checklist.items import Checklist, Item
from kb.errors import ReadError
from tests.search.samples import clause


@pytest.fixture(scope="module")
def report() -> ChecklistsReport:
    return evaluate_checklists()


class TestGold:
    def test_every_row_stands_in_its_list_word_for_word(self) -> None:
        shelf = shelve(CORPUS)
        for pair in load_pairs():
            for g in pair.gold:
                assert [c for c in shelf.clauses if (shelf.titles[c.document_id], c.list_title)
                        == (g.document, g.list_title) and g.quote in c.text], g

    def test_each_conflict_has_one_rule_to_follow(self) -> None:
        for pair in load_pairs():
            labels = {g.conflict for g in pair.gold if g.conflict}
            for label in labels:
                members = [g for g in pair.gold if g.conflict == label]
                assert len(members) > 1 and sum(g.stricter for g in members) == 1

    def test_a_row_that_is_wrong_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "gold.jsonl"
        path.write_text('{"role": "党支部书记"}\n', encoding="utf-8")
        with pytest.raises(ReadError, match="第 1 行"):
            load_pairs(path)


class TestScores:
    def test_no_score_falls_below_its_gate(self, report: ChecklistsReport) -> None:
        assert broken([report]) == []

    def test_every_pair_is_measured(self, report: ChecklistsReport) -> None:
        assert report.name == NAME
        assert [p.name for p in report.pairs] == [p.name for p in load_pairs()]


HELD = replace(clause("1", "每季度上1次党课，每年归档。"), list_title="清单")
SHELF = Shelf((HELD,), {HELD.document_id: "汇编"}, ())
GOLD = GoldItem("汇编", "清单", "每季度上1次党课", False, "党课", "branch", "每季度", 1.0, "=", "次", "每季度",
                due=("03-31", "06-30", "09-30", "12-31"))
ITEM = Item("a", "1", "《汇编》", "每季度上1次党课", 0, 8, "branch", "每季度", "上党课", 1.0, "=", "次", "每季度",
            due=tuple(date(2026, m, d) for m, d in ((3, 31), (6, 30), (9, 30), (12, 31))), must=True)


def measured(*items: Item, gold: tuple[GoldItem, ...] = (GOLD,)) -> dict[str, float]:
    pair = Pair("党支部书记", "机关", gold)
    return judge(pair, Checklist("党支部书记", "机关", 2026, items), SHELF).measures


class TestMeasures:
    def test_what_agrees_in_words_number_and_period_is_found(self) -> None:
        assert set(measured(ITEM).values()) == {1.0}

    @pytest.mark.parametrize("wrong", [{"count": 2.0}, {"period": "每月"}, {"unit": "学时"}, {"quote": "每年归档"}])
    def test_what_differs_is_missed_and_too_much(self, wrong: dict[str, object]) -> None:
        found = measured(replace(ITEM, **wrong))  # type: ignore[arg-type]
        assert (found["recall"], found["precision"]) == (0.0, 0.0)

    def test_what_nobody_asked_for_is_too_much(self) -> None:
        found = measured(ITEM, replace(ITEM, id="b", quote="每年归档", count=None))
        assert (found["recall"], found["precision"]) == (1.0, 0.5)

    def test_days_and_who_are_judged_of_what_is_found(self) -> None:
        found = measured(replace(ITEM, who="own", due=()))
        assert (found["recall"], found["who"], found["due"]) == (1.0, 0.0, 0.0)

    def test_a_conflict_is_right_where_all_its_items_share_a_label_of_their_own(self) -> None:
        other = replace(GOLD, quote="每年归档", what="归档", count=None, comparator=None, unit=None, period="每年")
        gold = (replace(GOLD, conflict="甲", stricter=True), replace(other, conflict="甲"))
        twin = replace(ITEM, id="b", quote="每年归档", action="归档", count=None, comparator=None, unit=None,
                       period="每年")
        assert measured(replace(ITEM, conflict="x"), replace(twin, conflict="x"), gold=gold)["conflict"] == 1.0
        assert measured(replace(ITEM, conflict="x"), replace(twin, conflict="y"), gold=gold)["conflict"] == 0.0
        assert measured(ITEM, twin, gold=gold)["conflict"] == 0.0

    def test_a_general_duty_is_there_where_its_clause_is(self) -> None:
        gold = (GOLD, GoldItem("汇编", "清单", "每季度上1次党课，", True, who="branch"))
        general = replace(ITEM, id="c", quote=HELD.text, must=False, rhythm=None)
        assert measured(ITEM, general, gold=gold)["general"] == 1.0
        assert measured(ITEM, gold=gold)["general"] == 0.0
