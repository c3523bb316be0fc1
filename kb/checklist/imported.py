"""A workbook that was exported, filled in and is read back (导入勾好的表): what fits is taken, the rest is told."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from kb.checklist.change import Change, changed
from kb.checklist.standing import Entry
from kb.checklist.workbook import Row
from kb.config import ReadLimits, read_limits
from kb.errors import KBError, ReadError
from kb.ingest.confined.child import Child, ChildEnded
from kb.kept.lists import KeptList
from kb.question.filters import checked_day

_ID, _DUE, _STATE, _DAY, _BY, _PAPER, _ACTION = ("编号", "到期日", "完成", "完成日期", "经手人", "凭据和备注", "做什么")
_YES, _NO, _NOT_APPLICABLE = ("是", "√", "✓", "✔", "☑", "已完成", "完成"), ("否", "×", "✗", "未完成"), ("不适用",)
_BETWEEN = "；"


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that was not taken, and why."""

    sheet: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """The list with what was read; how many rows changed it, and those that did not fit."""

    kept: KeptList
    taken: int
    left_out: tuple[Misfit, ...]


def rows_of(content: bytes) -> list[Row]:
    """The rows of a workbook that somebody sent, read in a process of its own. Raises ReadError."""
    limits = read_limits()
    try:
        rows: list[Row] = _child(limits, os.getpid()).call(content, _ID, seconds=limits.seconds)
    except (ChildEnded, MemoryError) as e:
        raise ReadError("工作簿读不了：太大，或有问题。请用本系统导出的 Excel 清单。") from e
    return rows


def imported(kept: KeptList, rows: Iterable[Row], standing: Sequence[Entry], *, by: str, at: str, today: date
             ) -> Imported:
    """The list with what the rows say is done; nothing that is ticked already is undone."""
    before, taken = kept, 0
    left_out: list[Misfit] = []
    known = {e.item.id: e for e in standing if e.item is not None} | {e.kept.id: e for e in standing}
    for sheet, number, cells in rows:
        try:
            change = _change(kept, cells, known, today)
            if change is not None:
                kept = changed(kept, change, standing, by=cells.get(_BY, "")[:20] or by, at=at, today=today)
        except KBError as e:
            left_out.append(Misfit(sheet, number, str(e)))
        taken += kept is not before
        before = kept
    return Imported(kept, taken, tuple(left_out))


def _change(kept: KeptList, cells: dict[str, str], known: dict[str, Entry], today: date) -> Change | None:
    """What a row says, None where it says nothing new. Raises KBError: it does not fit."""
    state, day = cells.get(_STATE, ""), cells.get(_DAY, "")
    if not state and not day:
        return None
    if state and state not in (*_YES, *_NO, *_NOT_APPLICABLE):
        raise ReadError(f"“完成”一栏的“{state[:20]}”看不懂：应写 是、否 或 不适用。")
    named = cells.get(_ID, "")
    if not named:
        raise ReadError("没有编号，不知道是哪一项。")
    entry = known.get(named)
    if entry is None:
        raise ReadError(f"“{cells.get(_ACTION, named)[:30]}”不在这份清单里，可能是别的角色或年度的表，或规定已经改了。")
    due, key = checked_day(cells.get(_DUE, "")), entry.kept.id
    if due is None and entry.days != (None,) and len(entry.days) > 1:
        raise ReadError("没有到期日，不知道是哪一次。")
    if due is None:
        due = entry.days[0]
    elif due not in entry.days:  # the list has set another day
        due = next((d for d in entry.days if entry.kept.day(d) == due), due)
    holding = kept.tick(key, due)
    if state in _NOT_APPLICABLE:
        dropped = any(k.id == key and k.dropped for k in kept.items)
        return None if dropped else Change("drop", key)
    if state in _NO:
        if holding is not None:
            raise ReadError("表里写“否”，清单里已经勾了：没有改。要撤销请在清单里撤销。")
        return None
    done = checked_day(day) or (holding.done if holding is not None else today)
    text = cells.get(_PAPER, "")
    if holding is not None and (holding.done, _joined(holding.evidence, holding.note)) == (done, text):
        return None
    evidence, between, note = text.partition(_BETWEEN)
    return Change("tick", key, due, done, note=note if between else evidence, evidence=evidence if between else "")


def _joined(evidence: str, note: str) -> str:
    return _BETWEEN.join(t for t in (evidence, note) if t)


@cache
def _child(limits: ReadLimits, _process: int) -> Child:
    return Child("kb.checklist.workbook:filled_rows", memory=limits.memory, returns=())
