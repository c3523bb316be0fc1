"""An installation that several organisations share, for tests: small documents, each with words that are nobody else's.

Whatever belongs to a tenant has its marker in it, `marker(code)`; what shows the marker of another shows what is its.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kb.config import Settings
from kb.manage.tenants import Added, add_tenant
from kb.manage.update import update

CODES = ("jia", "yi")
BEASTS = {"": "北极熊", "jia": "骆驼", "yi": "鲸鱼"}


def marker(code: str) -> str:
    """A word in whatever is this tenant's own, and nowhere else."""
    return f"zz{code or 'gong'}zz"


def rules(code: str) -> str:
    """A document of the tenant's own; of the common ones without a marker, for everybody may read them."""
    title = f"{marker(code)}饲养制度" if code else "各单位共用的饲养制度"
    beast = BEASTS[code]
    return f"{title}\n\n1.党支部每月组织{3 + len(code)}次{beast}饲养。\n2.{beast}饲养记录由组织委员保存。\n"


def question(code: str) -> str:
    """What the tenant's own document answers."""
    return f"党支部每月组织几次{BEASTS[code]}饲养"


@dataclass(frozen=True, slots=True)
class Shared:
    """An installation: the settings of the service, those of whoever owns the tables, and its tenants."""

    settings: Settings
    owner: Settings
    tenants: dict[str, Added]

    def of(self, code: str) -> Settings:
        """The settings of a tenant."""
        return replace(self.settings, tenant=code)


def as_role(url: str, role: str) -> str:
    """The address of a database for another role."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{role}@{rest.rpartition('@')[2]}"


def shared(folder: Path, models: Path, *, server: tuple[str, str] | None = None, codes: Sequence[str] = CODES
           ) -> Shared:
    """An installation with a common document and one of each tenant's own, all indexed; on a server where one is given
    as (address of the database, role of the service).
    """
    data, corpus = folder / "data", folder / "corpus"
    data.mkdir()
    corpus.mkdir()
    (data / "models").symlink_to(models.resolve())
    (corpus / "共用.txt").write_text(rules(""), encoding="utf-8")
    owner = Settings(data=data, corpus=corpus, database_url=server[0] if server else None)
    update(owner, ())
    role = server[1] if server else None
    made = {c: add_tenant(owner, c, f"{c}单位", [f"{c}.example"], role=role) for c in codes}
    settings = replace(owner, database_url=as_role(*server)) if server else owner
    for code in codes:
        own = folder / f"{code}.txt"
        own.write_text(rules(code), encoding="utf-8")
        update(replace(settings, tenant=code), [own] if server else [corpus, own])
    return Shared(settings, owner, made)
