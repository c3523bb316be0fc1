"""The measure of the self-check: its own arithmetic, and what the program reaches on the plans, without a model."""

from __future__ import annotations

from evals.selfcheck.score import HERE, Judged, checklist, judged, score
from kb.checklist.selfcheck import Verdict, VerdictName
from kb.ingest.readers import read_file
from kb.ingest.readers.reading import Table
from tests.checklist.selfcheck.samples import MEETING, cut


def row(gold: str, verdict: VerdictName, counted: float = 0, found: float | None = None) -> Judged:
    return Judged("计划", "支委会", gold, counted, Verdict(MEETING, verdict, found, 12, ()))


def test_the_shares_by_hand() -> None:
    got = score([row("未列入", "未列入"), row("次数不足", "未列入", 9, 9), row("次数不足", "已列入", 9, 12),
                 row("未列入", "拿不准"), row("已列入", "次数不足", 12, 11), row("已列入", "已列入", 12, 12),
                 row("已列入", "拿不准"), row("拿不准", "未列入")])
    assert (got.gaps, got.recall, got.fulfilled, got.alarms) == (4, 0.5, 3, 1 / 3)
    assert (got.verdicts, got.unsure, got.numbers) == (8, 0.25, 0.5)


def test_every_quoted_item_has_a_name_of_its_own() -> None:
    for name in ("items.toml", "items-学校.toml"):
        made, names = checklist(name)
        assert len(set(names)) == len(names) == len(made.items)


def test_matched_words_stand_in_the_plan_as_they_are_shown() -> None:
    for row_ in judged(cut(), None):
        reading = read_file(HERE / "plans" / row_.plan)
        printed = [t for b in reading.blocks
                   for t in ([c.text for r in b.rows for c in r] if isinstance(b, Table) else [b.text])]
        for m in row_.verdict.matched:
            assert any(m.text in text for text in printed), (row_.plan, m)


def test_gaps_are_found_and_nothing_else_is_told_as_one() -> None:
    got = score(list(judged(cut(), None)))
    assert got.recall >= 0.9
    assert got.alarms <= 0.1
    assert got.unsure <= 0.1
    assert got.numbers >= 0.95
