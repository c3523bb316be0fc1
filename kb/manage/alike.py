"""Questions that ask the same in other words (同类的问题), so that they are looked at and dealt with as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kb.data import load_toml
from kb.language.fits import any_role_fits
from kb.question.finder import Finder
from kb.search.index.embedder import Vectors
from kb.store.questions import OpenQuestion

# The least cosine of two questions alike that name the same things. Of those above it that ask for another figure, a
# role or another thing the words tell them apart.
_NEAR = 0.88
_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Alike:
    """Questions alike, the most frequent first; they are of one kind, and settled in one way."""

    questions: tuple[OpenQuestion, ...]

    @property
    def first(self) -> OpenQuestion:
        """The one that stands for all."""
        return self.questions[0]

    @property
    def count(self) -> int:
        """How often they were asked, all together."""
        return sum(q.count for q in self.questions)

    @property
    def last_at(self) -> str:
        """When one of them was last asked (ISO 8601, UTC)."""
        return max(q.last_at for q in self.questions)


@dataclass(frozen=True, slots=True)
class _Sense:
    form: str
    words: frozenset[str]
    roles: tuple[str, ...]
    scopes: frozenset[str]
    slots: tuple[str, ...]


class Grouping:
    """Groups questions, as one finder understands them. What it understood it keeps for the next time."""

    def __init__(self, finder: Finder) -> None:
        self.finder = finder
        self._sense = lru_cache(_KEPT)(self._understood)
        self._vector = lru_cache(_KEPT)(self._embedded)

    def grouped(self, questions: Sequence[OpenQuestion]) -> list[Alike]:
        """The questions in groups, in the order of the first of each."""
        groups: list[list[OpenQuestion]] = []
        for q in questions:
            own = next((g for g in groups if (g[0].kind, g[0].outcome) == (q.kind, q.outcome)
                        and self.alike(g[0].question, q.question)), None)
            if own is None:
                groups.append([q])
            else:
                own.append(q)
        return [Alike(tuple(g)) for g in groups]

    def alike(self, one: str, other: str) -> bool:
        """Whether two questions ask the same: in the same words, or of the same things, roles and organisations with
        nearly the same meaning.
        """
        a, b = self._sense(one), self._sense(other)
        if a.form == b.form:
            return True
        same_roles = not (a.roles or b.roles) or any_role_fits(a.roles, b.roles)
        same_figure = not (a.slots and b.slots) or set(a.slots) == set(b.slots)
        if not a.words or a.words != b.words or a.scopes != b.scopes or not same_roles or not same_figure:
            return False
        return float(self._vector(one) @ self._vector(other)) >= _NEAR

    def _understood(self, text: str) -> _Sense:
        asked = self.finder.understood(text)
        form = "".join(ch for ch in asked.text if ch.isalnum())
        slots = tuple(_one_of_alike().get(s, s) for s in asked.slots)
        return _Sense(form, frozenset(asked.words), asked.roles, frozenset(asked.scopes), slots)

    def _embedded(self, text: str) -> Vectors:
        return self.finder.embedder.embed_query(self.finder.tidy(text))


@cache
def _one_of_alike() -> dict[str, str]:
    """For a kind of quantity the one that it is asked for like: 几点 and 什么时候 ask for the same."""
    return {s["name"]: s["alike"] for s in load_toml("slots.toml")["slot"] if "alike" in s}
