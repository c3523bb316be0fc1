"""A list and its regulations as they change: nothing of it disappears, and what changed asks to be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kb.checklist.change import Change, changed
from kb.checklist.items import Item
from kb.checklist.standing import Entry, entries
from kb.kept.lists import Kept, KeptList, Tick
from tests.checklist.kept_samples import DUTY, ITEMS, LESSON, MEETING, YEAR, item, kept

DUE = date(YEAR, 6, 30)
TICK = Tick("1", DUE, date(YEAR, 6, 1))


def found(before: KeptList, *items: Item, **texts: str) -> dict[str, tuple[str, str | None]]:
    """By the id in the list: how it stands, and which item it is now."""
    return {e.kept.id: (e.standing, None if e.item is None else e.item.id) for e in entries(before, items, texts)}


def test_read_again_everything_is_the_same() -> None:
    assert found(kept(TICK), *ITEMS) == {"1": ("same", "1"), "2": ("same", "2"), "3": ("same", "3")}


def test_renumbered_with_the_same_words_it_is_the_same_duty() -> None:
    elsewhere = replace(LESSON, id="x", clause="d1-c9", citation="《办法》第8条")
    assert found(kept(TICK), elsewhere, MEETING, DUTY)["1"] == ("moved", "x")


def test_changed_at_its_place_it_asks_to_be_looked_at() -> None:
    more = replace(LESSON, id="y", clause="d1-c8", quote="书记每年至少上2次党课。")
    assert found(kept(TICK), more, MEETING, DUTY)["1"] == ("changed", "y")


def test_changed_and_renumbered_it_is_found_by_its_words() -> None:
    quote = "书记每年至少上4次党课，并作记录。"
    more = item("7", quote, DUE, clause="d2-c4", action="上党课")
    standing = found(kept(TICK), DUTY, MEETING, more)
    assert standing == {"3": ("same", "3"), "2": ("same", "2"), "1": ("changed", "7")}


def test_gone_it_stays() -> None:
    standing = found(kept(TICK), MEETING, DUTY)
    assert standing["1"] == ("gone", None) and len(standing) == 3


def test_what_came_later_is_new() -> None:
    other = item("5", "组织委员每季度收缴一次党费。")
    assert found(kept(), *ITEMS, other)["5"] == ("new", "5")


def test_an_own_entry_is_held_against_its_clause() -> None:
    entry = Kept("o", None, "d1-c5", "《办法》第5条", "党费按月交", 2, 7, "own", None, "交党费", own=True)
    one = KeptList("甲", "", "", YEAR, items=(entry,))
    assert [e.standing for e in entries(one, (), {"d1-c5": "5.党费按月交。"})] == ["same"]
    assert [e.standing for e in entries(one, (), {"d1-c5": "5.党费按季交。"})] == ["changed"]
    assert [e.standing for e in entries(one, (), {})] == ["gone"]


def test_looked_at_it_is_as_it_reads_today_and_keeps_its_ticks() -> None:
    more = replace(LESSON, id="y", clause="d1-c8", quote="书记每年至少上2次党课。")
    items = (more, MEETING, DUTY)
    before = kept(TICK)
    after = changed(before, Change("look", "1"), entries(before, items, {}), by="", at="", today=DUE)
    (entry,) = (e for e in entries(after, items, {}) if e.kept.id == "1")
    assert (entry.standing, entry.review, entry.kept.quote) == ("same", False, more.quote)
    assert after.tick("1", DUE) == TICK


def test_gone_and_looked_at_it_is_set_aside_but_there() -> None:
    before = kept(TICK)
    after = changed(before, Change("look", "1"), entries(before, (MEETING, DUTY), {}), by="", at="", today=DUE)
    gone: Entry = next(e for e in entries(after, (MEETING, DUTY), {}) if e.kept.id == "1")
    assert (gone.standing, gone.review, gone.kept.dropped) == ("gone", False, True)


def test_two_items_with_the_same_words_stay_two() -> None:
    twins = (item("1", "书记每年至少上1次党课。"), item("2", "书记每年至少上1次党课。", clause="d2-c1"))
    again = tuple(replace(i, id=f"n{i.id}") for i in twins)
    assert sorted(found(kept(items=twins), *again).values()) == [("same", "n1"), ("same", "n2")]
