"""Whether words that name a matter rule it or only mention it (规定还是提到).

It is only mentioned as a paper to be kept (党费收缴明细), as the occasion or the means of something else
(在党员大会上, 利用“三会一课”), in the title of a document, or as one of several examples.
"""

from __future__ import annotations

import re
from functools import cache

from kb.data import load_toml
from kb.language.occurrences import Span
from kb.training.topics.topic import Matter

_PHRASE = re.compile("[，,。；;：:！？!?\n]")
_PART = re.compile("[。；;！？!?\n]")


@cache
def mention(name: str) -> re.Pattern[str]:
    """One of the patterns of topics.toml's mention."""
    return re.compile(load_toml("topics.toml")["mention"][name])


def rules(matter: Matter, text: str) -> tuple[Span, ...]:
    """The places where `text` names a matter as what is ruled."""
    return tuple(s for s in matter.spans(text) if not _is_mention(text, s) and _is_meant(matter, text, s))


def is_example(text: str, place: Span) -> bool:
    """Whether a place is the last of several things that stand for more (走访谈心、上党课等活动)."""
    start, _ = phrase(text, place[0])
    return "、" in text[start:place[0]] and mention("example").search(text[place[1]:]) is not None


def phrase(text: str, place: int) -> Span:
    """The stretch between two commas that holds a place."""
    return _around(_PHRASE, text, place)


def part(text: str, place: int) -> Span:
    """The stretch between two semicolons or full stops that holds a place."""
    return _around(_PART, text, place)


def _around(edge: re.Pattern[str], text: str, place: int) -> Span:
    start = max((m.end() for m in edge.finditer(text, 0, place)), default=0)
    m = edge.search(text, place)
    return start, m.start() if m is not None else len(text)


def _is_meant(matter: Matter, text: str, place: Span) -> bool:
    start, end = phrase(text, place[0])
    return not matter.beside or any(w in text[start:end] for w in matter.beside)


def _is_mention(text: str, place: Span) -> bool:
    start, end = place
    if text.rfind("《", 0, start) > text.rfind("》", 0, start):
        return True
    behind = text[end:part(text, start)[1]]
    if mention("record").search(text[end:]) or mention("records").search(behind):
        return True
    if mention("place").search(behind):
        return True
    m = mention("before").search(text[phrase(text, start)[0]:start])
    return (m is not None and mention("doing").search(m.group("between")) is None
            and mention("aspect").search(behind) is None)
