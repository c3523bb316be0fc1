"""Pairs of characters (字对): what texts are compared by where words are cut differently or not known."""

from __future__ import annotations

import re
from functools import lru_cache

from kb.language.synonyms import canonical
from kb.language.tokenizer import normalize

_NO_LETTER = re.compile(r"\W|_")


@lru_cache(maxsize=4096)
def flat(text: str) -> str:
    """The letters and digits of the normal form, synonyms made one, punctuation left out."""
    return _NO_LETTER.sub("", canonical(normalize(text)))


def letters(text: str) -> str:
    """The letters and digits of the normal form, every synonym as it is spelled."""
    return _NO_LETTER.sub("", normalize(text))


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring letters and digits of the flat text."""
    return list(_bigrams(text))


@lru_cache(maxsize=4096)  # the words of one question are compared with every candidate
def _bigrams(text: str) -> tuple[str, ...]:
    letters = flat(text)
    return tuple(letters[i:i + 2] for i in range(len(letters) - 1))
