"""What can be done with a kept list (勾选): each function gives the list as it is afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from kb.checklist.items import Item
from kb.errors import ChangeError
from kb.kept.lists import MAX_ITEMS, MAX_TICKS, Kept, KeptList, Tick


def taken_in(item: Item) -> Kept:
    """What a list remembers of an item of the checklist."""
    return Kept(item.id, item.id, item.clause, item.citation, item.quote, item.start, item.end, item.who, item.rhythm,
                item.action, item.due)


def with_item(kept: KeptList, item: Kept) -> KeptList:
    """The list with one more item; as it is where it has that already. Raises ChangeError where it is full."""
    if any(k.id == item.id for k in kept.items):
        return kept
    if len(kept.items) >= MAX_ITEMS:
        raise ChangeError(f"清单满了：最多 {MAX_ITEMS} 项。请另建一份清单。")
    return replace(kept, items=(*kept.items, item))


def ticked(kept: KeptList, tick: Tick) -> KeptList:
    """The list with a thing done; an earlier tick for the same day is undone, and stays as such. Raises ChangeError: no
    such item, or too many ticks.
    """
    kept.kept(tick.item)
    if len(kept.ticks) >= MAX_TICKS:
        raise ChangeError(f"记录满了：一份清单最多 {MAX_TICKS} 条。请为新的一年另建一份清单。")
    before = kept if kept.tick(tick.item, tick.due) is None else undone(kept, tick.item, tick.due, at=tick.at,
                                                                        by=tick.by)
    return replace(before, ticks=(*before.ticks, tick))


def undone(kept: KeptList, item_id: str, due: date | None, *, at: str, by: str = "") -> KeptList:
    """The list without the tick that holds for an item and a day; it stays, marked as undone. Raises ChangeError where
    there is none.
    """
    holding = kept.tick(item_id, due)
    if holding is None:
        raise ChangeError("这一项没有勾过，或已经撤销。")
    return replace(kept, ticks=tuple(
        replace(t, undone_at=at, undone_by=by) if t is holding else t for t in kept.ticks))


def moved(kept: KeptList, item_id: str, due: date | None, to: date | None) -> KeptList:
    """The list with another day for what the checklist wants by `due`; `to` None: the checklist's own again.

    Raises ChangeError where there is no such item, or the day lies in another year than the list.
    """
    item = kept.kept(item_id)
    if to is not None and to.year != kept.year:
        raise ChangeError(f"期限要在 {kept.year} 年之内。")
    days = {d: day for d, day in item.moved if d != due} | ({} if to is None else {due: to})
    return _changed(kept, item_id, lambda k: replace(k, moved=tuple(days.items())))


def dropped(kept: KeptList, item_id: str, *, applies: bool) -> KeptList:
    """The list with an item that does not apply here, or applies again. Raises ChangeError."""
    kept.kept(item_id)
    return _changed(kept, item_id, lambda k: replace(k, dropped=not applies))


def looked_at(kept: KeptList, item_id: str, item: Item) -> KeptList:
    """The list with an item as it reads today, after somebody has looked at what changed; its ticks stay, and so do
    the days that were moved, where the item still has them. Raises ChangeError.
    """
    kept.kept(item_id)
    return _changed(kept, item_id, lambda k: replace(
        taken_in(item), id=k.id, dropped=k.dropped,
        moved=tuple((d, day) for d, day in k.moved if d in (item.due or (None,)))))


def _changed(kept: KeptList, item_id: str, change: Callable[[Kept], Kept]) -> KeptList:
    return replace(kept, items=tuple(change(k) if k.id == item_id else k for k in kept.items))
