"""The sides of a comparison (对比的各方): 书记和副书记在党费上各管什么 asks one question of each."""

from __future__ import annotations

import re

from kb.domain import find_roles
from kb.followup import names_in
from kb.search.tokenizer import normalize
from kb.understand import scopes_asked

MAX_SIDES = 4
_JOINED = r"(?:[、，,和与跟同及]|以及|还有|比|相比)*"
_JOINS = re.compile(r"[、，,和与跟同及]|以及|还有|比")
_APART = 8
Place = tuple[int, int]


def sides(question: str) -> list[str]:
    """For each role or kind of organisation among those that a question joins, the question about that one alone.

    Empty where it joins fewer than two. At most MAX_SIDES.
    """
    text = re.sub(r"\s+", "", normalize(question))
    joined = _joined(text, _whole([(s, e) for _, s, e in names_in(text)]))
    named = list(dict.fromkeys(_identity(text[s:e]) for s, e in joined))
    if len(named) < 2:
        return []
    return [_without(text, [(s, e) for s, e in joined if _identity(text[s:e]) != name]) for name in named[:MAX_SIDES]]


def _whole(places: list[Place]) -> list[Place]:
    """Names that touch are one: 机关党支部书记."""
    out: list[Place] = []
    for start, end in places:
        if out and out[-1][1] == start:
            out[-1] = out[-1][0], end
        else:
            out.append((start, end))
    return out


def _joined(text: str, places: list[Place]) -> list[Place]:
    """The first run of names with a joining word or a comma, and little else, between them."""
    run = places[:1]
    for place in places[1:]:
        between = text[run[-1][1]:place[0]]
        if len(between) <= _APART and _JOINS.search(between):
            run.append(place)
        elif len(run) > 1:
            break
        else:
            run = [place]
    return run


def _without(text: str, others: list[Place]) -> str:
    """The text without the other names, each with the joining word behind it, or else with the one before."""
    for start, end in sorted(others, reverse=True):
        before, after = re.search(_JOINED + "$", text[:start]), re.match(_JOINED, text[end:])
        assert before is not None and after is not None
        cut = (start, end + after.end()) if after.group() else (before.start(), end)
        text = text[:cut[0]] + text[cut[1]:]
    return text


def _identity(name: str) -> tuple[str, ...]:
    return (*scopes_asked(name), *(role for role, _, _ in find_roles(name)))
