"""Whole lists of duties (职责清单): 书记有哪些职责 is answered by every clause of the list that binds the role."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb.language.fits import any_role_fits, scope_fit
from kb.question.asking import asking_data
from kb.question.question import Question
from kb.types import Clause


def whole_list(question: Question, ranked: Sequence[Clause], clauses: Iterable[Clause]) -> list[Clause]:
    """The clauses of the list that a question asks for as a whole; empty where it asks something narrower.

    `ranked` are the clauses found, best first; `clauses` all of them, in document order.
    """
    if not question.roles or not _asks_for_list(question):
        return []
    fitting = [c for c in clauses if any_role_fits(question.roles, c.roles)
               and scope_fit(question.scopes, c.scope) >= 0 and _is_duty_list(c)]
    if not fitting:
        return []
    lists = {(c.document_id, c.list_title) for c in fitting}
    found = [(c.document_id, c.list_title) for c in ranked if (c.document_id, c.list_title) in lists]
    exact = [key for key in found if any(set(question.roles) & set(c.roles) and scope_fit(question.scopes, c.scope) > 0
                                         for c in fitting if (c.document_id, c.list_title) == key)]
    best = next(iter(exact or found), None)
    return [c for c in fitting if (c.document_id, c.list_title) == best]


def _asks_for_list(question: Question) -> bool:
    data = asking_data()["whole_list"]
    if not any(re.search(p, question.text) for p in data["asks"]):
        return False
    rest = re.sub("|".join(data["asks"]), "", question.text)
    return not [t for t in question.topic if t in rest and t not in data["general"] and len(t) > 1]


def _is_duty_list(clause: Clause) -> bool:
    words = asking_data()["whole_list"]["lists"]
    return any(w in h for h in (clause.list_title, *clause.path) for w in words)
