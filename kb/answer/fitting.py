"""Which clauses are no answer whatever speaks for them (可用的条款): others' rules, and what leaves the matter out."""

from __future__ import annotations

from collections.abc import Sequence

from kb.answer.evidence import Evidence
from kb.answer.figures import lacks_quantity, slot_fit
from kb.answer.others import of_others
from kb.answer.unsaid import unsaid
from kb.question.question import Question

# Where the likeliest clause speaks of others, how probable another must be by itself.
_INSTEAD = 0.35
# What is left where all that the question names is held, with the quantity asked for.
_FAIR, _ALL = 0.05, 0.95
# How probable a clause must be that has not a character of what is asked.
_DESPITE = 0.6


def struck(e: Evidence, question: Question, probable: float) -> str | None:
    """Why a clause is no answer whatever its probability (0–1), in Chinese; None where nothing strikes it out."""
    if of_others(e, question):
        return "说的是别的人、机构或事物"
    if lacks_quantity(question, e.analysis):
        return "没有所问的那种数"
    return "没有写到所问的事" if probable < _DESPITE and unsaid(e, question) else None


def is_left(question: Question, evidence: Sequence[Evidence], probable: Sequence[float], fit: Sequence[float]) -> bool:
    """Whether anything is left to answer with where what speaks of others has been struck out.

    Where the likeliest was struck out, what made the question seem answerable was another's: then what is left must be
    likely by itself, or hold all that the question names with a quantity of the kind that it asks for.
    """
    left = max(fit, default=0.0)
    if left > 0 and (left == max(probable) or left >= _INSTEAD):
        return True
    return bool(question.slots) and any(
        p >= _FAIR and e.whole >= _ALL and any(slot_fit(question, f) == 1.0 for f in e.analysis.frames)
        for e, p in zip(evidence, fit, strict=True))
