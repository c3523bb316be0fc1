"""Quantities that a question states (问题里的数), held against bounds and against each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kb.data import load_toml
from kb.ingest.frames import Frame
from kb.language.quantities import Mention
from kb.question.question import Question

_DAYS = {"天": 1.0, "周": 7.0, "星期": 7.0, "个月": 30.0, "季度": 90.0, "年": 360.0}
_EQUAL_UNITS = {"名": "人", "位": "人", "回": "次", "课时": "学时", "月": "个月", "日": "天", "工作日": "天",
                "块": "元", "块钱": "元", "自然日": "天", "岁": "周岁", "钟头": "小时", "星期": "周", "平米": "平方米",
                "趟": "次", "堂": "次", "节": "次", "期": "次", "场": "次"}


def counts_stated(question: Question) -> list[Mention]:
    """The counts that a question states, without 一次 beside what is no time, and without a 一天 or 一年 beside
    others that only says within which period.
    """
    counts = [m for m in question.quantities if m.kind == "count"]
    units = load_toml("slots.toml")["within"]
    told = [m for m in counts if m.count != 1.0 or m.unit not in units] or counts
    others = [m for m in told if m.unit != "次" and days(m) is None]
    return [m for m in told if m.count != 1.0 or m.unit != "次"] if others else told


def days(of: Mention | Frame) -> float | None:
    """How many days a stretch of time is, None where the figure is none, or a range."""
    unit = _DAYS.get(_EQUAL_UNITS.get(of.unit or "", of.unit or ""))
    return of.count * unit if unit is not None and isinstance(of.count, float) else None


def same_unit(a: str | None, b: str | None) -> bool:
    """Whether two units measure the same in the same size."""
    return _EQUAL_UNITS.get(a or "", a) == _EQUAL_UNITS.get(b or "", b)


def held_against(question: Question, limits: Iterable[tuple[str, float, str]]) -> int:
    """1 where the counts that a question states keep all the bounds of their units, -1 where they break one, 0 where no
    bound is of their units.
    """
    stated = [m for m in question.quantities if m.kind == "count"]
    kept = [_keeps(m, bound, how) for unit, bound, how in limits for m in stated if same_unit(m.unit, unit)]
    return 0 if not kept else 1 if all(kept) else -1


def _keeps(m: Mention, bound: float, how: str) -> bool:
    """Whether a stated count keeps a bound; one that is a bound itself (3000元以上) with all that lies beyond it."""
    if isinstance(m.count, tuple):
        low, high = (replace(m, count=m.count[0], comparator=">="), replace(m, count=m.count[1], comparator="<="))
        return _keeps(low, bound, how) and _keeps(high, bound, how)
    if m.count is None:
        return False
    if m.comparator in (">=", "<=") and how[0] != "=":
        return within(m.count, bound, how[0] if how[0] != m.comparator[0] else m.comparator)
    return within(m.count, bound, how)


def within(count: float, bound: float, how: str) -> bool:
    """Whether a count keeps a bound of `limits`."""
    return {"<": count < bound, "<=": count <= bound, ">": count > bound, ">=": count >= bound,
            "=": count == bound}[how]
