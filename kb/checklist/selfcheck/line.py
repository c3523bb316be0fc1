"""One line of a plan (行), or one cell of its tables. Frozen, without I/O."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.checklist.selfcheck.flat import Flat
from kb.checklist.selfcheck.times import Slot, times
from kb.checklist.selfcheck.words import data
from kb.language.quantities import mentions

_FILLING = re.compile(r"[\W_]|[每各共计约前后底末初旬左右第周日天个份度年开展全之内以中一二三四五六七八九十1-7]|"
                      r"星期|工作日|月$|时间")


@dataclass(frozen=True, slots=True)
class Line:
    """Words with their place. `source` tells tables apart, 0 for what stands outside them.

    `slots` is when, as said around it (a month's heading, the row or column of a table), `year` the year said there,
    `aside` what the other cells of its row say of rhythm, number and time, `doers` what they say of who.
    """

    words: Flat
    place: str
    source: int
    slots: tuple[Slot, ...] = ()
    year: int | None = None
    aside: str = ""
    doers: str = ""


def is_time_only(text: str) -> bool:
    """Whether a flat text says nothing but when, how often or how many."""
    return bool(text) and not _left(text) and (bool(times(text)) or bool(mentions(text)) or any(
        said in text for said in data()["rhythm"]))


def _left(text: str) -> str:
    out = text
    spans = [(t.start, t.end) for t in times(text)] + [(m.start, m.end) for m in mentions(text)]
    for said in data()["rhythm"]:
        spans += [(m.start(), m.end()) for m in re.finditer(re.escape(said), text)]
    for start, end in spans:
        out = out[:start] + " " * (end - start) + out[end:]
    return _FILLING.sub("", out)
