"""Pairs of characters (字对): what texts are compared by where words are cut differently or not known."""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern

from kb.language.synonyms import canonical
from kb.language.tokenizer import normalize


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring letters and digits of the normal form, synonyms made one, punctuation left out."""
    return list(_pairs(text))


# Every question weighs the same clauses, sentence by sentence. One string a pair, however many texts hold it.
@lru_cache(maxsize=8192)
def _pairs(text: str) -> tuple[str, ...]:
    flat = re.sub(r"\W|_", "", canonical(normalize(text)))
    return tuple(intern(flat[i:i + 2]) for i in range(len(flat) - 1))
