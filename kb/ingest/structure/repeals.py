"""What a document puts out of force (废止): 原《…》同时废止, 《…》第五条同时废止, and whole lists in decisions that
repeal.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from kb.data import load_toml
from kb.ingest.structure.printed_days import DATE
from kb.ingest.structure.repealed_clauses import are_changed, clauses_named, clauses_pattern, day_in
from kb.language.view import same_length
from kb.types import Repeal

_NAME = r"《(?P<title>[^《》]{2,80}(?:《[^《》]{1,60}》[^《》]{0,20})?)》"
# So many names in a row, and so many characters of a sentence, are looked at: reading takes time in proportion to the
# text.
_MOST, _REACH = 40, 2000
# So many characters before a name may state the day.
_BEFORE = 24
_SENTENCE = re.compile("[^。；]+")
_NUMBER = re.compile(r"[（(]([^（()）]{1,14}[〔\[【(（]\d{4}[〕\]】)）]第?\d+号)[)）]")


def repeals(text: str, title: str) -> tuple[Repeal, ...]:
    """The documents that a canonical text repeals, in the order in which it names them, each once."""
    flat = re.sub(r"\s", "", same_length(text))
    own = re.sub(r"\s", "", title)
    found = []
    for s in (s[-_REACH:] for s in _SENTENCE.findall(flat) if _words().search(s)):
        for p in _repealing():
            for m in p.finditer(s):
                found += _named(m.group("names"), day_in(s[:m.start()], m.group()))
    if _decides().search(own):
        for m in _each().finditer(flat):
            if not _unless().search(flat[max(0, m.start() - 12):m.start()]):
                sentence = _SENTENCE.match(flat, m.start())
                rest = sentence.group() if sentence else m.group()
                day = day_in(flat[max(0, m.start() - _BEFORE):m.start()], rest)
                found += [name for name in _named(rest, day)[:1] if name and name.title != own]
    return tuple(dict.fromkeys(name for name in found if name is not None))


def _named(words: str, day: str | None) -> list[Repeal | None]:
    """The documents that words name, in their order, None for one of which only clauses are named that are changed;
    `day` is the one that is stated for them.
    """
    out: list[Repeal | None] = []
    for m in _each().finditer(words):
        number = _NUMBER.match(words, m.end("title") + 1)
        repeal = Repeal(m.group("title"), number.group(1) if number else None)
        clauses = clauses_named(words, m.end())
        if clauses is None:
            out.append(repeal)
        elif are_changed(words, m.end()):
            out.append(None)
        else:
            out.append(replace(repeal, clauses=clauses, day=day) if clauses else None)
    return out


def _data(name: str) -> str:
    stated: str = load_toml("editions.toml")[name]
    return stated.replace("{date}", DATE).replace("{year}", load_toml("editions.toml")["year"])


@cache
def _each() -> re.Pattern[str]:
    return re.compile(f"{_NAME}{_data('behind')}")


@cache
def _repealing() -> tuple[re.Pattern[str], ...]:
    """Names, joined, right before the words that repeal them, and right behind those that decide it."""
    name = f"{_NAME}{_data('behind')}".replace("(?P<title>", "(?:")
    between = f"(?:{_data('between')}){{0,4}}"
    one = f"{name}(?:{clauses_pattern()})?"
    names = f"(?P<names>{one}(?:{between}{one}){{0,{_MOST}}})"
    return re.compile(f"{names}{_data('repeals')}"), re.compile(f"{_data('deciding')}{between}{names}{_data('whole')}")


@cache
def _words() -> re.Pattern[str]:
    return re.compile(_data("words"))


@cache
def _decides() -> re.Pattern[str]:
    return re.compile(_data("decides"))


@cache
def _unless() -> re.Pattern[str]:
    return re.compile(_data("unless"))
