"""The words of the domain that a self-check goes by (selfcheck.toml), compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kb.data import load_toml
from kb.language.synonyms import spellings


@dataclass(frozen=True, slots=True)
class Matter:
    """A thing that plans speak of: `ways` finds it, except where `but` does.

    `personal` finds in an item's words that it is a certain person who is to do it; `units` are what it is measured in
    besides times.
    """

    term: str
    ways: re.Pattern[str]
    but: re.Pattern[str] | None
    personal: re.Pattern[str] | None
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Patterns around a mention that make it none, or another's."""

    negated: re.Pattern[str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    prefix: re.Pattern[str]
    acting: re.Pattern[str]
    toward: re.Pattern[str]
    urging: re.Pattern[str]
    attending: re.Pattern[str]
    body: re.Pattern[str]
    title: re.Pattern[str]


@cache
def data() -> dict[str, Any]:
    return load_toml("selfcheck.toml")


@cache
def matters() -> tuple[Matter, ...]:
    """Every matter, in the order of the file."""
    return tuple(_matter(m) for m in data()["matter"])


def _matter(m: Mapping[str, Any]) -> Matter:
    spelled = sorted(map(re.escape, spellings(m["term"])), key=len, reverse=True)
    but = m.get("but")
    return Matter(m["term"], re.compile("|".join((*spelled, *m["way"]))), re.compile("|".join(but)) if but else None,
                  re.compile(m["personal"]) if "personal" in m else None, frozenset(m.get("unit", ())))


@cache
def phrases() -> Phrases:
    """The compiled patterns of [phrases]."""
    return Phrases(**{name: re.compile(data()["phrases"][name]) for name in Phrases.__slots__})


@cache
def bodies() -> tuple[str, ...]:
    """Bodies of which a plan may speak besides its own."""
    return tuple(data()["phrases"]["bodies"])


@cache
def periods_per_year(period: str | None) -> int | None:
    """How many of a period a year has; None where it need not have one."""
    periods: int | None = data()["per_year"].get(period)
    return periods


@cache
def acts() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Groups of verbs that say the same act, with the words that a plan may say it in besides."""
    return tuple((tuple(a["words"]), tuple(a.get("also", ()))) for a in data()["matching"]["act"])
