"""Whole lists of duties (职责清单): 书记有哪些职责 is answered by every clause of the list that binds the role."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb.data import load_toml
from kb.language.fits import any_role_fits, scope_fit
from kb.question.understand import Ask
from kb.types import Clause


def duties_asked(ask: Ask, ranked: Sequence[Clause], clauses: Iterable[Clause]) -> list[Clause]:
    """The clauses of the list that a question asks for as a whole; empty where it asks something narrower.

    `ranked` are the clauses found, best first; `clauses` all of them, in document order.
    """
    if not ask.roles or not _asks_for_duties(ask):
        return []
    fitting = [c for c in clauses if any_role_fits(ask.roles, c.roles)
               and scope_fit(ask.scopes, c.scope) >= 0 and _is_duty_list(c)]
    if not fitting:
        return []
    lists = {(c.document_id, c.list_title) for c in fitting}
    found = [(c.document_id, c.list_title) for c in ranked if (c.document_id, c.list_title) in lists]
    exact = [key for key in found if any(set(ask.roles) & set(c.roles) and scope_fit(ask.scopes, c.scope) > 0
                                         for c in fitting if (c.document_id, c.list_title) == key)]
    best = next(iter(exact or found), None)
    return [c for c in fitting if (c.document_id, c.list_title) == best]


def _asks_for_duties(ask: Ask) -> bool:
    data = load_toml("duties.toml")
    if not any(re.search(p, ask.text) for p in data["asks"]):
        return False
    rest = re.sub("|".join(data["asks"]), "", ask.text)
    return not [t for t in ask.topic if t in rest and t not in data["general"] and len(t) > 1]


def _is_duty_list(clause: Clause) -> bool:
    words = load_toml("duties.toml")["lists"]
    return any(w in h for h in (clause.list_title, *clause.path) for w in words)
