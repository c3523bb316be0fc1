"""Phrases (短语): what a sentence says between two commas, with the quantities and dates named in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kb.data import load_toml
from kb.language.quantities import Mention

_PHRASE = re.compile(r"(?:[^，,。；;：:！？\n]|(?<=\d)[：:](?=\d))+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a sentence, by its places in it; so are the places of its `mentions`."""

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]


def phrases(sentence: str, found: Sequence[Mention]) -> list[Phrase]:
    """The phrases of a sentence, each with those of its mentions `found` that begin in it."""
    return [Phrase(m.start(), m.end(), m.group(),
                    tuple(x for x in found if m.start() <= x.start < m.end())) for m in _PHRASE.finditer(sentence)]


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of the patterns by which duties are read."""
    return re.compile(load_toml("obligations.toml")[name])
