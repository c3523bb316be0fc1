from __future__ import annotations

from collections.abc import Sequence

import pytest

from kb.training.item import Item, ItemType
from kb.training.quiz.score import is_right, points


def item(kind: ItemType, *key: str) -> Item:
    return Item(kind, "题", (), key, "机关", "c", "《办法》", "原文", 0, 2, 1)


@pytest.mark.parametrize(("kind", "key", "given", "right"), [
    ("single", ["B"], ["B"], True), ("single", ["B"], ["A"], False), ("single", ["B"], [], False),
    ("multiple", ["A", "C"], ["C", "A"], True), ("multiple", ["A", "C"], ["A"], False),
    ("truefalse", ["错"], ["错"], True), ("fill", ["两"], ["2"], True), ("fill", ["3-5"], ["３—５"], True),
    ("fill", ["每季度"], [" 每季度 "], True), ("fill", ["24"], ["32"], False),
    ("match", ["1-B", "2-A"], ["2-A", "1-B"], True), ("match", ["1-B", "2-A"], ["1-A", "2-A"], False),
    ("short", ["要点"], ["随便"], None)])
def test_answers_are_scored(kind: ItemType, key: Sequence[str], given: Sequence[str], right: bool | None) -> None:
    assert is_right(item(kind, *key), given) is right


def test_short_answers_win_no_points() -> None:
    assert points([item("single", "A"), item("short", "要点"), item("fill", "2")]) == 2
