"""What a document puts out of force (废止): 原《…》同时废止, and whole lists in decisions that repeal."""

from __future__ import annotations

import re
from functools import cache

from kb.data import load_toml
from kb.ingest.structure.imprint import DATE
from kb.language.view import same_length
from kb.types import Repeal

_NAME = r"《(?P<title>[^《》]{2,80}(?:《[^《》]{1,60}》[^《》]{0,20})?)》"
_NUMBER = re.compile(r"[（(]([^（()）]{1,14}[〔\[【(（]\d{4}[〕\]】)）]第?\d+号)[)）]")


def repeals(text: str, title: str) -> tuple[Repeal, ...]:
    """The documents that a canonical text repeals, in the order in which it names them, each once."""
    flat = re.sub(r"\s", "", same_length(text))
    own = re.sub(r"\s", "", title)
    found = [name for p in _repealing() for m in p.finditer(flat) for name in _named(m.group("names"))]
    if _decides().search(own):
        found += [name for m in _each().finditer(flat) if not _unless().search(flat[:m.start()][-12:])
                  for name in _named(m.group()) if name.title != own]
    return tuple(dict.fromkeys(found))


def _named(words: str) -> list[Repeal]:
    out = []
    for m in _each().finditer(words):
        number = _NUMBER.match(words, m.end("title") + 1)
        out.append(Repeal(m.group("title"), number.group(1) if number else None))
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
    names = f"(?P<names>{name}(?:(?:{_data('between')})*{name})*)"
    return (re.compile(f"{names}{_data('repeals')}"),
            re.compile(f"{_data('deciding')}(?:{_data('between')})*{names}{_data('whole')}"))


@cache
def _decides() -> re.Pattern[str]:
    return re.compile(_data("decides"))


@cache
def _unless() -> re.Pattern[str]:
    return re.compile(_data("unless"))
