"""Ticking, undoing, moving: what a list keeps of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.checklist.change import Change, changed
from kb.checklist.items import Item
from kb.checklist.standing import entries
from kb.errors import ChangeError, ReadError
from kb.kept.form import list_object, list_of
from kb.kept.lists import Kept, KeptList, Tick
from tests.checklist.kept_samples import ITEMS, LESSON, YEAR, kept

TODAY = date(YEAR, 7, 1)
DUE = date(YEAR, 6, 30)
TICK = Tick("1", DUE, TODAY)


def after(before: KeptList, *changes: Change, items: tuple[Item, ...] = ITEMS, today: date = TODAY) -> KeptList:
    for n, change in enumerate(changes):
        before = changed(before, change, entries(before, items, {}), by="王芳", at=f"2026-07-01T00:00:0{n}+00:00",
                         today=today)
    return before


def test_a_tick_says_who_when_and_with_what() -> None:
    ticked = after(kept(), Change("tick", "1", DUE, done=date(YEAR, 6, 12), note=" 全体党员 ", evidence="签到表.pdf"))
    holding = ticked.tick("1", DUE)
    assert holding is not None
    assert (holding.done, holding.by, holding.note, holding.evidence) == (
        date(YEAR, 6, 12), "王芳", "全体党员", "签到表.pdf")
    assert ticked.tick("1", None) is None


def test_undoing_keeps_what_was() -> None:
    undone = after(kept(), Change("tick", "1", DUE), Change("undo", "1", DUE))
    assert undone.tick("1", DUE) is None
    (was,) = undone.ticks
    assert (was.done, was.undone_at, was.undone_by) == (TODAY, "2026-07-01T00:00:01+00:00", "王芳")
    with pytest.raises(ChangeError, match="没有勾过"):
        after(undone, Change("undo", "1", DUE))


def test_ticking_again_takes_the_place_of_the_first_which_stays_on_record() -> None:
    twice = after(kept(), Change("tick", "1", DUE, note="甲"), Change("tick", "1", DUE, note="乙"))
    assert [(t.note, t.undone_at is None) for t in twice.ticks] == [("甲", False), ("乙", True)]


def test_a_day_is_moved_and_moved_back() -> None:
    elsewhere = after(kept(), Change("move", "1", DUE, to=date(YEAR, 9, 30)))
    assert elsewhere.kept("1").day(DUE) == date(YEAR, 9, 30)
    assert after(elsewhere, Change("move", "1", DUE)).kept("1").day(DUE) == DUE
    dated = after(kept(), Change("move", "3", None, to=date(YEAR, 12, 1)))
    assert dated.kept("3").day(None) == date(YEAR, 12, 1)


@pytest.mark.parametrize(("change", "said"), [
    (Change("tick", "9", DUE), "没有这一项"),
    (Change("tick", "1", date(YEAR, 5, 1)), "没有这个期限"),
    (Change("tick", "1", DUE, done=date(YEAR, 7, 3)), "不能晚于今天"),
    (Change("move", "1", DUE, to=date(YEAR + 1, 1, 1)), "2026 年之内"),
    (Change("remove", "1"), "不能删去"),
    (Change("add"), "哪一项"),
    (Change("name", name=" "), "名称"),
])
def test_what_makes_no_sense_is_refused(change: Change, said: str) -> None:
    with pytest.raises(ChangeError, match=said):
        after(kept(), change)


def test_an_item_that_came_later_is_taken_in_when_it_is_ticked() -> None:
    started = kept(items=(LESSON,))
    assert [k.id for k in after(started, Change("tick", "3")).items] == ["1", "3"]


def test_an_entry_of_ones_own() -> None:
    entry = Kept("own-1", None, None, "", "支部换届准备", 0, 0, "branch", None, "支部换届准备", own=True)
    added = after(kept(), Change("add", entry=entry), Change("add", entry=entry))
    assert [k.id for k in added.items] == ["1", "2", "3", "own-1"]
    assert [k.id for k in after(added, Change("remove", "own-1")).items] == ["1", "2", "3"]
    with pytest.raises(ChangeError, match="有记录"):
        after(added, Change("tick", "own-1"), Change("remove", "own-1"))


def test_it_is_the_same_after_storing() -> None:
    whole = after(kept(), Change("tick", "1", DUE), Change("undo", "1", DUE), Change("drop", "2"),
                  Change("move", "3", None, to=DUE), Change("name", name="甲", owner="乙", shared=("丙",), since=DUE))
    assert list_of(list_object(whole)) == whole


@pytest.mark.parametrize("stored", [None, {}, {"name": 1}, {**list_object(kept()), "year": "去年"},
                                    list_object(replace(kept(), name="长" * 5000)),
                                    list_object(replace(kept(), items=kept().items * 2)),
                                    list_object(kept(TICK, TICK)), list_object(kept(replace(TICK, item="9")))])
def test_what_is_no_list_is_refused_in_one_line(stored: object) -> None:
    with pytest.raises(ReadError, match="清单") as told:
        list_of(stored)
    assert "\n" not in str(told.value)
