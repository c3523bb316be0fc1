"""A kept list as one JSON object (清单的状态): its lines with their boxes, what is due, its progress."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from kb.checklist.day_labels import by, labels
from kb.checklist.progress import Board, Box, Line, rhythm_of
from kb.cite import document_of
from kb.kept.form import list_object
from kb.kept.lists import KeptList, Tick


def board_object(kept: KeptList, board: Board, today: str) -> dict[str, Any]:
    """The list as it is stored, and how it stands on the day."""
    return {
        "kept": list_object(kept),
        "today": today,
        "lines": [_line(line, kept) for line in board.lines],
        "overdue": [_due(*pair) for pair in board.overdue],
        "month": [_due(*pair) for pair in board.month],
        "soon": [_due(*pair) for pair in board.soon],
        "progress": [asdict(p) for p in board.progress],
        "review": sum(line.entry.review for line in board.lines),
    }


def clause_link(clause_id: str, start: int, end: int) -> str:
    """The page that shows a clause with these words marked."""
    return f"/documents/{document_of(clause_id)}?clause={clause_id}&start={start}&end={end}#{clause_id}"


def _line(line: Line, kept: KeptList) -> dict[str, Any]:
    entry, k = line.entry, line.entry.kept
    now = entry.item
    said = k if now is None else now
    known = now is not None and entry.standing == "same"  # its words are those of the list itself
    return {
        "id": k.id, "item": None if now is None else now.id, "standing": entry.standing, "review": entry.review,
        "dropped": k.dropped, "own": k.own, "who": said.who, "rhythm": rhythm_of(entry), "action": said.action,
        "citation": None if known else said.citation, "quote": None if known else said.quote,
        "link": None if known or said.clause is None or entry.standing == "gone" else clause_link(
            said.clause, said.start, said.end),
        "before": k.quote if entry.standing == "changed" and now is not None else None,
        "boxes": _boxes(line),
        "undone": [_tick(t) for t in kept.ticks if t.item == k.id and t.undone_at is not None],
    }


def _boxes(line: Line) -> list[dict[str, Any]]:
    days = [d for d in line.entry.days if d is not None]
    called: dict[date | None, str] = dict(zip(line.entry.days, labels(days, rhythm_of(line.entry)), strict=True))
    return [_box(b, called) for b in line.boxes]


def _box(box: Box, called: dict[date | None, str]) -> dict[str, Any]:
    moved = box.day is not None and box.day != box.due
    label = by(box.day) if box.day is not None and (moved or box.due not in called) else called[box.due]
    return {"due": _day(box.due), "day": _day(box.day), "label": label, "state": box.state, "moved": moved,
            "former": box.former, "tick": None if box.tick is None else _tick(box.tick)}


def _tick(tick: Tick) -> dict[str, Any]:
    return {"due": _day(tick.due), "done": tick.done.isoformat(), "by": tick.by, "note": tick.note,
            "evidence": tick.evidence, "at": tick.at, "undone_at": tick.undone_at, "undone_by": tick.undone_by}


def _due(line: Line, box: Box) -> dict[str, Any]:
    said = line.entry.kept if line.entry.item is None else line.entry.item
    return {"id": line.entry.kept.id, "item": None if line.entry.item is None else line.entry.item.id,
            "due": _day(box.due), "day": _day(box.day), "action": said.action, "who": said.who}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
