"""What a clause prints beside a duty (附带的话): in which case it applies, and which papers are to be kept of it."""

from __future__ import annotations

import re
from functools import cache

from kb.checklist.sentences import sentence_start, sentences
from kb.data import load_toml
from kb.types import Clause

_NUMBER = re.compile(r"\d|[每一二两三四五六七八九十]+[次人名个]")


@cache
def _conditions() -> re.Pattern[str]:
    return re.compile("|".join(load_toml("checklist.toml")["condition"]["patterns"]))


@cache
def _records() -> re.Pattern[str]:
    names = sorted(load_toml("checklist.toml")["records"]["words"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def conditions(clause: Clause, start: int, end: int) -> str | None:
    """To whom or when what stands at these places applies, as printed in its sentence before it, or in it."""
    begin = sentence_start(clause.text, start)
    for m in _conditions().finditer(clause.text, begin, end):
        # Not where it is one of several that are bound (党总支（直属党支部）), each under its own condition.
        if not clause.text[:m.start()].endswith(("和", "及", "与", "、", "（", "(")):
            return m.group()
    return None


def records(clause: Clause, start: int, end: int) -> tuple[str, ...]:
    """The papers to keep of what stands at these places, as printed: named in its sentence, or in the next one where
    that speaks of nothing else with a number.
    """
    spans = sentences(clause.text)
    at = next((n for n, (s, e) in enumerate(spans) if s <= start < e), None)
    if at is None:
        return ()
    until = max(end, spans[at][1])
    if at + 1 < len(spans):
        s, e = spans[at + 1]
        if _records().search(clause.text[s:e]) and not _NUMBER.search(clause.text[s:e]):
            until = e
    return papers(clause.text[spans[at][0]:until])


def papers(text: str) -> tuple[str, ...]:
    """The papers to keep that a text names, as printed."""
    return tuple(dict.fromkeys(m.group() for m in _records().finditer(text)))
