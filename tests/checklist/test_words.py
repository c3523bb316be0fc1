from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.checklist.items import Item
from kb.checklist.words import amount, days, how_often
from tests.checklist.export.samples import LESSON


@pytest.mark.parametrize(("changed", "said"), [
    ({}, "每季度至少1次"), ({"count": (3.0, 5.0), "comparator": "range", "unit": "人", "period": None}, "3-5人"),
    ({"count": 5.0, "unit": "‰", "period": None}, "不低于5‰"),
    ({"count": 3.0, "unit": ":1", "period": None}, "不低于3：1"),
    ({"count": 50.0, "comparator": "<=", "unit": "人", "period": None}, "不超过50人"),
    ({"count": None, "period": "每年", "deadline": "七一前"}, "每年 七一前"),
    ({"period": "一次性", "comparator": "="}, "1次"),
    ({"count": 0.5, "comparator": "=", "unit": "天", "period": None}, "0.5天")])
def test_how_many_and_how_often(changed: dict[str, object], said: str) -> None:
    assert how_often(replace(LESSON, **changed)) == said  # type: ignore[arg-type]


def test_no_number_is_no_amount() -> None:
    item: Item = replace(LESSON, count=None)
    assert amount(item) == ""


def test_many_days_are_told_by_their_number() -> None:
    assert days(tuple(date(2026, m, 25) for m in range(1, 13))) == "1月25日起 12 次"
    assert days((date(2026, 6, 30), date(2026, 12, 31))) == "6月30日、12月31日"
    assert days(()) == ""
