"""A list that somebody keeps: the items as they stood when they came into it, and what was ticked.

Frozen, without I/O. A list remembers its items itself, so that none disappears with a new edition of a document; and it
forgets no tick: what is undone stays, marked as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
    who: str
    rhythm: str | None
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
    What is wanted before the day `since` is not counted.
    """

    name: str
    role: str
    scope: str
    year: int
    owner: str = ""
    shared: tuple[str, ...] = ()
    items: tuple[Kept, ...] = ()
    ticks: tuple[Tick, ...] = ()
    since: date | None = None

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
