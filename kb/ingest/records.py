"""Records (要留的材料): the papers that are to be kept, as printed (会议记录, 签到, 台账)."""

from __future__ import annotations

import re
from functools import cache

from kb.data import load_toml
from kb.language.sentences import whole_sentences

_PARTED = "；;"
_NUMBER = re.compile(r"\d|[每一二两三四五六七八九十]+[次人名个]")


def records(text: str, start: int, end: int) -> tuple[str, ...]:
    """The papers to keep of what stands at `start` to `end` of a clause's text: those named in its part between
    semicolons; where that names none, in what follows of its sentence, and in the next one where that speaks of nothing
    with a number.
    """
    spans = whole_sentences(text)
    at = next((n for n, (s, e) in enumerate(spans) if s <= start < e), None)
    if at is None:
        return ()
    first, last = spans[at][0], max(end, spans[at][1])
    since = max(first, *(text.rfind(c, first, start) + 1 for c in _PARTED))
    until = min([last, *(n for c in _PARTED if (n := text.find(c, end, last)) >= 0)])
    if own := papers(text[since:until]):
        return own
    if at + 1 < len(spans):
        s, e = spans[at + 1]
        if papers(text[s:e]) and not _NUMBER.search(text[s:e]):
            last = e
    return papers(text[until:last])


def papers(text: str) -> tuple[str, ...]:
    """The papers that a text names, each once, in printed order; the longer name where one holds the other."""
    return tuple(dict.fromkeys(_words().findall(text)))


@cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, load_toml("obligations.toml")["records"]), key=len, reverse=True)))
