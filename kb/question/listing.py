"""A question for everything under a heading (问清单): what it is about, and whether it asks how many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kb.language.numerals import parse_number
from kb.language.pairs import letters
from kb.question.asking import asking_data

_NO_WORD = re.compile(r"[^\w]+")
_END = re.compile(r"[^\w]+$")
_QUOTED = re.compile("[“\"「『《]([^“”\"「」『』《》]{2,30})[”\"」』》]")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a question for a list says.

    `about` are the stretches of words that do not ask; `nouns` are those that it asks for behind an asking word, the
    ones that say nothing (要求, 内容) left out; `quoted` are the words in quotation marks; `unit` is the word it counts
    by, 条 where it does not count; `number` is how many there are as it says itself (哪三项); `counts` tells that it
    asks how many, `whole` that it asks for every article of a document. `named` are the letters of what stands before
    the asking words, or behind them where they come first.
    """

    about: tuple[str, ...]
    nouns: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    unit: str = "条"
    number: int | None = None
    counts: bool = False
    whole: bool = False
    named: str = ""

    def before(self, heading: str) -> str | None:
        """What stands before a heading, given as letters, that the question names in full; None where it does not."""
        at = self.named.rfind(heading)
        if at < 0 or not heading or not _patterns().behind.fullmatch(self.named, at + len(heading)):
            return None
        return self.named[:at]


def listing_asked(text: str) -> Listing | None:
    """How the text of a question, in normal form without blanks, asks for a list; None where it asks otherwise."""
    p = _patterns()
    counted = p.counts.search(text)
    ended = p.ends.search(_END.sub("", text))
    if not (p.asks.search(text) or ended) or (p.other.search(text) and counted is None):
        return None
    about = _about(p.extent.sub(" ", text), p) or _about(text, p)
    nouns = (p.filler.sub("", _NO_WORD.split(text[m.end():])[0]) for m in p.asks.finditer(text))
    stated = p.number.search(text)
    number = parse_number(stated.group("number")) if stated is not None else None
    unit = next((u for u in counted.groups() if u), "条") if counted is not None else "条"
    return Listing(about, tuple(n for n in nouns if n), tuple(_QUOTED.findall(text)), unit,
                   None if number is None else int(number), counted is not None, bool(p.whole.search(text)),
                   _named(text, p))


def _about(text: str, p: _Patterns) -> tuple[str, ...]:
    rest = p.filler.sub(" ", p.asks.sub(" ", p.denied.sub(" ", text)))
    return tuple(part for part in _NO_WORD.split(rest) if part and not p.generic.fullmatch(part))


def _named(text: str, p: _Patterns) -> str:
    first = p.core.search(text)
    if first is None:
        return letters(text)
    ahead = letters(text[:first.start()])
    return ahead if p.lead.fullmatch(ahead) is None else letters(text[first.end():])


@dataclass(frozen=True, slots=True)
class _Patterns:
    asks: re.Pattern[str]
    filler: re.Pattern[str]
    generic: re.Pattern[str]
    denied: re.Pattern[str]
    counts: re.Pattern[str]
    number: re.Pattern[str]
    ends: re.Pattern[str]
    other: re.Pattern[str]
    whole: re.Pattern[str]
    core: re.Pattern[str]
    lead: re.Pattern[str]
    behind: re.Pattern[str]
    extent: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = asking_data()["listing"]
    nouns, filler = (sorted(data[k], key=len, reverse=True) for k in ("nouns", "filler"))
    asks = rf"(?:一共|总共|共计)?(?:{data['verbs']})*(?:{data['asks']})(?:{data['units']})*(?:{'|'.join(nouns)})*"
    generic = f"(?:{'|'.join((*nouns, *data['endings']))})+"
    return _Patterns(re.compile(asks), re.compile("|".join(map(re.escape, filler))), re.compile(generic),
                     *(re.compile(data[k]) for k in ("denied", "counts", "number", "ends", "other", "whole", "asks",
                                                     "lead", "behind", "extent")))
