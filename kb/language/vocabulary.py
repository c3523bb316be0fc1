"""The domain as data (领域数据): roles, kinds of organisation, boilerplate and title endings from kb/data/*.toml.

Each loader reads its file once a process and returns frozen values; nothing here knows a document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kb.data import load_toml
from kb.language.names import find_names, name_of

GENERAL_SCOPE = "通用"
_HOME = "党"
# 总支委员 in 党总支委员会 names the committee, not its members
_MEMBERS = ("委员", "支委")


@dataclass(frozen=True, slots=True)
class Scope:
    """A kind of organisation (单位类型) with the words that give it away in headings, texts and questions."""

    name: str
    heading: tuple[str, ...]
    text: tuple[str, ...]
    asked: tuple[str, ...]
    within: str | None


@dataclass(frozen=True, slots=True)
class Role:
    """A role or level of organisation (角色), its other spellings, its family and the roles above it."""

    name: str
    family: str
    alias: tuple[str, ...]
    is_a: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Patterns of lines that are no part of a regulation."""

    line: re.Pattern[str]
    rest: re.Pattern[str]
    toc: re.Pattern[str]
    blank: re.Pattern[str]
    signature: re.Pattern[str]
    placeholder: re.Pattern[str]


@cache
def scopes() -> tuple[Scope, ...]:
    """Every kind of organisation, the narrower before the wider."""
    return tuple(
        Scope(s["name"], tuple(s["heading"]), tuple(s["text"]), tuple(s["asked"]), s.get("within"))
        for s in load_toml("scopes.toml")["scope"]
    )


@cache
def roles() -> tuple[Role, ...]:
    """Every role, in the order of the file."""
    return tuple(
        Role(r["name"], r["family"], tuple(r.get("alias", ())), tuple(r.get("is_a", ())))
        for r in load_toml("roles.toml")["role"]
    )


@cache
def duty_words() -> tuple[str, ...]:
    """Words that make a heading with a role in it bind that role."""
    return tuple(load_toml("roles.toml")["duty_words"])


def roles_of_heading(heading: str) -> tuple[str, ...]:
    """Roles that a heading binds: it speaks of their duties, or is nothing but their names."""
    found = find_roles(heading)
    rest = heading
    for _, start, end in reversed(found):
        rest = rest[:start] + rest[end:]
    named_only = not re.sub(r"[各、和及与（）()一二三四五六七八九十\d.．\s]|直属", "", rest)
    if found and (named_only or any(w in heading for w in duty_words())):
        return tuple(dict.fromkeys(name for name, _, _ in found))
    return ()


@cache
def boilerplate() -> Boilerplate:
    """The compiled patterns of boilerplate.toml."""
    data = load_toml("boilerplate.toml")
    return Boilerplate(**{key: re.compile("|".join(f"(?:{p})" for p in data[key])) for key in data})


@cache
def title_endings() -> tuple[str, ...]:
    """Words that list and document titles end with."""
    return tuple(load_toml("titles.toml")["endings"])


@cache
def _role_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {spelling: r.name for r in roles() for spelling in (r.name, *r.alias)}
    longest_first = sorted(names, key=len, reverse=True)
    each = (re.escape(n) + ("(?!会|大会)" if n.endswith(_MEMBERS) else "") for n in longest_first)
    return re.compile("|".join(each)), names


def find_roles(text: str) -> tuple[tuple[str, int, int], ...]:
    """Roles named in `text` as (canonical name, start, end), the longest spelling at each place.

    What is part of a name of another system of organisations is none: 支部书记 in 团支部书记.
    """
    pattern, names = _role_pattern()
    found = [(names[m.group()], m.start(), m.end()) for m in pattern.finditer(text)]
    others = [(s, e) for w, s, e in find_names(text) if name_of(w).system not in (None, _HOME)] if found else []
    return tuple(r for r in found if not any(s < r[1] and r[2] <= e for s, e in others))


@cache
def role_named(name: str) -> Role | None:
    """The role of this canonical name or spelling, None where it is unknown."""
    _, names = _role_pattern()
    canonical = names.get(name)
    return next((r for r in roles() if r.name == canonical), None)


def words_of_kinds(text: str) -> frozenset[str]:
    """The words of a question that name kinds of organisation, the longest at each place (民营企业, not 企业)."""
    return frozenset(_asked_words().findall(text))


@cache
def _asked_words() -> re.Pattern[str]:
    words = {w for s in scopes() for w in (s.name, *s.heading, *s.asked)} | {*load_toml("scopes.toml")["lookalike"]}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _matched(text: str, words: Sequence[str]) -> int:
    return max((len(w) for w in words if w in text), default=0)


def scopes_of_heading(heading: str) -> tuple[str, ...]:
    """Kinds of organisation that a heading names; narrower kinds hide the kind they lie within."""
    for word in load_toml("scopes.toml")["lookalike"]:
        heading = heading.replace(word, "")
    found = [s for s in scopes() if _matched(heading, s.heading)]
    hidden = {s.within for s in found}
    return tuple(s.name for s in found if s.name not in hidden)


def scopes_within(narrow: Sequence[str], wide: Sequence[str]) -> bool:
    """Whether every kind in `narrow` lies within a kind in `wide` (高校 within 学校)."""
    parents = {s.name: s.within for s in scopes()}
    return bool(narrow) and all(n not in wide and parents.get(n) in wide for n in narrow)


def scopes_of_text(text: str, *, share: float = 0.5, at_least: int = 3) -> tuple[str, ...]:
    """The kind of organisation that a whole text speaks of, by its clue words; empty where none dominates.

    `share` is the least part of all clue words that the winner must hold, `at_least` their least number.
    """
    counts = {s.name: sum(text.count(w) for w in s.text) for s in scopes()}
    total = sum(counts.values())
    name = max(counts, key=lambda n: counts[n])
    if counts[name] < at_least or counts[name] < share * total:
        return ()
    return (name,)
