"""What speaks against a clause (不相符): another role, another body, or another kind of fact than the question's."""

from __future__ import annotations

import re
from functools import cache

from kb.answer.evidence import Evidence, Subject, answers_unit, duties_of
from kb.domain import find_roles, load_toml
from kb.search.postings import bigrams
from kb.search.synonyms import canonical
from kb.types import Clause
from kb.understand import Ask, role_fits

_OPENING = 30


def subject_fit(e: Evidence, ask: Ask) -> float:
    """1 where the words that would be quoted speak of a role the question names, -1 of another one, 0 of none."""
    if not ask.roles:
        return 0.0
    stated = e.duty.subject if e.duty is not None and e.duty.subject else e.quote[:_OPENING]
    named = [name for name, _, _ in find_roles(stated)]
    if not named:
        return 0.0
    return 1.0 if any(role_fits(a, b) for a in ask.roles for b in named) else -1.0


def bound(clause: Clause, ask: Ask) -> float:
    """1 where the clause binds a role the question names, -1 where it binds others only, 0 where either names none."""
    if not ask.roles or not clause.roles:
        return 0.0
    return 1.0 if any(role_fits(a, b) for a in ask.roles for b in clause.roles) else -1.0


def lacking(ask: Ask, held: str) -> float:
    """The share of the question's words that the clause and its headings, in canonical form, do not hold."""
    words = [t for t in set(ask.topic) if len(t) > 1]
    return sum(canonical(t) not in held for t in words) / len(words) if words else 0.0


def absent(ask: Ask, held: str) -> float:
    """How much (0–1) of a body, office or group that the question names the clause never mentions, at worst."""
    pairs = frozenset(bigrams(held))
    worst = 0.0
    for m in _agents().finditer(ask.text):
        name = bigrams(canonical(m.group()))
        worst = max(worst, sum(p not in pairs for p in name) / max(1, len(name)))
    return worst


def given(subject: Subject, clause: Clause) -> float:
    """1 where an obligation of the clause gives the kind of quantity asked for, -1 where none does, 0 if unasked."""
    asked = subject.asked
    if asked is None:
        return 0.0
    return 1.0 if any(answers_unit(asked, d) for d in duties_of(clause)) else -1.0


@cache
def _agents() -> re.Pattern[str]:
    data = load_toml("agents.toml")
    return re.compile(f"[一-龥]{{0,{data['before']}}}?(?:{'|'.join(data['endings'])})")
