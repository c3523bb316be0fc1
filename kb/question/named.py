"""Whom and what a question names (所问的名称): the names it asks about, and the one of whom it asks what he does.

Who asks (我是机关支部书记，…) is taken for whom it asks about where the words that ask name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kb.data import load_toml
from kb.language.names import find_names, name_of
from kb.question.asking import asking_pattern, pattern

ACTING = ("职务", "岗位", "机构", "成员")
_POST = "岗位"
_LEADING = ("职务", "机构")
_CLAUSES = re.compile("[^，,；;。？?！!：:]+")
_AHEAD = 8
_WITHIN = re.compile("[里内中](?:面|头)?的?")
_BACKGROUND = re.compile("(?:我|咱)们?(?:现在|今年|刚|刚刚|就|也)?(?:当上|当|是|任|作为|做)[^，。]{0,8}$"
                         "|^(?:作为|身为)[^，。]{0,6}$")
_BEFORE = re.compile("[^了的过着份张个次本这那交签写递给和与、]{2}$")


@dataclass(frozen=True, slots=True)
class Named:
    """The names of a question: `about` those in its clauses that ask, `mentioned` all of them.

    `actor` is the one of whom it asks what he does, None if none is; `leading` are those that lead a clause, or who
    asks. `modified` are names whose modifier alone says which one is meant, with the two characters before them.
    """

    about: tuple[str, ...]
    mentioned: tuple[str, ...]
    actor: str | None
    leading: tuple[str, ...]
    modified: tuple[tuple[str, str], ...]

    def acted_by(self, longer: Named) -> Named:
        """The same with the actor of the longer question that this is a part of, where it names none itself."""
        if self.actor is not None:
            return self
        return replace(self, actor=longer.actor, leading=self.leading or longer.leading)


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    found: tuple[tuple[str, int, int], ...]

    @property
    def background(self) -> tuple[str, ...]:
        """Who asks (我是…); a post is only what he does for a living."""
        return tuple(w for w, start, _ in self.found if name_of(w).kind in ACTING and name_of(w).kind != _POST
                     and _BACKGROUND.search(self.text[:start]))


def named(text: str) -> Named:
    """What a question in normal form names."""
    parts = [_Part(m.group(), find_names(m.group())) for m in _CLAUSES.finditer(text)]
    asking = [n for n, p in enumerate(parts) if _asks(p.text)] or list(range(len(parts)))
    first = min(asking, default=0)
    actors = [a for n in asking if (a := _actor(parts[n], whole=False)) is not None]
    if not actors and first and not any(name_of(w).kind in _LEADING for n in asking for w, _, _ in parts[n].found):
        actors = _before_asking(parts[:first], parts[first])
    if first and not any(parts[n].found for n in asking):
        asking = [first - 1, *asking]
    about = _each(w for n in asking for w, _, _ in parts[n].found)
    leading = _each(w for p in parts for w in (_actor(p, whole=False), *p.background) if w is not None)
    modified = tuple((m.group(), w) for n in asking for w, start, _ in parts[n].found
                     if name_of(w).told and (m := _BEFORE.search(parts[n].text[:start])))
    return Named(about, _each(w for p in parts for w, _, _ in p.found), actors[0] if len(set(actors)) == 1 else None,
                 leading, modified)


def _before_asking(parts: Sequence[_Part], asking: _Part) -> list[str]:
    """The actors that the clauses before the first that asks name: alone, as who asks, or whose duty is asked for."""
    whole = not _duty().search(asking.text)
    ahead = _actor(parts[-1], whole=whole)
    return [ahead] if ahead else [w for p in parts for w in p.background]


def _each(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _asks(clause: str) -> bool:
    return any(p.search(clause) for p in (asking_pattern(), pattern("in_part"), pattern("premise")))


def _actor(part: _Part, *, whole: bool) -> str | None:
    """The first name of a clause, where it stands at its beginning and nothing is done to it or said by it.

    `whole` demands that the clause say nothing more.
    """
    text = part.text
    acting = [(w, s, e) for w, s, e in part.found if name_of(w).kind in ACTING and not _WITHIN.match(text[e:])]
    if not acting:
        return None
    words, start, end = acting[0]
    if (end < len(text) if whole else start > _AHEAD) or _before().search(text[:start]) or _behind().match(text[end:]):
        return None
    return words


@cache
def _before() -> re.Pattern[str]:
    """What stands before a name that does not act."""
    return re.compile(load_toml("names.toml")["actor"]["before"])


@cache
def _duty() -> re.Pattern[str]:
    """A clause that asks for a duty and leaves out whose it is."""
    return re.compile(load_toml("names.toml")["actor"]["duty"])


@cache
def _behind() -> re.Pattern[str]:
    """What stands behind a name that does not act."""
    return re.compile(load_toml("names.toml")["actor"]["behind"])
