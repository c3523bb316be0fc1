"""Whom a rule addresses (对谁的规定): the organisation, the one who leads it, its members, or somebody else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.checklist.binding import is_body_matter, words
from kb.checklist.leads import body_named, levels_in, named_in, secretary_of
from kb.language.vocabulary import find_roles, role_named
from kb.training.topic_table import Who
from kb.types import Clause

_SECRETARY = {"书记", "副书记"}
_HEAD = re.compile("负责人$")
_JOINED = re.compile("[、和及与](?![^（(]*[）)])")
_MEMBER = "党员"
_MEETS = "党支部"  # whose meetings 支委会 and 党员大会 are, where no level is named


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a rule addresses, as printed; `doers` are canonical names, by which rules for the same are told."""

    who: Who
    owner: str | None
    doers: frozenset[str]


def addressee(clause: Clause, doer: str | None, quote: str, *, counted: bool) -> Addressee:
    """The addressee of a rule with this printed doer; without one that of its list, where a secretary's list asks for
    his organisation's meetings (`counted`) the organisation.
    """
    inherited = doer is None or (doer in clause.roles and not _begins(quote, doer))
    owner = doer or next((r for r in clause.roles if r != _MEMBER), None)  # 发展党员 in a title addresses no member
    owner = owner or _headed(clause)
    if owner is None:
        return Addressee("other", None, frozenset())
    led = secretary_of(owner) if inherited else None
    if led is not None and counted and is_body_matter(quote):
        return Addressee("branch", led.name, frozenset({led.name}))
    return _named(owner, quote)


def _headed(clause: Clause) -> str | None:
    """The organisation that the nearest heading names (农村党支部党课制度)."""
    named = (name for heading in (*reversed(clause.path), clause.list_title) for name, _, _ in find_roles(heading))
    return next((n for n in named if body_named(n) is not None), None)


def _begins(quote: str, doer: str) -> bool:
    """Whether a doer is printed at the beginning of a quote, but for 各 or 请."""
    return re.match(f"(?:{words('ahead').pattern})?{re.escape(doer)}", words("mark").sub("", quote)) is not None


def _named(owner: str, quote: str) -> Addressee:
    """Of several that are named together the first tells who it is; all of them are meant."""
    first = _JOINED.split(owner)[0] or owner
    named = [n.role for n in named_in(owner)]
    last = next((n.role for n in reversed(named_in(first))), "")  # 党委领导班子成员 are people, not the organisation
    family = r.family if (r := role_named(last)) is not None else None
    bodies = [b.name for n in named if (b := body_named(n)) is not None]
    behind = quote[quote.find(owner) + len(owner):] if _begins(quote, owner) else ""
    if words("elsewhere").search(first):  # 党委组织部门, 上级党组织
        return Addressee("other", owner, frozenset(named) or frozenset({owner}))
    if words("meeting").search(first):  # 支委会: the organisation as it meets
        return Addressee("branch", owner, levels_in(first) or frozenset({_MEETS}))
    if family in _SECRETARY or (bodies and _HEAD.search(first)) or (bodies and words("head").match(behind)):
        return Addressee("secretary", owner, frozenset(named))
    if body_named(last) is not None:
        return Addressee("branch", owner, frozenset(bodies))
    if family == _MEMBER:
        return Addressee("member", owner, frozenset({_MEMBER}))
    return Addressee("other", owner, frozenset(named) or frozenset({owner}))
