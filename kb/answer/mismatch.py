"""What speaks against a clause (不相符): another role, another body, or another kind of fact than the question's."""

from __future__ import annotations

import re
from functools import cache

from kb.answer.evidence import Evidence, answers_unit
from kb.ingest.analysis import ClauseAnalysis
from kb.language.fits import any_role_fits, scope_fit
from kb.language.synonyms import canonical
from kb.language.tokenizer import lexicon, normalize
from kb.language.vocabulary import words_of_kinds
from kb.question.question import Question

_OFTEN = frozenset(("频率", "次数"))
_FIGURE = re.compile("[0-9一二三四五六七八九十两]|每|定期|经常|随时|按|半年|年初|年底|月")


def subject_fit(e: Evidence, question: Question) -> float:
    """1 where the words that would be quoted speak of a role the question names, -1 of another one, 0 of none."""
    if not question.roles or not e.stretch.bound:
        return 0.0
    return 1.0 if any_role_fits(question.roles, e.stretch.bound) else -1.0


def of_another_kind(e: Evidence, question: Question) -> bool:
    """Whether the clause binds other kinds of organisation than the one kind that the question calls by its name.

    Loose words (公司, 科室) name a kind too loosely to go by; a kind that the clause speaks of itself is no other one.
    """
    named = question.kinds_named
    if question.compares or not named or scope_fit(named, e.analysis.clause.scope) >= 0:
        return False
    return not any(word in e.analysis.held for word in words_of_kinds(question.text))


def of_another_matter(e: Evidence, question: Question) -> bool:
    """Whether the figure that would be quoted belongs to another matter of the clause than the one the question names.

    党课要讲多长时间 is not answered by 每次要保证半天的集中学习时间 of a clause that speaks of 党课 elsewhere. On the
    training questions this holds of 6 clauses that do not answer, and of 2 that do.
    """
    if e.unit != 1 or e.obligation is None or question.kind != "count" or e.obligation.period in question.slots:
        return False  # a term of office is its own matter: 几年换一次届 asks for 每届任期5年
    named = [canonical(w) for w in question.words if w in domain_terms()]
    opening = e.analysis.sentences[0].plain
    return any(w in e.analysis.plain and w not in e.stretch.around and w not in opening for w in named)


def without_figure(e: Evidence, question: Question) -> bool:
    """Whether it is asked how often, and the clause holds no figure and no period at all."""
    return question.kind == "count" and bool(_OFTEN & {*question.slots}) and not e.analysis.frames \
        and not e.analysis.obligations and not _FIGURE.search(e.clause.text)


@cache
def domain_terms() -> frozenset[str]:
    """The terms of the domain's lexicon, in normal form."""
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
