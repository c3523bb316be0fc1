"""Items and plans made by hand for the tests of the self-check."""

from __future__ import annotations

from functools import cache

from kb.checklist.items import Checklist, Comparator, Item, Rhythm
from kb.checklist.selfcheck import Verdict, selfcheck
from kb.checklist.selfcheck.plan import Plan, plan_of
from kb.checklist.selfcheck.running import pasted
from kb.ingest.readers.reading import Block, Reading
from kb.language.tokenizer import Tokenizer, dictionary

YEAR = 2026


def item(action: str, period: str | None = None, count: float | tuple[float, float] | None = None, *,
         unit: str | None = "次", comparator: Comparator = ">=", who: str = "branch", quote: str = "",
         rhythm: Rhythm | None = None) -> Item:
    """An item that asks for so many of a unit in each period, or for no number."""
    numbered = count is not None
    return Item(action, "d-c", "《清单》第1条", quote or action, 0, len(quote or action),
                "own" if who == "own" else "branch", rhythm, action, count=count,
                comparator=comparator if numbered else None, unit=unit if numbered else None, period=period,
                must=numbered)


MEETING = item("召开支部委员会", "每月", 1)
ASSEMBLY = item("召开支部党员大会", "每季度", 1)
LECTURE = item("组织党课", "每季度", 1)
OWN_LECTURE = item("为本支部党员上党课", "每年", 1, who="own")
HOURS = item("党员学习教育", "每年", 24, unit="学时")
DAY = item("开展主题党日", "每月", 1, comparator="=")


@cache
def cut() -> Tokenizer:
    """The tokenizer, made once."""
    return Tokenizer(dictionary())


def text_plan(text: str) -> Plan:
    """A plan that was pasted."""
    return plan_of(pasted(text))


def block_plan(*blocks: Block) -> Plan:
    """A plan of these blocks."""
    return plan_of(Reading(blocks, "test"))


def verdict(wanted: Item, plan: Plan, *, role: str = "党支部书记", year: int = YEAR) -> Verdict:
    """What the plan says of one item."""
    (found,) = selfcheck(Checklist(role, "机关", year, (wanted,)), plan, cut=cut())
    return found
