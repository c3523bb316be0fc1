"""A list as JSON (清单的存储形式): in the library, in a file, in the browser."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kb.errors import ReadError
from kb.kept.lists import MAX_ITEMS, MAX_TICKS, Kept, KeptList

_LONGEST = 4000


def list_object(kept: KeptList) -> dict[str, Any]:
    """The JSON form."""
    out: dict[str, Any] = _lists().dump_python(kept, mode="json")
    return out


def list_of(stored: object) -> KeptList:
    """The list of a JSON form. Raises ReadError: not a list, or one that is larger than lists get."""
    try:
        kept = _lists().validate_python(stored)
    except ValidationError as e:
        raise ReadError("清单读不懂：不是本程序存的清单，或已损坏。") from e
    texts = [t for k in kept.items for t in (k.citation, k.quote, k.action)] + [
        s for t in kept.ticks for s in (t.by, t.note, t.evidence)] + [kept.name, kept.owner, *kept.shared]
    if len(kept.items) > MAX_ITEMS or len(kept.ticks) > MAX_TICKS or any(len(t) > _LONGEST for t in texts):
        raise ReadError(f"清单太大：最多 {MAX_ITEMS} 项、{MAX_TICKS} 条记录，一段文字最多 {_LONGEST} 字。")
    ids = {k.id for k in kept.items}
    holding = [(t.item, t.due) for t in kept.ticks if t.undone_at is None]
    if len(ids) < len(kept.items) or len(set(holding)) < len(holding) or any(t.item not in ids for t in kept.ticks):
        raise ReadError("清单读不懂：有两项的编号相同，或勾选对不上事项。")
    return kept


def items_object(items: tuple[Kept, ...]) -> list[dict[str, Any]]:
    """The items alone."""
    out: list[dict[str, Any]] = _items().dump_python(items, mode="json")
    return out


def items_of(stored: object) -> tuple[Kept, ...]:
    """The items of their JSON form. Raises ReadError."""
    try:
        return _items().validate_python(stored)
    except ValidationError as e:
        raise ReadError("清单的事项读不懂：记录已损坏。") from e


@cache
def _lists() -> TypeAdapter[KeptList]:
    return TypeAdapter(KeptList)


@cache
def _items() -> TypeAdapter[tuple[Kept, ...]]:
    return TypeAdapter(tuple[Kept, ...])
