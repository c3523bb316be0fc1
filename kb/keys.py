"""Keys to the interface (接口密钥): their shape, what they let their holder do, and what of them is kept.

A key is kb_, eight characters that say which one it is, _ and 256 random bits. Of the whole only a SHA-256 is kept. A
slow hash, as for tokens that people choose, would protect nothing here: 2^256 keys cannot be tried out, however fast
each trial is; and a key is looked at with every request.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kb.errors import ChangeError

MAX_NAME = 40
MAX_RATE = 1_000_000
_SHAPE = re.compile(r"kb_([a-z2-7]{8})_[a-z2-7]{52}")


class Rights(StrEnum):
    """What a key is good for."""

    READ = "只读"
    ADMINISTER = "可管理"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is known: everything but the key. `id` is its readable part; moments are ISO 8601, None where it did
    not come to it. `rate` is how many questions a minute it may ask, 0 without a limit, None as many as an address.
    """

    id: str
    name: str
    rights: Rights
    rate: int | None
    made_at: str
    made_by: str
    used_at: str | None = None
    withdrawn_at: str | None = None
    withdrawn_by: str = ""

    @property
    def label(self) -> str:
        """How its key begins, by which a holder recognises it."""
        return f"kb_{self.id}_…"


def fresh_key() -> tuple[str, str]:
    """A key that never was, and its id."""
    key_id = _text(5)
    return f"kb_{key_id}_{_text(32)}", key_id


def id_in(stated: str) -> str | None:
    """The id of what looks like a key, None where it looks like something else."""
    m = _SHAPE.fullmatch(stated)
    return m.group(1) if m else None


def digest(key: str) -> str:
    """What of a key is kept."""
    return hashlib.sha256(key.encode()).hexdigest()


def checked_name(stated: str) -> str:
    """The name as it is kept. Raises ChangeError where there is none, or it is not to be read on one line."""
    name = " ".join(unicodedata.normalize("NFC", stated).split())
    if not name:
        raise ChangeError("密钥要有名称，写明给谁用，如 OA系统。")
    if len(name) > MAX_NAME:
        raise ChangeError(f"密钥的名称太长：最多 {MAX_NAME} 个字。")
    if not name.isprintable():
        raise ChangeError("密钥的名称里有看不见的字符。请重新输入。")
    return name


def checked_rate(rate: int | None) -> int | None:
    """The rate as it is kept. Raises ChangeError where it makes no sense."""
    if rate is not None and not 0 <= rate <= MAX_RATE:
        raise ChangeError(f"每分钟的次数应为 0–{MAX_RATE} 的整数，0 为不限。")
    return rate


def rate_said(rate: int | None) -> str:
    """The rate in words."""
    return "按 KB_RATE" if rate is None else f"每分钟 {rate} 次" if rate else "不限次数"


def _text(count: int) -> str:
    """Random bytes as letters and digits that are not mistaken for one another."""
    return base64.b32encode(secrets.token_bytes(count)).decode().rstrip("=").lower()
