"""The tenants of an installation (单位): the organisations that share it, and by which host names each is called.

On a server they are in a table of its own; beside a data folder in one file, and each has a folder within it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kb.config import TENANTS, Server, Settings
from kb.errors import ChangeError, LibraryError, NotFoundError
from kb.store.atomic import atomic_write
from kb.store.clock import now
from kb.store.library import Library

MAX_TENANTS = 500
MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class Tenant:
    """An organisation. `hosts` are the names in the addresses of its pages, in lower case and without a port; `mark` is
    another with every change of it or of its tokens.
    """

    code: str
    name: str
    hosts: tuple[str, ...] = ()
    mark: str = ""
    made_at: str = ""


def known_tenants(settings: Settings) -> list[Tenant]:
    """Every tenant, by code; none in an installation that serves one organisation alone. Raises LibraryError."""
    if isinstance(settings.place, Server):
        from kb.store.server_tenants import listed

        return listed(settings.place)
    return _read(_file(settings))


def tenants_served(library: Library, settings: Settings) -> list[Tenant]:
    """Every tenant, by code, as the service that has the `library` open sees them. Raises UnguardedError where there
    are any and the server would not keep them apart, LibraryError.
    """
    if library.database.server is None:
        return _read(_file(settings))
    from kb.store.server_tenants import tenants_guarded

    return tenants_guarded(library.database)


def tenant_of(settings: Settings, code: str) -> Tenant:
    """The tenant of this code. Raises NotFoundError, LibraryError."""
    found = next((t for t in known_tenants(settings) if t.code == code), None)
    if found is None:
        raise NotFoundError(f"没有这个单位：{code[:40]}。", where="用 kb tenant list 查看全部单位。")
    return found


def require_known(settings: Settings) -> None:
    """Raises NotFoundError where the settings are for a tenant that does not exist; a server says so by itself."""
    if settings.tenant and settings.database_url is None:
        tenant_of(settings, settings.tenant)


def checked(tenant: Tenant, others: Sequence[Tenant]) -> Tenant:
    """The tenant as it is kept. Raises ChangeError where another bears its code, its name or one of its hosts."""
    name, hosts = " ".join(tenant.name.split()), tuple(dict.fromkeys(h.strip().lower() for h in tenant.hosts))
    if not 0 < len(name) <= MAX_NAME or not name.isprintable():
        raise ChangeError(f"单位名称应为 1–{MAX_NAME} 个字。")
    if wrong := next((h for h in hosts if not h or any(c in h for c in "/:@ \t") or not h.isascii()), None):
        raise ChangeError(f"主机名 {wrong[:60]} 不对：只写名字，如 jia.example.cn，不写 http:// 和端口。")
    for other in others:
        if other.code == tenant.code:
            raise ChangeError(f"已有代号为 {tenant.code} 的单位（{other.name}）。请换一个代号。")
        if other.name == name:
            raise ChangeError(f"已有名为“{name}”的单位（{other.code}）。请换一个名称。")
        if taken := next((h for h in hosts if h in other.hosts), None):
            raise ChangeError(f"主机名 {taken} 已经给了“{other.name}”。一个主机名只能给一个单位。")
    if len(others) >= MAX_TENANTS:
        raise ChangeError(f"单位太多：最多 {MAX_TENANTS} 个。")
    return replace(tenant, name=name, hosts=hosts, mark=secrets.token_hex(8), made_at=tenant.made_at or now())


@contextmanager
def changing_file(settings: Settings) -> Iterator[dict[str, Tenant]]:
    """The tenants beside a data folder by code, to be changed; what they are at the end is kept."""
    path = _file(settings)
    tenants = {t.code: t for t in _read(path)}
    yield tenants
    rows = [asdict(t) for _, t in sorted(tenants.items())]
    atomic_write(path, json.dumps(rows, ensure_ascii=False, indent=1))


def _file(settings: Settings) -> Path:
    return settings.data / f"{TENANTS}.json"


def _read(path: Path) -> list[Tenant]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [Tenant(**{**r, "hosts": tuple(r["hosts"])}) for r in rows]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as e:
        raise LibraryError(f"单位名单读不出：{path}。请从备份恢复这个文件。") from e
