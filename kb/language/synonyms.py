"""Synonyms (同义词): other spellings of one thing made one, and what lay words in a question stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kb.data import load_toml


@lru_cache(maxsize=4096)  # the words of one question are looked for in every candidate
def canonical(text: str) -> str:
    """`text`, in normal form, with every term of a group written as the group's first. Not length-preserving."""
    pattern, first = _groups()
    return pattern.sub(lambda m: first[m.group()], text)


def implied(question: str) -> list[str]:
    """The documents' terms that the lay words of a question, in normal form, stand for."""
    said = {n for s in pieces(question, _asked().longest) for n in _asked().rules.get(s, ())}
    return list(dict.fromkeys(term for n in sorted(said) for term in _asked().means[n]))


def pieces(text: str, longest: int) -> set[str]:
    """Every piece of a text of at most so many characters."""
    return {text[i:j] for i in range(len(text)) for j in range(i + 1, min(i + longest, len(text)) + 1)}


def spellings(term: str) -> tuple[str, ...]:
    """`term`, in normal form, and the other spellings of what it names."""
    group = next((g["terms"] for g in load_toml("synonyms.toml")["group"] if term in g["terms"]), ())
    return tuple(dict.fromkeys((term, *group)))


def shortened(text: str) -> str:
    """`text`, in normal form, with terms that are the group's first cut short, or lengthened, written as that.

    支委会 as 支部委员会; other words for the same (轮训 for 集中培训) stay as they are.
    """
    pattern, first = _cut_short()
    return pattern.sub(lambda m: first[m.group()], text)


def is_shortened(text: str) -> bool:
    """Whether `text` holds a term that is written shorter or longer as well."""
    return _cut_short()[0].search(text) is not None


@cache
def _groups() -> tuple[re.Pattern[str], dict[str, str]]:
    first = {term: g["terms"][0] for g in load_toml("synonyms.toml")["group"] for term in g["terms"]}
    return _any_of(first), first


@cache
def _cut_short() -> tuple[re.Pattern[str], dict[str, str]]:
    first = {t: f for t, f in _groups()[1].items() if _in_order(t, f) or _in_order(f, t)}
    return _any_of(first), first


def _any_of(terms: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))))


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(ch in rest for ch in short)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Lay words: `means` are the terms of each rule, `rules` the numbers of the rules that a word stands in."""

    means: tuple[tuple[str, ...], ...]
    rules: Mapping[str, Sequence[int]]
    longest: int


@cache
def _asked() -> _Asked:
    rules: dict[str, list[int]] = {}
    listed = load_toml("synonyms.toml")["asked"]
    for n, rule in enumerate(listed):
        for say in rule["say"]:
            rules.setdefault(say, []).append(n)
    return _Asked(tuple(tuple(r["means"]) for r in listed), rules, max(map(len, rules), default=0))
