"""What changed between two versions: clauses paired, characters compared."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.types import Clause
from kb.validity.changes import Edit, changes, edits


def clause(n: int, text: str, *, number: str | None = None, path: tuple[str, ...] = ("职责",)) -> Clause:
    return Clause(id=f"d-{n}-{text}", document_id="d", ordinal=n, start=0, end=len(text), text=text, number=number,
                  path=path, list_title="职责")


def clauses(*texts: str) -> list[Clause]:
    return [clause(n, text, number=text[0] if text[0].isdigit() else None) for n, text in enumerate(texts)]


def kinds(old: list[Clause], new: list[Clause]) -> list[str]:
    return [c.kind for c in changes(old, new)]


def test_the_same_twice_is_no_change() -> None:
    same = clauses("1.每年上1次党课", "2.按月交纳党费")
    assert kinds(same, same) == ["same", "same"]


def test_a_changed_number_of_times_is_marked_character_by_character() -> None:
    (change,) = changes(clauses("1.每年至少上1次党课。"), clauses("1.每年至少上2次党课。"))
    assert change.kind == "changed"
    assert change.edits == (Edit("same", "1.每年至少上"), Edit("removed", "1"), Edit("added", "2"),
                            Edit("same", "次党课。"))


def test_a_clause_put_in_between_renumbers_the_others_and_only_that() -> None:
    old = clauses("1.按月交纳党费，不得拖欠。", "2.每年上1次党课。")
    new = clauses("1.坚持集体领导。", "2.按月交纳党费，不得拖欠。", "3.每年上1次党课。")
    found = changes(old, new)
    assert [c.kind for c in found] == ["added", "changed", "changed"]
    assert [[(e.kind, e.text) for e in c.edits if e.kind != "same"] for c in found[1:]] == [
        [("removed", "1"), ("added", "2")], [("removed", "2"), ("added", "3")]]


def test_a_removed_clause_stands_where_it_stood() -> None:
    old = clauses("1.一张白纸画最新最美的图画", "2.每季度开一次党员大会", "3.党员按月交纳党费")
    found = changes(old, [old[0], old[2]])
    assert [c.kind for c in found] == ["same", "removed", "same"]
    assert (found[1].old, found[1].new) == (old[1], None)


def test_other_words_altogether_are_a_removal_and_an_addition() -> None:
    assert sorted(kinds(clauses("每季度开一次大会"), clauses("档案装盒，专人保管"))) == ["added", "removed"]


def test_the_same_words_under_another_heading_are_a_change() -> None:
    (change,) = changes([clause(0, "上党课", path=("一、学习",))], [clause(0, "上党课", path=("二、生活",))])
    assert (change.kind, change.moved, change.edits) == ("changed", True, (Edit("same", "上党课"),))


def test_too_long_to_compare_changes_as_a_whole_between_what_is_common() -> None:
    old, new = "甲" + "乙丙" * 50 + "终", "甲" + "丁戊" * 50 + "终"
    assert edits(old, new, effort=100) == (
        Edit("same", "甲"), Edit("removed", "乙丙" * 50), Edit("added", "丁戊" * 50), Edit("same", "终"))


@given(st.text("每年月1次党课，", max_size=30), st.text("每年月2次党课，", max_size=30))
def test_edits_hold_both_texts(old: str, new: str) -> None:
    found = edits(old, new)
    assert "".join(e.text for e in found if e.kind != "added") == old
    assert "".join(e.text for e in found if e.kind != "removed") == new
    assert all(e.text for e in found)


@given(st.lists(st.text("每年月12次党课", min_size=1, max_size=12), max_size=8),
       st.lists(st.text("每年月12次党课", min_size=1, max_size=12), max_size=8))
def test_every_clause_of_both_versions_appears_once_in_order(before: list[str], after: list[str]) -> None:
    old, new = clauses(*before), clauses(*after)
    found = changes(old, new)
    assert [c.old for c in found if c.old] == old
    assert [c.new for c in found if c.new] == new
