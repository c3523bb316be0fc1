"""A checklist with something of every kind, and what of it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from kb.checklist.items import Checklist, Item

NOW = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
QUARTERS = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31))


@dataclass(frozen=True, slots=True)
class Ticked:
    """What an export asks of a tick."""

    done: date
    by: str = ""
    note: str = ""
    evidence: str = ""


LESSON = Item("a1", "d-1", "《办法》第1条", "每季度组织1次党课", 2, 11, "branch", "每季度", "组织党课", 1.0, ">=", "次",
              "每季度", due=QUARTERS, record=("会议记录", "签到"), must=True, conflict="党课", stricter=True,
              also=("《细则》第3条",))
SIZE = Item("a2", "d-2", "《办法》第2条", "支部委员会由3至5人组成", 0, 11, "branch", None, "支部委员会由组成",
            (3.0, 5.0), "range", "人", must=True)
DUTY = Item("a3", "d-3", "《办法》第3条", "=1+1，带头遵守纪律", 0, 11, "own", None, "=1+1", condition="直属党支部的")
OFTEN = Item("a4", "d-4", "《办法》第4条", "经常走访群众", 0, 6, "own", "经常", "经常走访群众")
FOUND = Checklist("党支部书记", "机关", 2026, (LESSON, SIZE, OFTEN, DUTY))
TICKS = {("a1", QUARTERS[0]): Ticked(date(2026, 3, 20), "张三", "到会12人", "记录第7号"),
         ("a3", None): Ticked(date(2026, 2, 1))}
