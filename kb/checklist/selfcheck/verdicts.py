"""What a self-check finds of one item (结论). Frozen, without I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.checklist.items import Item

VerdictName = Literal["未列入", "次数不足", "拿不准", "已列入"]
# In the order in which a reader wants them: what is to be mended first.
VERDICTS: tuple[VerdictName, ...] = ("未列入", "次数不足", "拿不准", "已列入")
# So many places are shown of one item.
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Matched:
    """Words of the plan as they stand there, and where: 第3行, 表1第2行第4列, 第1页第3段."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the plan says of an item.

    `found` is how many times it has it planned or recorded in the year, or how much of the item's unit; None where the
    item asks for no number, or the plan names none. `required` is what the item asks for in a year, None where it asks
    for no number. `reason` says in a few words why, empty where there is nothing to add.
    """

    item: Item
    verdict: VerdictName
    found: float | None
    required: float | None
    matched: tuple[Matched, ...]
    reason: str = ""
