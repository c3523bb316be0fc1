"""The table of obligations as people read it (职责事项表): its columns, the cells of a row, and its orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.cite import citation
from kb.types import Clause, Obligation

Row = tuple[Obligation, Clause, str]

# From the shortest to the longest; what has none, or happens once, comes last.
_PERIODS = ("每日", "每周", "每月", "每两个月", "每季度", "每学期", "每半年", "每学年", "每年", "每两年", "每三年",
            "每四年", "每五年", "任期")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the name it is sorted by in addresses (None where it is not), and how wide it is printed,
    in characters of Latin script.
    """

    heading: str
    sort: str | None
    width: int


COLUMNS = (
    Column("谁", "who", 16), Column("做什么", "what", 30), Column("周期", "period", 9), Column("数量", "count", 11),
    Column("期限", "deadline", 12), Column("什么情况下", None, 16), Column("留什么材料", None, 14),
    Column("适用单位", None, 12), Column("原文", None, 44), Column("出处", "source", 34), Column("条款编号", None, 20))
SORTS = tuple(c.sort for c in COLUMNS if c.sort)


def cells(row: Row) -> tuple[str, ...]:
    """The cells of a row, one a column, empty where the clause says nothing."""
    o, c, title = row
    return (o.subject or "", o.action, o.period or "", o.value or "", o.deadline or "", o.condition or "",
            "、".join(o.record), "、".join(c.scope), o.quote, citation(c, title), c.id)


def sorted_rows(rows: Sequence[Row], sort: str, *, descending: bool = False) -> list[Row]:
    """Rows by one of SORTS, equal ones as printed; in printed order for any other name. Those without a value of the
    column stay last either way.
    """
    key = _KEYS.get(sort)
    if key is None:
        return list(rows)
    empty = [r for r in rows if key(r) is None]
    stated = [r for r in rows if key(r) is not None]
    return sorted(stated, key=lambda r: key(r) or (), reverse=descending) + empty


def _period(row: Row) -> tuple[object, ...] | None:
    return (_PERIODS.index(row[0].period),) if row[0].period in _PERIODS else None


def _count(row: Row) -> tuple[object, ...] | None:
    count = row[0].count
    return None if count is None else (row[0].unit or "", count[0] if isinstance(count, tuple) else count)


def _words(words: str | None) -> tuple[object, ...] | None:
    return (words,) if words else None


_KEYS: dict[str, Callable[[Row], tuple[object, ...] | None]] = {
    "who": lambda r: _words(r[0].subject), "what": lambda r: _words(r[0].action), "period": _period, "count": _count,
    "deadline": lambda r: _words(r[0].deadline), "source": lambda r: (r[2], r[1].ordinal)}
