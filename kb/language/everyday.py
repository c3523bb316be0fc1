"""Everyday words (日常说法): what people say in offices and public life, and the words that rules have for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from kb.data import load_toml
from kb.language.pairs import bigrams


def everyday(question: str, knows_pair: Callable[[str], bool]) -> list[str]:
    """The terms of rules for the everyday words of a question, in normal form, that the library itself never uses.

    `knows_pair` tells whether a pair of characters occurs in the library: a word any pair of which does may well be
    used in it, and needs no other.
    """
    found = dict.fromkeys(m.group() for m in _said().finditer(question))
    terms = load_toml("everyday.toml")["everyday"]
    return list(dict.fromkeys(t for say in found if not any(map(knows_pair, bigrams(say))) for t in terms[say]))


@cache
def _said() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(load_toml("everyday.toml")["everyday"], key=len, reverse=True))))
