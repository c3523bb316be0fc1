"""The checklists that are kept in the library (存着的清单), apart from its documents, with every tick ever made.

Who has a list's key may use it; of the key only a digest is stored. Each change is one transaction of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from kb.errors import ChangeError, KBError, NotFoundError
from kb.kept.form import items_object, items_of
from kb.kept.lists import KeptList, Tick
from kb.store.clock import now
from kb.store.library import Library
from kb.store.schema import kept_lists, kept_ticks

MAX_LISTS = 2000
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ListHead:
    """What is known of a list without opening it. Moments are ISO 8601; `ticks` counts those that hold."""

    id: str
    name: str
    role: str
    scope: str
    year: int
    owner: str
    shared: tuple[str, ...]
    items: int
    ticks: int
    changed_at: str
    removed_at: str | None


def make_list(library: Library, kept: KeptList) -> tuple[str, str]:
    """Stores a new list; its id, and the key that opens it, which is told only now. Raises ChangeError where it has no
    name, or there are too many.
    """
    if not kept.name.strip():
        raise ChangeError("清单要有名称。")
    list_id, key, at = secrets.token_hex(6), _new_key(), now()
    with library.database.writing() as c:
        if c.execute(select(func.count()).select_from(kept_lists)).scalar_one() >= MAX_LISTS:
            raise ChangeError(f"清单太多：最多 {MAX_LISTS} 份。")
        c.execute(kept_lists.insert().values(id=list_id, key_sha256=_digest(key), made_at=at, changed_at=at,
                                             **_values(kept)))
        _add(c, list_id, kept.ticks)
    return list_id, key


def stored_list(library: Library, list_id: str) -> KeptList:
    """The list of this id. Raises NotFoundError."""
    with library.database.reading() as c:
        return _read(c, list_id)


def opens(library: Library, list_id: str, key: str) -> bool:
    """Whether this is the key to the list of this id; False also where there is no such list."""
    with library.database.reading() as c:
        known = c.execute(select(kept_lists.c.key_sha256).where(
            kept_lists.c.id == list_id, kept_lists.c.removed_at.is_(None))).scalar()
    return hmac.compare_digest(_digest(key), known or "-")


def change_list(library: Library, list_id: str, make: Callable[[KeptList], KeptList]) -> KeptList:
    """Makes a change of a list, after those that came before it; the list as it is then. `make` may append ticks and
    mark some as undone, but takes none away. Raises NotFoundError, or what `make` raises; then nothing changed.
    """
    with library.database.writing() as c:
        before = _read(c, list_id)
        after = make(before)
        if after == before:
            return before
        c.execute(kept_lists.update().where(kept_lists.c.id == list_id).values(changed_at=now(), **_values(after)))
        ids = c.execute(_ticks(list_id, kept_ticks.c.id)).scalars().all()
        for row_id, old, new in zip(ids, before.ticks, after.ticks, strict=False):
            if old != new:
                c.execute(kept_ticks.update().where(kept_ticks.c.id == row_id).values(
                    undone_at=new.undone_at, undone_by=new.undone_by))
        _add(c, list_id, after.ticks[len(before.ticks):])
        return after


def renew_key(library: Library, list_id: str) -> str:
    """Another key to a list; the one before opens it no more. Raises NotFoundError."""
    key = _new_key()
    _set(library, list_id, key_sha256=_digest(key))
    return key


def remove_list(library: Library, list_id: str, *, removed: bool = True) -> None:
    """Puts a list away, or brings it back; its ticks stay. Raises NotFoundError."""
    _set(library, list_id, removed_at=now() if removed else None)


def list_heads(library: Library) -> list[ListHead]:
    """Every list, those put away last, by owner and name."""
    holding = (select(kept_ticks.c.list_id, func.count().label("ticks")).where(kept_ticks.c.undone_at.is_(None))
               .group_by(kept_ticks.c.list_id).subquery())
    k = kept_lists.c
    query = (select(k.id, k.name, k.role, k.scope, k.year, k.owner, k.shared,
                    func.json_array_length(k["items"]).label("items"), func.coalesce(holding.c.ticks, 0).label("ticks"),
                    k.changed_at, k.removed_at)
             .outerjoin(holding, holding.c.list_id == k.id)
             .order_by(k.removed_at.is_not(None), k.owner, k.name, k.id))
    with library.database.reading() as c:
        return [ListHead(**{**r, "shared": tuple(r["shared"])}) for r in c.execute(query).mappings()]


def list_faults(library: Library) -> list[str]:
    """What is wrong with the lists that are stored: nothing where every one can be read."""
    out = []
    for head in list_heads(library):
        try:
            with library.database.reading() as c:
                kept = _read(c, head.id, removed=True)
            lost = {t.item for t in kept.ticks} - {k.id for k in kept.items}
            if lost:
                out.append(f"清单“{head.name}”有 {len(lost)} 项的记录找不到事项")
        except (KBError, ValueError, TypeError) as e:
            out.append(f"清单“{head.name}”读不出（{type(e).__name__}）")
    return out[:_SHOWN]


def _read(c: Connection, list_id: str, *, removed: bool = False) -> KeptList:
    row = c.execute(select(kept_lists).where(kept_lists.c.id == list_id)).mappings().first()
    if row is None or (row["removed_at"] is not None and not removed):
        raise NotFoundError("没有这份清单，或已被管理员收起。")
    ticks = tuple(_tick(r) for r in c.execute(_ticks(list_id, kept_ticks)).mappings())
    return KeptList(row["name"], row["role"], row["scope"], row["year"], row["owner"], tuple(row["shared"]),
                    items_of(row["items"]), ticks, date.fromisoformat(row["since"]) if row["since"] else None)


def _ticks(list_id: str, columns: Any) -> Any:
    return select(columns).where(kept_ticks.c.list_id == list_id).order_by(kept_ticks.c.id)


def _tick(row: RowMapping) -> Tick:
    return Tick(row["item"], date.fromisoformat(row["due"]) if row["due"] else None, date.fromisoformat(row["done"]),
                row["by"], row["note"], row["evidence"], row["at"], row["undone_at"], row["undone_by"])


def _add(c: Connection, list_id: str, ticks: tuple[Tick, ...]) -> None:
    if ticks:
        c.execute(kept_ticks.insert(), [{
            "list_id": list_id, "item": t.item, "due": t.due.isoformat() if t.due else "", "done": t.done.isoformat(),
            "by": t.by, "note": t.note, "evidence": t.evidence, "at": t.at, "undone_at": t.undone_at,
            "undone_by": t.undone_by} for t in ticks])


def _values(kept: KeptList) -> dict[str, Any]:
    return {"name": kept.name, "role": kept.role, "scope": kept.scope, "year": kept.year, "owner": kept.owner,
            "shared": list(kept.shared), "since": kept.since.isoformat() if kept.since else None,
            "items": items_object(kept.items)}


def _set(library: Library, list_id: str, **values: Any) -> None:
    with library.database.writing() as c:
        if c.execute(kept_lists.update().where(kept_lists.c.id == list_id).values(**values)).rowcount != 1:
            raise NotFoundError("没有这份清单。")


def _new_key() -> str:
    return secrets.token_urlsafe(24)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
