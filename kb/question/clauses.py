"""The clauses of a question (问句的分句), and which of them ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kb.data import load_toml
from kb.question.asking import asking_pattern, content, pattern

_STOP = re.compile("[，,；;。？?！!：:]+")
_LEAST = 2


@dataclass(frozen=True, slots=True)
class AskedClause:
    """A clause at text[start:end]; `asks` is where its asking words begin, None where it asks nothing."""

    text: str
    start: int
    end: int
    asks: int | None


def clauses_of(text: str, spans: Sequence[tuple[int, int]]) -> list[AskedClause]:
    """The clauses of a text in normal form, in order; `spans` are its words.

    Where words that join stand between two that both ask (多久开一次、由谁主持), they part clauses as well.
    """
    out: list[AskedClause] = []
    start = 0
    for m in [*_STOP.finditer(text), None]:
        end = len(text) if m is None else m.start()
        for s, e in _parted(text, spans, start, end):
            if e > s:
                out.append(AskedClause(text[s:e], s, e, _asks(text[s:e])))
        start = end if m is None else m.end()
    return _with_tags(out, text)


def is_told(text: str, clauses: Sequence[AskedClause], n: int) -> bool:
    """Whether a clause of a long story holds asking words and asks nothing: the story goes on behind it.

    A sentence that ends with a full stop asks nothing where a later one ends with a question mark.
    """
    behind = text[clauses[n].end:clauses[n].end + 1]
    if behind == "。" and "?" in text[clauses[n].end:]:
        return True
    if behind in "?。!;" or n + 1 == len(clauses):
        return False
    return clauses[n + 1].asks is None or is_told(text, clauses, n + 1)


def subject_of(clause: str) -> str:
    """What a clause is about: its words without those that ask."""
    return "".join(content(_asked_for().sub("", clause)).split()) or clause


def _parted(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of a clause that each ask, apart where joining words stand between them."""
    cuts = [start]
    stops = []
    for s, e in spans:
        twice = text[s - 1:s] == text[e:e + 1] or text.count("(", start, s) > text.count(")", start, s)
        if start < s and e < end and not twice and text[s:e] in load_toml("parts.toml")["joins"] and all(
                _asks(side) is not None and (text[s:e] == "、" or len("".join(content(side).split())) >= _LEAST)
                for side in (text[cuts[-1]:s], text[e:end])):
            stops.append(s)
            cuts.append(e)
    return list(zip(cuts, [*stops, end], strict=True))


def _asks(clause: str) -> int | None:
    if _pattern("idle").search(clause):
        return None
    clause = _pattern("unasking").sub(lambda m: "〇" * len(m.group()), clause)
    found = [m.start() for p in (asking_pattern(), pattern("in_part"), _pattern("elliptic"), _pattern("differ"),
                                 _pattern("more")) if (m := p.search(clause))]
    return min(found, default=None)


def _with_tags(clauses: list[AskedClause], text: str) -> list[AskedClause]:
    """The clauses, one that only asks for confirmation (对吗) joined to the one before."""
    out: list[AskedClause] = []
    for c in clauses:
        if out and _pattern("tag").fullmatch(c.text):
            before = out.pop()
            asks = before.asks if before.asks is not None else c.start - before.start
            c = AskedClause(text[before.start:c.end], before.start, c.end, asks)
        out.append(c)
    return out


@cache
def _asked_for() -> re.Pattern[str]:
    """Words that only make sense with the asking word: 由 of 由谁, 几本, 最多."""
    units = "|".join(sorted(map(re.escape, load_toml("quantities.toml")["unit"]["counted"]), key=len, reverse=True))
    return re.compile(f"(?:由|归|向|给|找|跟|让|是)(?=谁|哪|什么人)|(?:多少|(?<![哪这那好])几)个?(?:{units}|号|点)?前?|"
                      "最[多少长短晚迟]|一般")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_toml("parts.toml")[name])
