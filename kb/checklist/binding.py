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
from kb.checklist.leads import Lead, Named, body_named, level_at_start, levels_in, named_in, secretary_of
from kb.data import load_toml
from kb.language.vocabulary import GENERAL_SCOPE, find_roles, offices_body, role_named
from kb.types import Clause

_PARTS = re.compile("[、和及](?![^（(]*[）)])")
_ANY_SECRETARY = "书记"  # whose secretary, the list says
_OF_COMMITTEE = "党委书记"  # a 党工委 stands where a committee does

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


def heading_of(lead: Lead, clause: Clause, title: str) -> tuple[Heading, str | None]:
    """Whose list a clause of the document `title` stands in, seen from a role, and the words that say when it is his.
    """
    headings = (*reversed(clause.path), clause.list_title, title)
    named = [Named(r) for r in clause.roles if not _is_of_officers(r, headings)]
    for part in headings:
        named += [n for n in named_in(part) if n.bracketed and any(m.role in clause.roles for m in named_in(part))]
    body = _body_of_secretary(headings)
    if body and lead.role != _ANY_SECRETARY and any(n.role == _ANY_SECRETARY for n in named):
        if not words("committee").search(body):
            return "other", None
        named = [Named(_OF_COMMITTEE) if n.role == _ANY_SECRETARY else n for n in named]
    if not named:
        return "none", None
    for n in named:
        if lead.is_role(n.role):
            return "own", n.bracketed
    for n in named:
        if lead.is_body(n.role):
            return "body", n.bracketed
    return ("above" if any(lead.is_above(n.role) for n in named) else "other"), None


def _is_of_officers(role: str, headings: tuple[str, ...]) -> bool:
    """Whether the nearest heading that names an organisation means only its members: 党委 in 党委委员责任清单."""
    nearest = (tuple(h[end:] for name, _, end in find_roles(h) if name == role) for h in headings)
    behind = next(filter(None, nearest), ())
    return body_named(role) is not None and bool(behind) and all(words("office").match(b) for b in behind)


def _body_of_secretary(headings: tuple[str, ...]) -> str:
    """Whose secretary the nearest heading means that names one without his level: 纪委 of 纪委书记责任清单."""
    nearest = next((h for h in headings if any(r == _ANY_SECRETARY for r, _, _ in find_roles(h))), "")
    return offices_body(nearest)


def bound(lead: Lead, clause: Clause, title: str, subject: str | None, quote: str) -> Bound | None:
    """Whom a duty binds, seen from a role: `subject` is its doer as printed or inherited, `quote` its words.

    None where it is somebody else's.
    """
    heading, condition = heading_of(lead, clause, title)
    inherited = subject is None or (subject in clause.roles and not _begins(quote, subject)) or (
        words("case").search(subject) is not None)  # 党委建制单位，每季度……: in which case, not who
    # 组织所属党支部开展: a duty of those whose list it is, to have others do it.
    if subject is None or inherited or words("made_to_do").search(quote):
        return None if _is_of_others(lead, quote) else _inherited(lead, heading, condition, quote)
    printed = _printed(lead, heading, subject, quote)
    if printed is not None and printed.condition == subject and not all(map(_is_generic, clause.roles)):
        return replace(printed, condition=None)  # the list itself says of which level it is
    return printed


def _inherited(lead: Lead, heading: Heading, condition: str | None, quote: str) -> Bound | None:
    if heading == "body" or (heading == "own" and lead.body is not None and is_body_matter(quote)):
        return Bound("branch", frozenset({_body_key(lead)}), condition)
    # Nothing tells whether he does it or has his organisation do it.
    doers = frozenset({lead.role, _body_key(lead)})
    return Bound("own", doers, condition) if heading == "own" else None


def _is_of_others(lead: Lead, quote: str) -> bool:
    """Whether a rule begins with another level's name (支部党员大会每季度召开1次), or another unit's."""
    text = re.sub("^(各|每个)", "", words("mark").sub("", quote))
    level = level_at_start(text)
    other = level is not None and not lead.is_within(level.name)
    return (other and not lead.generic) or words("organ_at_start").match(text) is not None


def is_body_matter(quote: str) -> bool:
    """Whether what a secretary's list asks for is a matter of his organisation: its meetings, not his own doing."""
    return bool(words("body").search(quote)) and not words("person").search(quote)


