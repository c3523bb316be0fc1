"""Whom a rule binds (约束谁): a person in a role himself, the organisation that he leads, or somebody else.

The subject that a sentence prints counts before the heading of its list. A list for a higher level binds the members
and the secretaries that it names; a list for another role, or a lower level, binds nobody here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from kb.checklist.items import Who
from kb.checklist.leads import Lead, Named, body_named, levels_in, named_in, secretary_of
from kb.data import load_toml
from kb.language.vocabulary import GENERAL_SCOPE, role_named
from kb.types import Clause

_PARTS = re.compile("[、和及与](?![^（(]*[）)])")
_ANY_SECRETARY = "书记"  # whose secretary, the list says

Heading = Literal["own", "body", "above", "none", "other"]


@dataclass(frozen=True, slots=True)
class Bound:
    """Whose duty something is, and as what he or it is meant: `doers` are those it names, by which twins are told;
    `condition` the words that say when it is theirs at all (直属党支部).
    """

    who: Who
    doers: frozenset[str]
    condition: str | None = None


@cache
def words(name: str) -> re.Pattern[str]:
    """One of the patterns of checklist.toml's words."""
    return re.compile(load_toml("checklist.toml")["words"][name])


def in_scope(clause: Clause, scope: str) -> bool:
    """Whether a clause binds this kind of organisation: it is made for it, or for all."""
    return scope in clause.scope or GENERAL_SCOPE in clause.scope


def heading_of(lead: Lead, clause: Clause) -> tuple[Heading, str | None]:
    """Whose list a clause stands in, seen from a role, and the words that say when it is his."""
    named = [Named(r) for r in clause.roles]
    for part in (*clause.path, clause.list_title):
        named += [n for n in named_in(part) if n.bracketed and any(m.role in clause.roles for m in named_in(part))]
    if not named:
        return "none", None
    for n in named:
        if lead.is_role(n.role):
            return "own", n.bracketed
    for n in named:
        if lead.is_body(n.role):
            return "body", n.bracketed
    return ("above" if any(lead.is_above(n.role) for n in named) else "other"), None


def bound(lead: Lead, clause: Clause, subject: str | None, quote: str) -> Bound | None:
    """Whom a duty binds, seen from a role: `subject` is its doer as printed or inherited, `quote` its words.

    None where it is somebody else's.
    """
    heading, condition = heading_of(lead, clause)
    if subject is None or subject in clause.roles:
        return _inherited(lead, heading, condition, quote)
    return _printed(lead, heading, subject, quote)


def _inherited(lead: Lead, heading: Heading, condition: str | None, quote: str) -> Bound | None:
    if heading == "body" or (heading == "own" and lead.body is not None and _is_body_matter(quote)):
        return Bound("branch", frozenset({_body_key(lead)}), condition)
    return Bound("own", frozenset({lead.role}), condition) if heading == "own" else None


def _is_body_matter(quote: str) -> bool:
    """Whether what a secretary's list asks for is a matter of his organisation: its meetings, not his own doing."""
    return bool(words("body").search(quote)) and not words("person").search(quote)


def _printed(lead: Lead, heading: Heading, subject: str, quote: str) -> Bound | None:
    """Whom a printed subject means: of several the organisation first, then him, then others of his organisation."""
    found = [b for part in _PARTS.split(subject) if (b := _part(lead, heading, part, quote)) is not None]
    first = next((b for b in found if b.who == "branch" and _body_key(lead) in b.doers), None) or next(
        (b for b in found if b.who == "own"), None) or next(iter(found), None)
    return first and replace(first, doers=frozenset(d for b in found if b.who == first.who for d in b.doers))


def _part(lead: Lead, heading: Heading, subject: str, quote: str) -> Bound | None:
    named = _with_head(named_in(subject), subject, quote)
    his = heading in ("own", "body")
    for n in named:
        if lead.is_body(n.role):
            return Bound("branch", frozenset({_body_key(lead)}), n.bracketed)
        if lead.is_role(n.role) and (n.role != _ANY_SECRETARY or his or heading == "none"):
            return Bound("own", frozenset({lead.role}), n.bracketed)
    levels = levels_in(subject)
    meant = any(lead.is_body(level) for level in levels)
    if levels and not meant:
        return None
    if any(lead.is_peer(n.role) for n in named):
        return Bound("own", frozenset(n.role for n in named)) if his or meant else None
    people = [n.role for n in named if not _is_level(n.role)]
    if (named and not people) or not (his or (heading == "above" and people and _members(lead, people))):
        return None
    return Bound("branch", frozenset(people) or frozenset({subject}))


def _members(lead: Lead, people: list[str]) -> bool:
    return lead.body is not None and all(p in load_toml("checklist.toml")["words"]["members"] for p in people)


def _with_head(named: tuple[Named, ...], subject: str, quote: str) -> tuple[Named, ...]:
    """Where the words behind an organisation name the one who leads it (党总支主要负责人要报告), he is the doer."""
    at = quote.find(subject)
    if at < 0 or not words("head").match(quote[at + len(subject):]):
        return named
    out = []
    for n in named:
        body = body_named(n.role)
        out += [Named(s, n.bracketed) for s in sorted(body.secretaries)] if body is not None else [n]
    return tuple(out)


def _is_level(role: str) -> bool:
    deputy = load_toml("checklist.toml")["words"]["deputy"]
    known = role_named(role)
    return (body_named(role) is not None or secretary_of(role) is not None
            or (known is not None and known.family == deputy))


def _body_key(lead: Lead) -> str:
    return lead.body.name if lead.body is not None else lead.role
