"""How the items of a list stand today (对照): which the checklist still has, has changed, or has no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kb.checklist.items import Item
from kb.checklist.ticks import taken_in
from kb.kept.lists import Kept, KeptList

# new: the checklist has it, the list has not seen it. moved: the same words at another place.
Standing = Literal["same", "moved", "changed", "gone", "new"]
# How alike the words must be; with another number at the same place, or of the same action, less will do.
_ALIKE, _ALIKE_OF_PLACE, _ALIKE_OF_ACTION = 0.6, 0.3, 0.4


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: what is kept of it, and the checklist's item that it is today (None where there is none).

    `beside` tells that another item rules the same thing more strictly: doing that does this.
    """

    kept: Kept
    item: Item | None
    standing: Standing
    beside: bool = False

    @property
    def review(self) -> bool:
        """Whether somebody should look at it again (需要复核)."""
        return self.standing in ("changed", "gone") and not self.kept.dropped

    @property
    def days(self) -> tuple[date | None, ...]:
        """The days by which it is wanted, as the checklist says today; (None,) where it names none."""
        return (self.item.due if self.item is not None else self.kept.due) or (None,)


def entries(kept: KeptList, items: Sequence[Item], texts: Mapping[str, str]) -> list[Entry]:
    """Every item of the checklist in its order, and what the list keeps beside it: what the checklist has no more and
    entries of one's own, which are held against the `texts` of their clauses (by id) as they read today.

    What is kept is found again by its id; where that is gone, by its words; then by its place; then by likeness.
    """
    left = {k.id: k for k in kept.items if not k.own}
    free = {i.id: i for i in items}
    found: dict[str, Kept] = {}
    for same in (_same_id, _same_words, _same_place):
        for key in list(left):
            matches = [i for i in free.values() if same(left[key], i)]
            if len(matches) == 1 or (matches and same is _same_words):
                found[free.pop(matches[0].id).id] = left.pop(key)
    for key, item_id in _alike(left.values(), free.values()):
        found[free.pop(item_id).id] = left.pop(key)
    strict = {i.conflict for i in items if i.stricter and i.conflict is not None}
    out = [replace(_entry(found[i.id], i) if i.id in found else Entry(taken_in(i), i, "new"),
                   beside=i.conflict in strict and not i.stricter) for i in items]
    out += [Entry(k, None, "gone") for k in left.values()]
    return out + [Entry(k, None, _own(k, texts)) for k in kept.items if k.own]


def seen(kept: KeptList, items: Iterable[Item]) -> KeptList:
    """The list with every item of the checklist taken in, for a list that begins."""
    have = {k.id for k in kept.items}
    return replace(kept, items=(*kept.items, *(taken_in(i) for i in items if i.id not in have)))


def _entry(kept: Kept, item: Item) -> Entry:
    if (kept.quote, kept.who) != (item.quote, item.who):
        return Entry(kept, item, "changed")
    return Entry(kept, item, "same" if kept.citation == item.citation else "moved")


def _own(kept: Kept, texts: Mapping[str, str]) -> Standing:
    if kept.clause is None:
        return "same"
    text = texts.get(kept.clause)
    if text is None:
        return "gone"
    return "same" if kept.quote in text else "changed"


def _same_id(kept: Kept, item: Item) -> bool:
    return kept.item == item.id


def _same_words(kept: Kept, item: Item) -> bool:
    return (kept.quote, kept.action, kept.who) == (item.quote, item.action, item.who)


def _same_place(kept: Kept, item: Item) -> bool:
    return (kept.citation, kept.who) == (item.citation, item.who) and (
        kept.action == item.action or _likeness(_pairs(kept.quote), _pairs(item.quote)) >= _ALIKE_OF_PLACE)


def _alike(left: Iterable[Kept], free: Iterable[Item]) -> Iterator[tuple[str, str]]:
    """Pairs of (kept id, item id) whose words are alike, the most alike first, each of them once."""
    items = [(i, _pairs(i.quote)) for i in free]
    scored = []
    for k in left:
        own = _pairs(k.quote)
        for i, words in items:
            likeness = _likeness(own, words)
            if i.who == k.who and likeness >= (_ALIKE_OF_ACTION if i.action == k.action else _ALIKE):
                scored.append((-likeness, k.id, i.id))
    taken: set[str] = set()
    for _, key, item_id in sorted(scored):
        if key not in taken and item_id not in taken:
            taken |= {key, item_id}
            yield key, item_id


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i:i + 2] for i in range(max(len(text) - 1, 1)))


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / max(len(a) + len(b), 1)
