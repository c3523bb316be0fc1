"""Figures whose own words a question has (点名的数): 支委成员 of 党员不少于24学时，支委成员不少于40学时."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kb.ingest.frames import Frame
from kb.language.pairs import flat
from kb.language.quantities import load_comparators
from kb.question.question import Question

_LEAST = 3  # characters: two are seldom a name of their own


def named(question: Question, found: Sequence[Frame]) -> list[int]:
    """The places of the figures all of whose own words a question has."""
    asked = flat(question.text)
    out = []
    for n, f in enumerate(found):
        period = flat(f.period or "")
        own = _bound_words().sub("", f.own.replace(period, ""))
        if len(own) >= _LEAST and (own in asked or own in asked.replace(period, "")):
            out.append(n)
    return out


def named_last(found: Sequence[Frame], places: Sequence[int]) -> list[int]:
    """Of the figures at the places that `named` gives, of one kind in one sentence the last: it says more, since it
    leaves out what the first says. 空调房 of 住宿费每学年900元，空调房每学年1200元 is the 住宿费 of 空调房.
    """
    return list({(found[n].sentence, found[n].slot): n for n in places}.values())


@cache
def _bound_words() -> re.Pattern[str]:
    words = sorted((w for found in load_comparators().values() for w in found), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
