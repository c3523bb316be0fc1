"""Everyday words (日常说法): what people say in offices and public life, and the words that rules have for it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from functools import cache

from kb.data import load_toml
from kb.language.pairs import bigrams


def everyday(question: str, knows_pair: Callable[[str], bool]) -> list[str]:
    """The terms of rules for the everyday words of a question, in normal form, that the library itself never uses.

    `knows_pair` tells whether a pair of characters occurs in the library: a word any pair of which does may well be
    used in it, and needs no other.
    """
    terms = load_toml("everyday.toml")["everyday"]
    found = dict.fromkeys(_said(question, terms, _longest()))
    return list(dict.fromkeys(t for say in found if not any(map(knows_pair, bigrams(say))) for t in terms[say]))


def _said(question: str, words: Container[str], longest: int) -> Iterator[str]:
    """The words in a question from its beginning on, the longest at each place; none within another."""
    at = 0
    while at < len(question):
        ends = range(min(at + longest, len(question)), at, -1)
        found = next((question[at:end] for end in ends if question[at:end] in words), "")
        if found:
            yield found
        at += len(found) or 1


@cache
def _longest() -> int:
    return max(map(len, load_toml("everyday.toml")["everyday"]), default=0)
