"""A kept list as a checklist with its ticks, as the exports take it (导出我的清单)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kb.checklist.items import Checklist, Item
from kb.checklist.progress import Line
from kb.kept.lists import KeptList, Tick

_GONE = "（已不在现行规定里，请复核）"
_OWN = "自己加的"


def exported(kept: KeptList, lines: Iterable[Line]) -> tuple[Checklist, dict[tuple[str, date | None], Tick]]:
    """What applies of the list, each item with the days that the list has set, and what is done of it by (item's id,
    day). What is in no regulation any more says so.
    """
    items: list[Item] = []
    ticks: dict[tuple[str, date | None], Tick] = {}
    for line in lines:
        if line.entry.kept.dropped:
            continue
        item = _item(line)
        items.append(item)
        ticks |= {(item.id, b.day): b.tick for b in line.boxes if b.tick is not None}
    role, scope = (kept.role, kept.scope) if kept.role else (kept.name, _OWN)
    return Checklist(role, scope, kept.year, tuple(items)), ticks


def _item(line: Line) -> Item:
    k = line.entry.kept
    days = tuple(b.day for b in line.boxes if b.day is not None)
    if line.entry.item is not None:
        return replace(line.entry.item, due=days or line.entry.item.due)
    return Item(k.id, k.clause or "", f"{k.citation}{_GONE if line.entry.standing == 'gone' else ''}" or _OWN,
                k.quote or k.action, k.start, k.end, "own" if k.who == "own" else "branch", "有期限" if days else None,
                k.action, due=days, must=bool(days))
