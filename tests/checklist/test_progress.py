"""What is done, due and late on a day; every expectation counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.checklist.change import Change, changed
from kb.checklist.items import Item
from kb.checklist.progress import Board, Progress, board
from kb.checklist.standing import entries
from kb.kept.lists import KeptList, Tick
from tests.checklist.kept_samples import DUTY, ITEMS, LESSON, MEETING, YEAR, kept

JUNE = Tick("1", date(YEAR, 6, 30), date(YEAR, 6, 12))


def on(day: date, before: KeptList, items: tuple[Item, ...] = ITEMS) -> Board:
    return board(before, entries(before, items, {}), day)


def months(pairs: object) -> list[str]:
    return [f"{line.entry.kept.id}-{box.day:%m%d}" for line, box in pairs]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("day", "overdue", "month", "soon"), [
    (date(YEAR, 1, 1), [], ["2-0128"], []),
    (date(YEAR, 1, 29), ["2-0128"], [], ["2-0228"]),
    (date(YEAR, 3, 28), ["2-0128", "2-0228"], ["2-0328"], []),
    (date(YEAR, 5, 31), [f"2-0{m}28" for m in range(1, 6)], [], ["2-0628", "1-0630"]),
    (date(YEAR, 6, 1), [f"2-0{m}28" for m in range(1, 6)], ["2-0628", "1-0630"], []),
    (date(YEAR, 6, 29), [f"2-0{m}28" for m in range(1, 7)], ["1-0630"], ["2-0728"]),
])
def test_what_is_due(day: date, overdue: list[str], month: list[str], soon: list[str]) -> None:
    seen = on(day, kept())
    assert (months(seen.overdue), months(seen.month), months(seen.soon)) == (overdue, month, soon)


def test_what_is_done_is_not_due_and_counts() -> None:
    first = Tick("2", date(YEAR, 1, 28), date(YEAR, 1, 20))
    seen = on(date(YEAR, 7, 1), kept(JUNE, first))
    assert seen.progress == (Progress("每月", 1, 12, 5), Progress("每年", 1, 1, 0), Progress(None, 0, 1, 0))
    assert months(seen.overdue) == [f"2-0{m}28" for m in range(2, 7)]


def test_what_was_wanted_before_the_list_begins_is_not_counted() -> None:
    late = replace(kept(Tick("2", date(YEAR, 3, 28), date(YEAR, 3, 20))), since=date(YEAR, 6, 1))
    seen = on(date(YEAR, 7, 1), late)
    assert seen.progress[0] == Progress("每月", 1, 8, 1)
    assert [b.state for b in seen.lines[1].boxes[:7]] == ["past", "past", "done", "past", "past", "overdue", "month"]


def test_a_moved_day_is_due_then_and_its_tick_stays() -> None:
    before = kept()
    later = changed(before, Change("move", "1", date(YEAR, 6, 30), to=date(YEAR, 9, 30)), entries(before, ITEMS, {}),
                    by="", at="", today=date(YEAR, 7, 1))
    assert months(on(date(YEAR, 9, 1), later).month) == ["2-0928", "1-0930"]
    assert on(date(YEAR, 12, 1), replace(later, ticks=(JUNE,))).progress[1] == Progress("每年", 1, 1, 0)


def test_of_what_is_gone_only_what_was_done_is_shown() -> None:
    lines = {line.entry.kept.id: line for line in on(date(YEAR, 7, 1), kept(JUNE), (DUTY,)).lines}
    assert [(b.day, b.state) for b in lines["1"].boxes] == [(date(YEAR, 6, 30), "done")]
    assert lines["2"].boxes == ()


def test_what_does_not_apply_or_is_gone_counts_nowhere_but_is_there() -> None:
    before = kept()
    without = changed(before, Change("drop", "2"), entries(before, ITEMS, {}), by="", at="", today=date(YEAR, 7, 1))
    seen = on(date(YEAR, 12, 31), without, (MEETING, DUTY))
    assert seen.progress == (Progress(None, 0, 1, 0),)
    assert (seen.overdue, [line.entry.kept.id for line in seen.lines]) == ((), ["2", "3", "1"])


def test_a_tick_for_a_day_that_the_rule_has_no_more_is_still_shown() -> None:
    later = replace(LESSON, due=(date(YEAR, 7, 31),))
    line = on(date(YEAR, 7, 1), kept(JUNE), (later, MEETING, DUTY)).lines[0]
    assert [(b.day, b.state, b.former) for b in line.boxes] == [
        (date(YEAR, 6, 30), "done", True), (date(YEAR, 7, 31), "month", False)]


def test_without_a_day_there_is_one_box() -> None:
    (box,) = on(date(YEAR, 7, 1), kept()).lines[2].boxes
    assert (box.due, box.state) == (None, "open")
