"""What speaks against a clause (不相符): another role, another body, or another kind of fact than the question's."""

from __future__ import annotations

from functools import cache

from kb.answer.evidence import Evidence, answers_unit
from kb.ingest.analysis import ClauseAnalysis
from kb.language.fits import any_role_fits, scope_fit
from kb.language.synonyms import canonical
from kb.language.tokenizer import lexicon, normalize
from kb.question.question import Question
from kb.types import Clause


def subject_fit(e: Evidence, question: Question) -> float:
    """1 where the words that would be quoted speak of a role the question names, -1 of another one, 0 of none."""
    if not question.roles or not e.stretch.bound:
        return 0.0
    return 1.0 if any_role_fits(question.roles, e.stretch.bound) else -1.0


def of_others(e: Evidence, question: Question) -> bool:
    """Whether the words speak of another office, another kind of organisation, or another matter."""
    return of_another(e, question) or of_another_kind(e.clause, question) or of_another_matter(e, question)


def of_another(e: Evidence, question: Question) -> bool:
    """Whether the words that would be quoted speak of an office of another family than the one the question names.

    副书记每年上几次党课 is not answered by 书记每年至少上1次党课. On the training questions this holds of 26 clauses
    that do not answer, and of 3 that do.
    """
    asked = question.offices
    if len(asked) != 1 or any_role_fits(question.roles, e.clause.roles):
        return False
    return bool(e.stretch.bound_offices) and not asked & {*e.stretch.bound_offices, *e.stretch.offices}


def of_another_kind(clause: Clause, question: Question) -> bool:
    """Whether the clause binds other kinds of organisation than the one kind that the question calls by its name.

    Loose words (公司, 科室) name a kind too loosely to go by. On the training questions this holds of 60 clauses that
    do not answer, and of 5 that do.
    """
    named = question.kinds_named
    return not question.compares and bool(named) and scope_fit(named, clause.scope) < 0


def of_another_matter(e: Evidence, question: Question) -> bool:
    """Whether the figure that would be quoted belongs to another matter of the clause than the one the question names.

    党课要讲多长时间 is not answered by 每次要保证半天的集中学习时间 of a clause that speaks of 党课 elsewhere. On the
    training questions this holds of 6 clauses that do not answer, and of 2 that do.
    """
    if e.unit != 1 or e.obligation is None or question.kind != "count":
        return False
    named = [canonical(w) for w in question.words if w in _terms()]
    return any(w in e.analysis.plain and w not in e.stretch.around for w in named)


@cache
def _terms() -> frozenset[str]:
    return frozenset(normalize(t) for t in lexicon())


def lacking(question: Question, held: str) -> float:
    """The share of the question's words that the clause and its headings, in canonical form, do not hold."""
    words = question.words
    return sum(canonical(t) not in held for t in words) / len(words) if words else 0.0


def absent(question: Question, held: frozenset[str]) -> float:
    """How much (0–1) of a body, office or group that the question names a clause, by its pairs, never mentions."""
    return max((sum(p not in held for p in name) / max(1, len(name)) for name in question.agents), default=0.0)


def given(question: Question, analysis: ClauseAnalysis) -> float:
    """1 where an obligation of the clause gives the kind of quantity asked for, -1 where none does, 0 if unasked."""
    asked = question.unit
    if asked is None:
        return 0.0
    return 1.0 if any(answers_unit(asked, o) for o in analysis.obligations) else -1.0
