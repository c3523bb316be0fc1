"""Synonyms (同义词): other spellings of one thing made one, and what lay words in a question stand for."""

from __future__ import annotations

import re
from functools import cache

from kb.data import load_toml


def canonical(text: str) -> str:
    """`text`, in normal form, with every term of a group written as the group's first. Not length-preserving."""
    pattern, first = _groups()
    return pattern.sub(lambda m: first[m.group()], text)


def implied(question: str) -> list[str]:
    """The documents' terms that the lay words of a question, in normal form, stand for."""
    return list(dict.fromkeys(term for say, means in _asked() if any(s in question for s in say) for term in means))


def spellings(term: str) -> tuple[str, ...]:
    """`term`, in normal form, and the other spellings of what it names."""
    group = next((g["terms"] for g in load_toml("synonyms.toml")["group"] if term in g["terms"]), ())
    return tuple(dict.fromkeys((term, *group)))


@cache
def _groups() -> tuple[re.Pattern[str], dict[str, str]]:
    first = {term: g["terms"][0] for g in load_toml("synonyms.toml")["group"] for term in g["terms"]}
    return re.compile("|".join(map(re.escape, sorted(first, key=len, reverse=True)))), first


@cache
def _asked() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    return tuple((tuple(r["say"]), tuple(r["means"])) for r in load_toml("synonyms.toml")["asked"])
