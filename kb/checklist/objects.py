"""A checklist as a JSON object, in the shape other programs rely on."""

from __future__ import annotations

from typing import Any

from kb.checklist.items import Checklist, Item


def checklist_object(found: Checklist) -> dict[str, Any]:
    """The object of `kb checklist --json` and GET /api/checklist."""
    return {"role": found.role, "scope": found.scope, "year": found.year, "count": len(found.items),
            "items": [item_object(i) for i in found.items]}


def item_object(i: Item) -> dict[str, Any]:
    """One item; a whole number is written without a fraction."""
    return {"id": i.id, "clause": i.clause, "citation": i.citation, "quote": i.quote, "start": i.start, "end": i.end,
            "who": i.who, "rhythm": i.rhythm, "action": i.action, "count": _count(i.count),
            "comparator": i.comparator, "unit": i.unit, "period": i.period, "deadline": i.deadline,
            "due": [d.isoformat() for d in i.due], "record": list(i.record), "condition": i.condition, "must": i.must,
            "conflict": i.conflict, "stricter": i.stricter, "also": list(i.also)}


def _count(count: float | tuple[float, float] | None) -> float | int | list[float | int] | None:
    if isinstance(count, tuple):
        return [_whole(x) for x in count]
    return None if count is None else _whole(count)


def _whole(x: float) -> float | int:
    return int(x) if x == int(x) else x
