"""Tenants added, changed and taken away (单位的增减), wherever the library is."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kb.config import Server, Settings
from kb.errors import ChangeError, NotFoundError
from kb.store.kept_secrets import ADMIN, READING, keep_file_secret
from kb.store.tenants import Tenant, changing_file, checked, known_tenants, tenant_of

_TOKEN_BYTES = 18


@dataclass(frozen=True, slots=True)
class Added:
    """A tenant with its tokens, which are told only now; `reading` is empty where its readers need none, and both are
    where they stay as they were.
    """

    tenant: Tenant
    admin: str = ""
    reading: str = ""


def add_tenant(settings: Settings, code: str, name: str, hosts: Sequence[str], *, role: str | None = None,
               open_to_all: bool = False) -> Added:
    """Adds a tenant; whoever reads its pages shows its reading token, unless they are `open_to_all`. `role` is the
    role of the database that the service uses. Raises ChangeError, LibraryError.
    """
    admin, reading = secrets.token_urlsafe(_TOKEN_BYTES), "" if open_to_all else secrets.token_urlsafe(_TOKEN_BYTES)
    wanted = Tenant(code, name, tuple(hosts))
    kept = _kept(admin, reading)
    if isinstance(settings.place, Server):
        from kb.store.server_tenants import add

        return Added(add(settings.place, lambda others: checked(wanted, others), kept, role=role), admin, reading)
    if role is not None:
        raise ChangeError("--role 只在知识库放在 PostgreSQL 里（KB_DATABASE_URL）时才写。")
    with changing_file(settings) as tenants:
        made = checked(wanted, list(tenants.values()))
        folder = replace(settings, tenant=code).folder
        for secret, value in kept.items():
            keep_file_secret(folder, secret, value)
        tenants[code] = made
    return Added(made, admin, reading)


def change_tenant(settings: Settings, code: str, *, name: str | None = None, hosts: Sequence[str] | None = None,
                  tokens: bool = False, open_to_all: bool = False) -> Added:
    """Changes what is stated, and gives a tenant new `tokens`: those before hold no more, nor does any sign-in; to read
    none is needed where it is then `open_to_all`. Raises NotFoundError, ChangeError, LibraryError.
    """
    if open_to_all and not tokens:
        raise ChangeError("--open 要和 --tokens 一起写。")
    admin, reading = (secrets.token_urlsafe(_TOKEN_BYTES) if tokens else "" for _ in range(2))
    reading = "" if open_to_all else reading
    kept = _kept(admin, reading) if tokens else {}

    def changed(tenants: Sequence[Tenant]) -> Tenant:
        old = next((t for t in tenants if t.code == code), None)
        if old is None:
            raise NotFoundError(f"没有这个单位：{code[:40]}。", where="用 kb tenant list 查看全部单位。")
        new = replace(old, name=old.name if name is None else name, hosts=old.hosts if hosts is None else tuple(hosts))
        return checked(new, [t for t in tenants if t.code != code])

    if isinstance(settings.place, Server):
        from kb.store.server_tenants import change

        return Added(change(settings.place, code, changed, kept), admin, reading)
    with changing_file(settings) as known:
        made = changed(list(known.values()))
        for secret, value in kept.items():
            keep_file_secret(replace(settings, tenant=code).folder, secret, value)
        known[code] = made
    return Added(made, admin, reading)


def remove_tenant(settings: Settings, code: str) -> Tenant:
    """Takes a tenant away with everything that is its own; nothing of it can be brought back. Raises NotFoundError,
    LibraryError.
    """
    gone = tenant_of(settings, code)
    own = replace(settings, tenant=code)
    if isinstance(settings.place, Server):
        from kb.store.server_tenants import remove

        remove(settings.place, code)
    else:
        with changing_file(settings) as tenants:
            tenants.pop(code, None)
    shutil.rmtree(own.folder, ignore_errors=True)
    return gone


def guard_again(settings: Settings, role: str | None) -> int:
    """After the program was brought up to date: the tables to the present schema, all of them guarded, and the `role`
    of the service let in. How many tenants there are. Raises ChangeError, LibraryError.
    """
    if not isinstance(settings.place, Server):
        raise ChangeError("知识库在数据文件夹里，一个单位一个文件夹，没有要打开的行级安全。")
    from kb.store.server_tenants import tend, tending

    with tending(settings.place) as c:
        tend(c, role)
    return len(known_tenants(settings))


def refuse_tenants(settings: Settings, what: str) -> None:
    """Raises ChangeError where `what` would take a part of an installation for the whole."""
    if settings.database_url is not None and (settings.tenant or known_tenants(settings)):
        raise ChangeError(f"数据库里分了单位，不能{what}：各单位的内容在同一个数据库里。请由数据库管理员用 pg_dump、"
                          "pg_restore 备份和恢复整个数据库。")


def _kept(admin: str, reading: str) -> Mapping[str, str]:
    """The tokens as they are kept: of the administrator's only its hash."""
    from argon2 import PasswordHasher

    return {ADMIN: PasswordHasher().hash(admin), READING: reading}
