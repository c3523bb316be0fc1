"""A checklist in words (清单的说法): its parts, how many and how often, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kb.checklist.items import Checklist, Item
from kb.language.numerals import plain

_GENERAL = "一般职责"
_STANDING = "常设要求"
_PARTS = ("每月", "每季度", "每半年", "每年", "有期限", "任期", "一次性")
_MANY = 12
_COMPARED = {">=": "至少", "<=": "不超过"}
WHO = {"own": "本人", "branch": "组织"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a checklist with its heading."""

    name: str
    items: tuple[Item, ...]


def title(found: Checklist) -> str:
    """What the checklist is called."""
    return f"{found.role}（{found.scope}）{found.year}年职责清单"


def total(found: Checklist) -> str:
    """How many items it has."""
    dated = sum(i.must for i in found.items)
    return f"共 {len(found.items)} 条，其中有次数、数量或期限的 {dated} 条。"


def parts(found: Checklist) -> tuple[Part, ...]:
    """The items by their rhythm; what has a number but no rhythm, and what has none, in parts of their own."""
    groups = [*((name, [i for i in found.items if i.must and i.rhythm == name]) for name in _PARTS),
              (_STANDING, [i for i in found.items if i.must and i.rhythm is None]),
              ("经常", [i for i in found.items if i.rhythm == "经常"]),
              (_GENERAL, [i for i in found.items if not i.must and i.rhythm is None])]
    return tuple(Part(name, tuple(items)) for name, items in groups if items)


def amount(item: Item) -> str:
    """How many, as it is said: 至少1次, 3-5人, 3：1; empty without a number."""
    if item.count is None:
        return ""
    unit = item.unit or ""
    if isinstance(item.count, tuple):
        return f"{plain(item.count[0])}-{plain(item.count[1])}{unit}"
    number = plain(item.count) + (f"：{unit[1:]}" if unit.startswith(":") else unit)
    if item.comparator == ">=" and (unit.startswith(":") or unit in "%‰"):
        return f"不低于{number}"
    return _COMPARED.get(item.comparator or "", "") + number


def how_often(item: Item) -> str:
    """How often, how many and by when: 每季度至少1次; 每年 12月底前."""
    period = {"一次性": ""}.get(item.period or "", item.period or "")
    return f"{period}{amount(item)}" + (f" {item.deadline}" if item.deadline else "")


def days(due: tuple[date, ...]) -> str:
    """The days by which it is due; many are told by their number."""
    if len(due) >= _MANY:
        return f"{due[0].month}月{due[0].day}日起 {len(due)} 次"
    return "、".join(f"{d.month}月{d.day}日" for d in due)


def remark(item: Item) -> str:
    """What to mind: the condition, the conflict and which ruling to follow, and where else it stands."""
    said = []
    if item.condition:
        said.append(f"适用：{item.condition}")
    if item.conflict:
        said.append(f"规定不一致（{item.conflict}），" + ("按这一条从严" if item.stricter else "另有更严的规定"))
    if item.also:
        said.append("又见" + "、".join(item.also))
    return "；".join(said)
