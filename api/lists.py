"""Kept lists over what is live (清单服务): held against the checklist as it reads today, and changed."""

from __future__ import annotations

import base64
import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from typing import Any

from api.list_schemas import ChangeModel, EntryModel
from api.live import Live
from kb.checklist.board_object import board_object
from kb.checklist.change import changed
from kb.checklist.due import due_dates
from kb.checklist.exported import exported
from kb.checklist.imported import Imported, imported, rows_of
from kb.checklist.items import Checklist
from kb.checklist.library import library_checklist as built
from kb.checklist.own import duty_of, own_entry, rhythm_of
from kb.checklist.progress import board
from kb.checklist.standing import Entry, entries, seen
from kb.checklist.workbook import Row
from kb.cite import citation
from kb.errors import ReadError
from kb.kept.lists import Kept, KeptList, Tick
from kb.store.clock import now

_KEPT = 64
_Key = tuple[str, str, str, str, int]


class Lists:
    """Checklists as the library gives them today, and what is kept of them."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._made: OrderedDict[_Key, Checklist] = OrderedDict()
        self._making = threading.Lock()

    def checklist(self, role: str, scope: str, year: int) -> Checklist:
        """What is required of a role. Raises QuestionError where there is no such role or kind of organisation."""
        library = self._live.library
        key = library.revision(), library.today().isoformat(), role, scope, year
        with self._making:
            made = self._made.get(key) or built(library, role=role, scope=scope, year=year)
            self._made[key] = made
            self._made.move_to_end(key)
            if len(self._made) > _KEPT:
                self._made.popitem(last=False)
        return made

    def started(self, *, name: str, role: str, scope: str, year: int, owner: str = "") -> KeptList:
        """A list that begins with every item of the checklist; without a role, with none."""
        if not role and not scope:
            return KeptList(name.strip() or f"我的清单 {year}", "", "", year, owner.strip())
        found = self.checklist(role, scope, year)
        named = name.strip() or f"{found.scope}{found.role} {year}"
        return seen(KeptList(named, found.role, found.scope, year, owner.strip()), found.items)

    def board(self, kept: KeptList) -> dict[str, Any]:
        """The list as it stands today, as one JSON object."""
        today = self._live.library.today()
        return board_object(kept, board(kept, self._entries(kept), today), today.isoformat())

    def changed(self, kept: KeptList, change: ChangeModel, *, by: str) -> KeptList:
        """The list after a change. Raises ChangeError, NotFoundError."""
        entry = None if change.entry is None else self._own(change.entry, kept.year)
        return changed(kept, change.as_change(entry), self._entries(kept), by=by, at=now(),
                       today=self._live.library.today())

    def imported(self, kept: KeptList, rows: Sequence[Row], *, by: str) -> Imported:
        """The list with what a workbook says is done, and what of it did not fit."""
        return imported(kept, rows, self._entries(kept), by=by, at=now(), today=self._live.library.today())

    def exported(self, kept: KeptList) -> tuple[Checklist, dict[tuple[str, date | None], Tick]]:
        """The list as a checklist with its ticks, for a file."""
        return exported(kept, board(kept, self._entries(kept), self._live.library.today()).lines)

    def _entries(self, kept: KeptList) -> Sequence[Entry]:
        items = self.checklist(kept.role, kept.scope, kept.year).items if kept.role else ()
        cited = [k.clause for k in kept.items if k.own and k.clause is not None]
        texts = {i: c.text for i, c in self._live.library.clauses_by_id(cited).items()} if cited else {}
        return entries(kept, items, texts)

    def _own(self, stated: EntryModel, year: int) -> Kept:
        due = tuple(sorted(stated.due))
        if stated.clause is None:
            return own_entry(stated.action, who=stated.who, rhythm=stated.rhythm, due=due)
        library = self._live.library
        clause = library.clause(stated.clause)
        title, _ = library.titles()[clause.document_id]
        found = library.obligations(clause.document_id).get(clause.id, ())
        duty = duty_of(found, stated.start, stated.end or len(clause.text)) if not stated.due else None
        if duty is not None:
            due = due_dates(duty.period, duty.deadline, year)
        return own_entry(stated.action or (duty.action if duty else ""), clause=clause,
                         citation=citation(clause, title), start=stated.start, end=stated.end, who=stated.who,
                         rhythm=stated.rhythm or (rhythm_of(duty) if duty else None), due=due)


def workbook_rows(encoded: str) -> list[Row]:
    """The rows of a workbook that came as base64. Raises ReadError."""
    try:
        return rows_of(base64.b64decode(encoded, validate=True))
    except ValueError as e:
        raise ReadError("文件传坏了：不是 base64。请重新选择文件。") from e


def list_link(list_id: str, key: str) -> str:
    """The address that opens a list; what follows # is sent to nobody."""
    return f"/checklist#list={list_id}.{key}"
