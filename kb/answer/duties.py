"""A role's duties (我要做哪些事): who asks for nothing but a role's duties gets the whole list that binds that role."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kb.answer.outline import Outline, Section
from kb.answer.whole import Whole, listing
from kb.language.fits import any_role_fits, scope_fit
from kb.language.vocabulary import find_roles, offices_body, roles_of_heading
from kb.question.asking import asking_data, scope_words
from kb.question.listing import Listing
from kb.question.question import Question
from kb.search.recall import Recall
from kb.types import Clause

# 支委会, 党小组会: a meeting, not who sits in it.
_MEETINGS = ("会", "大会")
_LEFT = 3


def duties(question: Question, asked: Listing, outline: Outline, recall: Recall, ranked: Sequence[Clause], *,
           admits: Callable[[Clause], bool] = lambda c: True) -> Whole | None:
    """The list of duties of the role that a question names; None where it asks for something narrower.

    A list of the role itself, for the kind of organisation named, comes before those that bind it among others;
    of equals the one found first in `ranked`, else the first in the library.
    """
    about = " ".join(asked.about)
    named = [(n, s, e) for n, s, e in find_roles(about) if not about[e:].startswith(_MEETINGS)]
    roles = tuple(dict.fromkeys(n for n, _, _ in named))
    if not roles or asked.nouns or _asks_more(about, named, question):
        return None
    body = offices_body(about)
    lists: dict[Section, list[Clause]] = {}
    for c in outline.binding(lambda bound: any_role_fits(roles, bound)):
        if admits(c) and scope_fit(question.scopes, c.scope) >= 0 and _is_duty(c):
            section = _binding(c, roles, outline)
            if any(body in h for h in section.chain):
                lists.setdefault(section, []).append(c)
    found = [s for c in ranked for s, held in lists.items() if c in held]
    order = [*dict.fromkeys(found), *(s for s in lists if s not in found)]
    best = max(order, key=lambda s: _own(roles, question, lists[s][0]), default=None)
    if best is None:
        return None
    clauses = [c for c in lists[best] if c.number is not None] or lists[best]
    return listing(best.label, clauses, unit=asked.unit)


def _asks_more(about: str, named: Sequence[tuple[str, int, int]], question: Question) -> bool:
    """Whether a question says more than roles, kinds of organisation, and words that say nothing of duties."""
    rest = about
    for _, start, end in reversed(named):
        rest = rest[:start] + " " + rest[end:]
    general = asking_data()["whole_list"]["general"]
    for word in sorted((*scope_words(), *general), key=len, reverse=True):
        rest = rest.replace(word, " ")
    return any(len(w) > 1 and w in rest for w in question.words) or len("".join(rest.split())) > _LEFT


def _own(roles: Sequence[str], question: Question, clause: Clause) -> tuple[bool, float]:
    return bool(set(roles) & set(clause.roles)), scope_fit(question.scopes, clause.scope)


def _binding(clause: Clause, roles: Sequence[str], outline: Outline) -> Section:
    """The list that a clause stands in: under the heading that binds a role asked, else the whole document."""
    depth = next((n for n, h in enumerate(clause.path, start=1) if any_role_fits(roles, roles_of_heading(h))), 0)
    return outline.section(clause.document_id, clause.path[:depth])


def _is_duty(clause: Clause) -> bool:
    words = asking_data()["whole_list"]["lists"]
    return any(w in h for h in (clause.list_title, *clause.path) for w in words)
