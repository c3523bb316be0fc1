"""Who leads what (领导关系): the organisation that a role leads, and what words of a rule mean him or it.

Which role leads which organisation is data (kb/data/checklist.toml); a text may name two levels at once, the second in
brackets: 党总支（直属党支部）, 党委（总支）书记.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kb.data import load_toml
from kb.language.fits import role_fits
from kb.language.vocabulary import find_roles, role_named

_BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")


@dataclass(frozen=True, slots=True)
class Body:
    """A level of organisation: its names, who leads it, and who belongs to those who lead it. `rank` counts from the
    top; `part_of` names the level that a group belongs to; `generic` is what stands for every level of the grass roots
    (基层党组织).
    """

    name: str
    names: frozenset[str]
    secretaries: frozenset[str]
    peers: frozenset[str]
    rank: int
    grassroots: bool
    generic: bool
    part_of: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """A role or organisation that a text names; `bracketed` are its words where it is named in brackets beside another
    (直属党支部 in 党总支（直属党支部）), or only some of its kind are (直属支部).
    """

    role: str
    bracketed: str | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """A role and the organisation that it leads, None where it leads none."""

    role: str
    body: Body | None

    @property
    def generic(self) -> bool:
        """Whether it leads an organisation of no certain level (党组织书记)."""
        return self.body is not None and self.body.generic

    def is_role(self, name: str) -> bool:
        """Whether this role is meant: it, or what stands for the secretaries of every level."""
        if self.body is None:
            return role_fits(self.role, name)
        if name == self.role or name in self.body.secretaries:
            return True
        other = secretary_of(name)
        if other is None:
            return False
        return (other.generic and self.body.grassroots) or (self.generic and other.grassroots)

    def is_body(self, name: str) -> bool:
        """Whether the organisation that he leads is meant, or what stands for every level of it."""
        other = body_named(name)
        if self.body is None or other is None:
            return self.body is None and self.role == name
        return other.name == self.body.name or (other.generic and self.body.grassroots) or (
            self.generic and other.grassroots)

    def is_within(self, level: str) -> bool:
        """Whether a level of organisation is his, or a group within his (党小组)."""
        other = body_named(level)
        return self.is_body(level) or (other is not None and other.part_of is not None and self.is_body(other.part_of))

    def is_peer(self, name: str) -> bool:
        """Whether he is one of those so called (班子成员)."""
        return self.body is not None and name in self.body.peers

    def is_above(self, name: str) -> bool:
        """Whether an organisation, or its secretary, stands above his."""
        other = body_named(name) or secretary_of(name)
        return self.body is not None and other is not None and not other.generic and other.rank < self.body.rank


@cache
def bodies() -> tuple[Body, ...]:
    """Every level of organisation, from the top."""
    return tuple(
        Body(b["name"], frozenset((b["name"], *b.get("also", ()))), frozenset(b["secretary"]),
             frozenset(b.get("peers", ())), rank, b.get("grassroots", False), b.get("generic", False), b.get("part_of"))
        for rank, b in enumerate(load_toml("checklist.toml")["body"]))


def body_named(name: str) -> Body | None:
    """The organisation of this canonical name, None where it is none."""
    return next((b for b in bodies() if name in b.names), None)


def secretary_of(role: str) -> Body | None:
    """The organisation that a role leads."""
    return next((b for b in bodies() if role in b.secretaries), None)


def lead_of(role: str) -> Lead:
    """A role, by its canonical name, with the organisation that it leads."""
    return Lead(role, secretary_of(role))


def named_in(text: str) -> tuple[Named, ...]:
    """The roles and organisations that a text names, in order; of two levels named together both."""
    out: list[Named] = []
    for name, start, end in find_roles(text):
        spelled = text[start:end]
        only = load_toml("checklist.toml")["words"]["certain"]
        begin = start - len(only) if text[:start].endswith(only) else start
        out.append(Named(name, text[begin:end] if text[begin:end].startswith(only) else None))
        inner = _BRACKETS.search(spelled)
        if inner is not None:
            office = spelled[inner.end():]
            outer = role_named(spelled[:inner.start()] + office)
            out += [Named(outer.name)] if outer is not None else []
            out += [Named(other, inner.group(1)) for other, _, _ in find_roles(inner.group(1) + office)]
    return tuple({n.role: n for n in reversed(out)}.values())[::-1]


@cache
def _body_names() -> re.Pattern[str]:
    known = [r for b in bodies() for n in b.names if (r := role_named(n)) is not None]
    names = {s for r in known for s in (r.name, *r.alias)}
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


def level_at_start(text: str) -> Body | None:
    """The level of organisation that a text begins with: 党支部 of 支部党员大会, also behind its place (村支部)."""
    m = _body_names().search(text)
    at_start = m is not None and re.fullmatch(load_toml("checklist.toml")["words"]["place"], text[:m.start()])
    known = role_named(m.group()) if m is not None and at_start else None
    return body_named(known.name) if known is not None else None


def levels_in(text: str) -> frozenset[str]:
    """The levels of organisation in a text, also within longer words: 党总支 in 党总支班子成员."""
    found = (role_named(m.group()) for m in _body_names().finditer(text))
    return frozenset(b.name for r in found if r is not None and (b := body_named(r.name)) is not None)
