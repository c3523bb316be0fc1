"""Keys to the interface in the library (接口密钥的存取): made, looked for, withdrawn, each with a row of the record.

Every look is at the last committed state, so that a key that was withdrawn is good for nothing from then on, whichever
process was told.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, RowMapping, or_, select

from kb.errors import ChangeError, NotFoundError
from kb.keys import ApiKey, Rights, checked_name, checked_rate, digest, fresh_key, id_in, rate_said
from kb.store.access_tables import api_keys
from kb.store.clock import now
from kb.store.library import Library
from kb.store.register import Actor, record
from kb.store.writer import LibraryWriter

MAX_KEYS = 200
NOTED_EVERY_S = 60
_NO_DIGEST = "-" * 64


def make_key(library: Library, actor: Actor, name: str, *, rights: Rights, rate: int | None = None
             ) -> tuple[ApiKey, str]:
    """A new key as it is known, and the key itself, which is told only now.

    Raises ChangeError where the name or the rate makes no sense, another key bears the name, or there are too many.
    """
    name, rate = checked_name(name), checked_rate(rate)
    stated, key_id = fresh_key()
    with library.database.writing() as c:
        held = c.execute(select(api_keys.c.name).where(api_keys.c.withdrawn_at.is_(None))).scalars().all()
        if name in held:
            raise ChangeError(f"已有名为“{name}”的密钥。请换一个名称，或先收回那一个。")
        if len(held) >= MAX_KEYS:
            raise ChangeError(f"密钥太多：最多 {MAX_KEYS} 个。请先收回不用的。")
        c.execute(api_keys.insert().values(id=key_id, sha256=digest(stated), name=name, rights=rights, rate=rate,
                                           made_at=now(), made_by=actor.who, withdrawn_by=""))
        made = _known(c, key_id)
        record(LibraryWriter(c), actor, "新建密钥", note=f"{name}（{made.label}，{rights}，{rate_said(rate)}）")
    return made, stated


def known_keys(library: Library) -> list[ApiKey]:
    """Every key that ever was, by name, those withdrawn last."""
    with library.database.reading() as c:
        rows = c.execute(select(api_keys).order_by(api_keys.c.withdrawn_at.is_not(None), api_keys.c.name,
                                                   api_keys.c.made_at)).mappings()
        return [_key(r) for r in rows]


def key_stated(library: Library, stated: str) -> ApiKey | None:
    """The key that this is, None where there is no such key, or it was withdrawn. A nearly right one takes as long as
    any other.
    """
    key_id = id_in(stated)
    if key_id is None:
        return None
    with library.database.reading() as c:
        row = c.execute(select(api_keys).where(api_keys.c.id == key_id)).mappings().first()
    right = hmac.compare_digest(digest(stated), _NO_DIGEST if row is None else row["sha256"])
    return _key(row) if row is not None and right and row["withdrawn_at"] is None else None


def holding_key(library: Library, key_id: str) -> ApiKey | None:
    """The key of this id where it was not withdrawn."""
    with library.database.reading() as c:
        row = c.execute(select(api_keys).where(api_keys.c.id == key_id, api_keys.c.withdrawn_at.is_(None))
                        ).mappings().first()
        return None if row is None else _key(row)


def withdraw_key(library: Library, actor: Actor, named: str) -> ApiKey:
    """Withdraws the key of this id, or else of this name, from now on and for good. Raises NotFoundError, also where it
    already was.
    """
    with library.database.writing() as c:
        row = c.execute(select(api_keys).where(
            or_(api_keys.c.id == named, api_keys.c.name == " ".join(named.split())),
            api_keys.c.withdrawn_at.is_(None)).order_by(api_keys.c.id != named)).mappings().first()
        if row is None:
            raise NotFoundError(f"没有这个密钥，或已经收回：{named[:60]}。", where="用 kb key list 查看全部密钥。")
        c.execute(api_keys.update().where(api_keys.c.id == row["id"]).values(
            withdrawn_at=now(), withdrawn_by=actor.who))
        gone = _known(c, row["id"])
        record(LibraryWriter(c), actor, "收回密钥", note=f"{gone.name}（{gone.label}）")
    return gone


def note_use(library: Library, key_id: str) -> None:
    """Notes that a key was used now, at most once a minute."""
    at = datetime.now(UTC)
    before = (at - timedelta(seconds=NOTED_EVERY_S)).isoformat(timespec="seconds")
    with library.database.writing() as c:
        c.execute(api_keys.update().where(api_keys.c.id == key_id, or_(
            api_keys.c.used_at.is_(None), api_keys.c.used_at <= before)).values(
                used_at=at.isoformat(timespec="seconds")))


def withdrawn_keys(library: Library) -> dict[str, tuple[str, str]]:
    """When and by whom keys were withdrawn, by their ids."""
    with library.database.reading() as c:
        rows = c.execute(select(api_keys).where(api_keys.c.withdrawn_at.is_not(None))).mappings()
        return {r["id"]: (r["withdrawn_at"], r["withdrawn_by"]) for r in rows}


def keep_withdrawn(library: Library, gone: dict[str, tuple[str, str]]) -> int:
    """Withdraws these keys again where an older state of the library has them still; how many that were."""
    with library.database.writing() as c:
        return sum(c.execute(api_keys.update().where(api_keys.c.id == key_id, api_keys.c.withdrawn_at.is_(None))
                             .values(withdrawn_at=at, withdrawn_by=who)).rowcount
                   for key_id, (at, who) in gone.items())


def _known(c: Connection, key_id: str) -> ApiKey:
    return _key(c.execute(select(api_keys).where(api_keys.c.id == key_id)).mappings().one())


def _key(row: RowMapping) -> ApiKey:
    return ApiKey(row["id"], row["name"], Rights(row["rights"]), row["rate"], row["made_at"], row["made_by"],
                  row["used_at"], row["withdrawn_at"], row["withdrawn_by"])