def _printed(lead: Lead, heading: Heading, subject: str, quote: str) -> Bound | None:
    """Whom a printed subject means: of several the organisation first, then him, then others of his organisation."""
    found: list[Bound] = []
    elsewhere = False
    for part in _PARTS.split(subject):
        levels = levels_in(part)
        if levels:  # those named behind a level are of that level: 党支部书记和委员
            elsewhere = not any(lead.is_within(n) for n in levels)
        binds = None if elsewhere and not levels else _part(lead, heading, part, quote)
        found += [binds] if binds is not None else []
    first = next((b for b in found if b.who == "branch" and _body_key(lead) in b.doers), None) or next(
        (b for b in found if b.who == "own"), None) or next(iter(found), None)
    if first is None:
        return None
    named = named_in(subject)
    if first.who == "own" and any(_is_deputy(n.role) for n in named) and not any(lead.is_role(n.role) for n in named):
        return replace(first, who="branch")  # 副书记和支委: the others, not he
    doers = {d for b in found if b.who == first.who for d in b.doers}
    if first.who == "own":  # 党支部书记和班子成员: he is one of both
        doers |= {n.role for n in named_in(subject) if lead.is_peer(n.role)}
    return replace(first, doers=frozenset(doers))


def _part(lead: Lead, heading: Heading, subject: str, quote: str) -> Bound | None:
    if words("elsewhere").search(subject) or (not named_in(subject) and words("organ").search(subject)):
        return None
    named = _with_head(named_in(subject), subject, quote)
    his = heading in ("own", "body")
    levels = levels_in(subject)
    meant = any(lead.is_within(level) for level in levels)
    people = [n.role for n in named if not _is_level(n.role)]  # 支部组织委员 are people, not the organisation
    for n in named:
        if lead.is_within(n.role) and heading != "other" and not people:
            # Of what holds for every level, a rule for one of them holds where one's own is of that level.
            level = subject if lead.generic and not _is_generic(n.role) else None
            return Bound("branch", frozenset({_body_key(lead)}), n.bracketed or level)
        whose = n.role != _ANY_SECRETARY or meant or (not levels and (his or heading == "none"))
        if lead.is_role(n.role) and whose:
            return Bound("own", frozenset({lead.role}), n.bracketed)
    if levels and not meant:
        return None
    if any(lead.is_peer(n.role) for n in named):
        return Bound("own", frozenset(n.role for n in named)) if his or meant else None
    if (named and not people) or not (his or (heading == "above" and people and _members(lead, people))):
        return None
    itself = words("meeting").search(subject) is not None  # 支委会: the organisation as it meets
    return Bound("branch", frozenset(people) or frozenset({_body_key(lead) if itself else subject}))


def _members(lead: Lead, people: list[str]) -> bool:
    return lead.body is not None and all(p in load_toml("checklist.toml")["words"]["members"] for p in people)


def _with_head(named: tuple[Named, ...], subject: str, quote: str) -> tuple[Named, ...]:
    """Where the words behind an organisation name the one who leads it (党总支主要负责人要报告), he is the doer."""
    last = max((end for _, _, end in find_roles(subject)), default=len(subject))
    behind = subject[last:] or (quote[quote.index(subject) + len(subject):] if _begins(quote, subject) else "")
    if not words("head").match(behind):
        return named
    out = []
    for n in named:
        body = body_named(n.role)
        out += [Named(s, n.bracketed) for s in sorted(body.secretaries)] if body is not None else [n]
    return tuple(out)


def _begins(quote: str, subject: str) -> bool:
    """Whether a subject is printed at the beginning of a quote, but for its number and 各."""
    return 0 <= words("mark").sub("", quote).find(subject) <= 2


def _is_generic(role: str) -> bool:
    known = body_named(role)
    return known is not None and known.generic


def _is_level(role: str) -> bool:
    return body_named(role) is not None or secretary_of(role) is not None or _is_deputy(role)


def _is_deputy(role: str) -> bool:
    known = role_named(role)
    return known is not None and known.family == load_toml("checklist.toml")["words"]["deputy"]


def _body_key(lead: Lead) -> str:
    return lead.body.name if lead.body is not None else lead.role
