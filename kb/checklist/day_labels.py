"""What the days of an item are called (期限的叫法): 3月, 二季度, 6月30日前."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_QUARTERS, _HALVES = ("一季度", "二季度", "三季度", "四季度"), ("上半年", "下半年")


def labels(due: Sequence[date], rhythm: str | None) -> tuple[str, ...]:
    """A label for each of the days; one for an item without any."""
    if rhythm == "每月" and len({d.month for d in due}) == len(due) > 1:
        return tuple(f"{d.month}月" for d in due)
    if rhythm == "每季度" and [(d.month - 1) // 3 for d in due] == [0, 1, 2, 3]:
        return _QUARTERS
    if rhythm == "每半年" and [(d.month - 1) // 6 for d in due] == [0, 1]:
        return _HALVES
    return tuple(by(d) for d in due) or ("已完成",)


def by(day: date) -> str:
    """By that day."""
    return f"{day.month}月{day.day}日前"
