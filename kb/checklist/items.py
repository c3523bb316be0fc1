"""The items of a checklist (清单事项). Frozen, without I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

FIRST_YEAR, LAST_YEAR = 1921, 9998

Who = Literal["own", "branch"]
Comparator = Literal[">=", "<=", "=", "range"]
Rhythm = Literal["每月", "每季度", "每半年", "每年", "有期限", "任期", "经常", "一次性"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is required of a person in a role, or of the organisation that he leads.

    `clause` is the id of the clause that it stands on, `clause.text[start:end] == quote`; `citation` names the clause,
    `also` the others that say the same duty. `who` tells whose duty it is: the person's ("own") or the organisation's
    ("branch"). `rhythm` is the part of the list that it belongs to, None for a general duty. `count` is a number or a
    (low, high) range, `period` a normal form (每年), `deadline` as printed (七一前). `due` are the days of the year by
    which it is to be done, in order. `record` are the papers to keep, as printed, `condition` to whom or when it
    applies, as printed (直属党支部). `must` tells a duty with a number or a date. `conflict` is a label shared by items
    that rule the same thing differently; `stricter` marks the one of them to follow.
    """

    id: str
    clause: str
    citation: str
    quote: str
    start: int
    end: int
    who: Who
    rhythm: Rhythm | None
    action: str
    count: float | tuple[float, float] | None = None
    comparator: Comparator | None = None
    unit: str | None = None
    period: str | None = None
    deadline: str | None = None
    due: tuple[date, ...] = ()
    record: tuple[str, ...] = ()
    condition: str | None = None
    must: bool = False
    conflict: str | None = None
    stricter: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is required of `role` in a kind of organisation (`scope`) in `year`, in the order of its parts."""

    role: str
    scope: str
    year: int
    items: tuple[Item, ...]
