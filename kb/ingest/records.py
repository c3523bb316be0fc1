"""Records (要留的材料): the papers that a sentence asks to keep, as printed (会议记录, 签到, 台账)."""

from __future__ import annotations

import re
from functools import cache

from kb.data import load_toml


def records(text: str) -> tuple[str, ...]:
    """The papers named in a text, each once, in printed order; the longer name where one holds the other."""
    return tuple(dict.fromkeys(_words().findall(text)))


@cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, load_toml("obligations.toml")["records"]), key=len, reverse=True)))
