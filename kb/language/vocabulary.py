"""The domain as data (领域数据): roles, kinds of organisation, boilerplate and title endings from kb/data/*.toml.

Each loader reads its file once a process and returns frozen values; nothing here knows a document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kb.data import load_toml
from kb.language.names import find_names, name_of

GENERAL_SCOPE = "通用"
_HOME = "党"
# 总支委员 in 党总支委员会 names the committee, not its members
_MEMBERS = ("委员", "支委", "党员", "小组")
_BODY = re.compile("([一-龥][委会组室部局处院团办])(?:专职)?副?(?:书记|委员|主任|组长|主席)")
_OFFICE = ("书记", "委员", "组长")


@dataclass(frozen=True, slots=True)
class Scope:
    """A kind of organisation (单位类型) with the words that give it away in headings, texts and questions."""

    name: str
    heading: tuple[str, ...]
    text: tuple[str, ...]
    asked: tuple[str, ...]
    within: str | None
    alias: tuple[str, ...] = ()


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
    head: re.Pattern[str]
    rest: re.Pattern[str]
    toc: re.Pattern[str]
    blank: re.Pattern[str]
    signature: re.Pattern[str]
    lead: re.Pattern[str]
    placeholder: re.Pattern[str]


@cache
def scopes() -> tuple[Scope, ...]:
    """Every kind of organisation, the narrower before the wider."""
    return tuple(
        Scope(s["name"], tuple(s["heading"]), tuple(s["text"]), tuple(s["asked"]), s.get("within"),
              tuple(s.get("alias", ())))
        for s in load_toml("scopes.toml")["scope"]
    )


def scope_named(text: str) -> str | None:
    """The kind of organisation that a reader means by a name, also by another word for it (公司, 大学, 村); None for
    words that mean no kind, or more than one.
    """
    word = text.strip()
    if word in (GENERAL_SCOPE, *(s.name for s in scopes())):
        return word
    meant = [s.name for s in scopes() if word in (*s.alias, *s.asked)] or [
        s.name for s in scopes() if word in s.heading]
    return meant[0] if len(meant) == 1 else None


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
def deciding_title() -> re.Pattern[str]:
    """What the title of a decision over other documents reads like, without blanks."""
    return re.compile(load_toml("titles.toml")["deciding"])


@cache
def chapter_names() -> frozenset[str]:
    """Headings of chapters that bear no number (总则, 附则), without blanks."""
    return frozenset(load_toml("titles.toml")["chapters"])


@cache
def issuing_words() -> tuple[str, ...]:
    """Words with which a notice issues another document (印发)."""
    return tuple(load_toml("titles.toml")["issued"])


@cache
def title_marks() -> re.Pattern[str]:
    """A line below a title that belongs to it: （试行）."""
    return re.compile(rf"[（(]\s*(?:{'|'.join(load_toml('titles.toml')['marks'])})\s*[)）]")


@cache
def _role_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {spelling: r.name for r in roles() for spelling in (r.name, *r.alias)}
    longest_first = sorted(names, key=len, reverse=True)
    # a meeting is named by whom it brings together (党小组会, 党员大会) and is none of them
    each = (re.escape(n) + ("(?!会|大会)" if n.endswith(_MEMBERS) else "") for n in longest_first)
    return re.compile("|".join(each)), names


@lru_cache(maxsize=4096)
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


def offices(text: str) -> frozenset[str]:
    """Families (书记, 副书记, 委员) of the offices that a text names; organisations and members are none."""
    named = (role_named(name) for name, _, _ in find_roles(text))
    return frozenset(r.family for r in named if r is not None and r.name.endswith(_OFFICE))


def words_of_kinds(text: str) -> frozenset[str]:
    """The words of a question that name kinds of organisation, the longest at each place (民营企业, not 企业)."""
    return frozenset(_asked_words().findall(without_lookalikes(text)))


@cache
def _asked_words() -> re.Pattern[str]:
    words = {w for s in scopes() for w in (s.name, *s.heading, *s.asked)}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@cache
def _lookalikes(key: str) -> re.Pattern[str]:
    return re.compile("|".join(load_toml("scopes.toml")[key]))


def without_lookalikes(text: str) -> str:
    """The text without words that only look as if they named an organisation (集中学习 holds no 中学)."""
    return _lookalikes("ignore").sub(" ", text)


def offices_body(text: str) -> str:
    """The body whose office a text names (纪委 in 机关纪委书记); empty where none is named."""
    m = _BODY.search(text)
    return m.group(1) if m is not None else ""


def _matched(text: str, words: Sequence[str]) -> int:
    return max((len(w) for w in words if w in text), default=0)


def scopes_of_heading(heading: str) -> tuple[str, ...]:
    """Kinds of organisation that a heading names; narrower kinds hide the kind they lie within."""
    plain = without_lookalikes(heading)
    found = [s for s in scopes() if _matched(plain, s.heading)]
    hidden = {s.within for s in found}
    return tuple(s.name for s in found if s.name not in hidden)


def scopes_within(narrow: Sequence[str], wide: Sequence[str]) -> bool:
    """Whether every kind in `narrow` lies within a kind in `wide` (高校 within 学校)."""
    parents = {s.name: s.within for s in scopes()}
    return bool(narrow) and all(n not in wide and parents.get(n) in wide for n in narrow)


def scopes_of_text(text: str, *, share: float = 0.5, at_least: int = 3, different: int = 1,
                   title: str = "") -> tuple[str, ...]:
    """The kind of organisation that a whole text speaks of, by its clue words; empty where none dominates.

    `share` is the least part of all clue words that the winner must hold, `at_least` their least number, `different`
    how many of its clue words must stand there, or one of them in the `title`.
    """
    plain = _lookalikes("ignore_in_text").sub(" ", text)
    counts = {s.name: sum(plain.count(w) for w in s.text) for s in scopes()}
    total = sum(counts.values())
    name = max(counts, key=lambda n: counts[n])
    words = next(s.text for s in scopes() if s.name == name)
    if counts[name] < at_least or counts[name] < share * total or (
            sum(w in plain for w in words) < different and not _matched(title, words)):
        return ()
    return (name,)
