"""What fits what (适用关系): whether a rule for one role or kind of organisation answers a question about another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kb.language.vocabulary import role_named, scopes


def role_fits(asked: str, bound: str) -> bool:
    """Whether a rule for role `bound` answers a question about role `asked`: the same, or one of its kinds."""
    if asked == bound:
        return True
    a, b = role_named(asked), role_named(bound)
    if a is None or b is None:
        return False
    return a.name in b.is_a or (a.family == b.family and (not a.is_a or b.name in a.is_a))


def any_role_fits(asked: Iterable[str], bound: Iterable[str]) -> bool:
    """Whether a rule for any of the roles `bound` answers a question about any of the roles `asked`."""
    return _any_fits(tuple(asked), tuple(bound))


@lru_cache(maxsize=8192)  # the roles of clauses are held against those of one question again and again
def _any_fits(asked: tuple[str, ...], bound: tuple[str, ...]) -> bool:
    return any(role_fits(a, b) for a in asked for b in bound)


@lru_cache(maxsize=4096)
def scope_fit(asked: tuple[str, ...], bound: tuple[str, ...]) -> float:
    """How well a rule for the kinds `bound` fits a question about the kinds `asked`: 1 the same, -1 another."""
    if not asked:
        return 0.0
    parents = {s.name: s.within for s in scopes()}
    if set(asked) & set(bound):
        return 1.0
    if any(parents.get(b) in asked for b in bound):
        return 0.5
    if any(parents.get(a) in bound for a in asked):
        return 0.3
    return 0.0 if "通用" in bound else -1.0
