"""Records (要留的材料): the papers that a sentence asks to keep, as printed (会议记录, 签到, 台账)."""

from __future__ import annotations

import re
from functools import cache

from kb.data import load_toml

_PARTED = "；;"


def records(sentence: str, start: int, end: int) -> tuple[str, ...]:
    """The papers named in the part between semicolons that `start` to `end` of a sentence stands in, each once, in
    printed order; the longer name where one holds the other.
    """
    since = max(sentence.rfind(c, 0, start) for c in _PARTED) + 1
    ends = [at for c in _PARTED if (at := sentence.find(c, end)) >= 0]
    return tuple(dict.fromkeys(_words().findall(sentence, since, min(ends, default=len(sentence)))))


@cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, load_toml("obligations.toml")["records"]), key=len, reverse=True)))
