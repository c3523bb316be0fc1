"""A list that somebody keeps (我的清单): the items as they stood when they came into it, and what was ticked.

Frozen, without I/O. A list remembers its items itself, so that none disappears with a new edition of a document; and it
forgets no tick: what is undone stays, marked as such.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kb.checklist.items import Item, Rhythm, Who
from kb.errors import ChangeError

MAX_TICKS = 5000
MAX_ITEMS = 500


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing done: `item` is the id of what is kept, `due` the day by which the checklist wants it (None where it
    names none), `done` the day on which it was done; `evidence` names the paper (file name or number). `at` is the
    moment of noting it (ISO 8601), `undone_at` that of undoing it, None while it holds.
    """

    item: str
    due: date | None
    done: date
    by: str = ""
    note: str = ""
    evidence: str = ""
    at: str = ""
    undone_at: str | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """An item as a list remembers it. `id` stays for as long as the list; `item` is the id of the checklist's item that
    it was last seen as, None for an entry of one's own (`own`). Its words are those that were last looked at. `moved`
    gives for days of `due` (None where there are none) the day that this list has set instead. `dropped` tells that it
    does not apply here.
    """

    id: str
    item: str | None
    clause: str | None
    citation: str
    quote: str
    start: int
    end: int
    who: Who
    rhythm: Rhythm | None
    action: str
    due: tuple[date, ...] = ()
    moved: tuple[tuple[date | None, date], ...] = ()
    own: bool = False
    dropped: bool = False

    def day(self, due: date | None) -> date | None:
        """The day by which this list wants what the checklist wants by `due`."""
        return dict(self.moved).get(due, due)


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list: of a role in a kind of organisation in a year (both empty for a list of own entries only), whose it is
    (`owner`: a branch or a person), the names of whom it is shared with, its items, its ticks in the order of noting.
    """

    name: str
    role: str
    scope: str
    year: int
    owner: str = ""
    shared: tuple[str, ...] = ()
    items: tuple[Kept, ...] = ()
    ticks: tuple[Tick, ...] = ()

    def kept(self, item_id: str) -> Kept:
        """What is kept under this id. Raises ChangeError."""
        found = next((k for k in self.items if k.id == item_id), None)
        if found is None:
            raise ChangeError("清单里没有这一项。请刷新页面后重试。")
        return found

    def tick(self, item_id: str, due: date | None) -> Tick | None:
        """The tick that holds for an item and a day, None where there is none."""
        return next((t for t in reversed(self.ticks)
                     if (t.item, t.due) == (item_id, due) and t.undone_at is None), None)


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
