"""Separable words (离合词): a question parts them around a count, 换一次届 for 换届; a clause prints them whole."""

from __future__ import annotations

import re
from functools import cache

from kb.data import load_toml


def whole_words(text: str) -> str:
    """The text with what parted a word put behind it: 几年换一次届 becomes 几年换届一次."""
    words, parted = _words(), _parted()

    def joined(m: re.Match[str]) -> str:
        return m["first"] + m["last"] + m["between"] if (m["first"], m["last"]) in words else m.group()

    return parted.sub(joined, text)


@cache
def _words() -> frozenset[tuple[str, str]]:
    listed = load_toml("separable.toml")["words"].replace("\n", ",").split(",")
    return frozenset((first, last) for first, last in (word.split() for word in listed if word.strip()))


@cache
def _parted() -> re.Pattern[str]:
    data = load_toml("separable.toml")
    first = "".join(sorted({first for first, _ in _words()}))
    last = "".join(sorted({last for _, last in _words()}))
    return re.compile(rf"(?P<first>[{first}])(?P<between>{data['between']})的?(?P<last>[{last}])(?={data['after']})")
