"""One change of a list (清单的一次改动), as a person makes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from kb.checklist.standing import Entry
from kb.checklist.ticks import dropped, looked_at, moved, ticked, undone, with_item
from kb.errors import ChangeError
from kb.kept.lists import Kept, KeptList, Tick

Deed = Literal["tick", "undo", "move", "drop", "apply", "look", "add", "remove", "name"]


@dataclass(frozen=True, slots=True)
class Change:
    """What to do with `item` (its id in the list) and its day `due`.

    tick: it was `done`, with `note` and `evidence`. undo: it was not. move: it is wanted `to` that day (None: as the
    checklist says). drop: it does not apply here. apply: it does again. look: what changed has been looked at; what is
    in no regulation any more is set aside. add: `entry` is an item of one's own. remove: such an item without any tick
    goes. name: the list is called `name`, is `owner`'s and `shared` with these, and counts from the day `since` (None:
    the whole year).
    """

    do: Deed
    item: str = ""
    due: date | None = None
    done: date | None = None
    note: str = ""
    evidence: str = ""
    to: date | None = None
    entry: Kept | None = None
    name: str = ""
    owner: str = ""
    shared: tuple[str, ...] = ()
    since: date | None = None


def changed(kept: KeptList, change: Change, standing: Sequence[Entry], *, by: str, at: str, today: date) -> KeptList:
    """The list after a change of somebody (`by`) at the moment `at`. Raises ChangeError where it makes no sense."""
    if change.do == "name":
        if not change.name.strip():
            raise ChangeError("清单要有名称。")
        return replace(kept, name=change.name.strip(), owner=change.owner.strip(), shared=change.shared,
                       since=change.since)
    if change.do == "add":
        if change.entry is None or not change.entry.own:
            raise ChangeError("没有写明要加入哪一项。")
        return with_item(kept, change.entry)
    entry = next((e for e in standing if e.kept.id == change.item), None)
    if entry is None:
        raise ChangeError("清单里没有这一项。请刷新页面后重试。")
    if change.do == "remove":
        return _removed(kept, entry)
    return _of_entry(with_item(kept, entry.kept), change, entry, by=by, at=at, today=today)


def _of_entry(kept: KeptList, change: Change, entry: Entry, *, by: str, at: str, today: date) -> KeptList:
    item, due = change.item, change.due
    if change.do == "undo":
        return undone(kept, item, due, at=at, by=by)
    if change.do in ("drop", "apply"):
        return dropped(kept, item, applies=change.do == "apply")
    if change.do == "look":
        return dropped(kept, item, applies=False) if entry.item is None else looked_at(kept, item, entry.item)
    if due not in entry.days and kept.tick(item, due) is None:
        raise ChangeError("这一项没有这个期限。请刷新页面后重试。")
    if change.do == "move":
        return moved(kept, item, due, change.to)
    done = change.done or today
    if done > today + timedelta(days=1):  # where the reader lives it may be tomorrow already
        raise ChangeError(f"完成日期不能晚于今天：{done.isoformat()}。")
    return ticked(kept, Tick(item, due, done, by=by, note=change.note.strip(), evidence=change.evidence.strip(), at=at))


def _removed(kept: KeptList, entry: Entry) -> KeptList:
    if not entry.kept.own:
        raise ChangeError("规定里的事项不能删去；不适用的可以标为不适用。")
    if any(t.item == entry.kept.id for t in kept.ticks):
        raise ChangeError("这一项有记录，不能删去；可以标为不适用。")
    return replace(kept, items=tuple(k for k in kept.items if k.id != entry.kept.id))
