"""Phrases (短语): what a sentence says between two commas, with the quantities and dates named in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kb.data import load_toml
from kb.language.quantities import Mention

_PHRASE = re.compile(r"(?:[^，,。；;：:！？\n]|(?<=\d)[：:](?=\d))+")
_OPEN, _CLOSE = "（(", "）)"
_AND = "、"
# Characters of a doer between 、 and what is said of it: 、班子成员每人联系一户企业.
_WHO = 8


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a sentence, by its places in it; so are the places of its `mentions`."""

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]


def phrases(sentence: str, found: Sequence[Mention]) -> list[Phrase]:
    """The phrases of a sentence, each with those of its mentions `found` that begin in it."""
    return [Phrase(start, end, sentence[start:end], tuple(x for x in found if start <= x.start < end))
            for m in _PHRASE.finditer(sentence) for start, end in _parts(sentence, m.start(), m.end(), found)]


def whole(quote: str) -> str:
    """A quote without the brackets and quotation marks at its end that open before it."""
    closes = any(quote.endswith(c) and quote.count(c) > quote.count(o) for o, c in zip(_OPEN, _CLOSE, strict=True))
    return quote.rstrip("” ）)") if quote.count("“") < quote.count("”") or closes else quote


def _parts(sentence: str, start: int, end: int, found: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """A phrase cut where a bracket opens that closes in a later one, and where a later part has its own period or date
    (每半年听取汇报、每季度开展督导).
    """
    for at in _cuts(sentence, start, end, found):
        yield start, at
        start = at + 1
    yield start, end


def _cuts(sentence: str, start: int, end: int, found: Sequence[Mention]) -> list[int]:
    text = sentence[start:end]
    opened = [start + i for i, c in enumerate(text) if c in _OPEN and not any(x in text[i:] for x in _CLOSE)]
    own = [m.start for m in found if start <= m.start < end and m.kind != "count"]
    dated = []
    for at in own[1:]:
        before = max(m.end for m in found if m.start < at)
        and_ = sentence.rfind(_AND, before, at)
        # Behind 6月、 nothing is said yet: 6月、9月排查 is one duty on two dates.
        if and_ - before > 1 and at - and_ - 1 <= _WHO:
            dated.append(and_)
    return sorted({*opened[:1], *dated})


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of the patterns by which duties are read."""
    return re.compile(load_toml("obligations.toml")[name])
