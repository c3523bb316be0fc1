"""Items and lists made by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from kb.checklist.items import Item
from kb.checklist.standing import seen
from kb.kept.lists import KeptList, Tick

YEAR = 2026


def item(name: str, quote: str, *due: date, clause: str = "d1-c1", **more: Any) -> Item:
    """An item whose quote is the whole clause, cited as 第N条."""
    defaults: dict[str, Any] = {"who": "own", "rhythm": "每年", "action": quote[:6]} | more
    return Item(name, clause, f"《办法》第{name}条", quote, 0, len(quote), due=due, **defaults)


LESSON = item("1", "书记每年至少上1次党课。", date(YEAR, 6, 30), action="上党课", must=True)
MEETING = item("2", "支部委员会每月召开1次。", *(date(YEAR, m, 28) for m in range(1, 13)), who="branch", rhythm="每月",
               action="召开支部委员会", must=True, record=("会议记录",))
DUTY = item("3", "关心党员的思想和生活。", rhythm=None, action="关心党员")
ITEMS = (LESSON, MEETING, DUTY)


def kept(*ticks: Tick, items: tuple[Item, ...] = ITEMS) -> KeptList:
    """A list that began with these items."""
    return seen(KeptList("第一支部", "党支部书记", "机关", YEAR, ticks=ticks), items)
