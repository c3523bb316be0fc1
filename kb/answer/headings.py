"""A heading named word for word (照标题问): everything under every heading that a question names in full.

Where several lists have a heading of these words, each of them is meant, unless the question names what it stands in.
"""

from __future__ import annotations

from collections.abc import Callable

from kb.answer.outline import Outline, Section, outermost
from kb.answer.whole import Whole, listing
from kb.language.fits import scope_fit
from kb.question.listing import Listing
from kb.question.question import Question
from kb.question.references import name_in
from kb.types import Clause

_LEAST = 2


def headed(question: Question, asked: Listing, outline: Outline, rarity: Callable[[str], float], *,
           admits: Callable[[Clause], bool] = lambda c: True) -> Whole | None:
    """Everything under the headings that a question names word for word; None where it names none so."""
    fitting = [(s, before) for s in outline.sections
               if s.path and len(s.clauses) >= _LEAST and (before := asked.before(s.heading)) is not None]
    longest = max((len(s.heading) for s, _ in fitting), default=0)
    if longest < _LEAST:
        return None
    sections = [s for s, _ in fitting if len(s.heading) == longest]
    where = name_in(next(before for s, before in fitting if len(s.heading) == longest))
    if where:
        named = outline.named(where, rarity) if len(where) > 1 else []
        sections = [s for s in sections if any(n.holds(s) and n is not s for n in named)]
    sections = [s for s in outermost(sections) if scope_fit(question.scopes, s.clauses[0].scope) >= 0]
    clauses = [c for s in sections for c in _numbered(s, asked, admits)]
    if not clauses or asked.number not in (None, len(clauses)):
        return None
    return listing("、".join(s.label for s in sections), clauses, unit=asked.unit)


def _numbered(section: Section, asked: Listing, admits: Callable[[Clause], bool]) -> list[Clause]:
    """The clauses of a section; who asks how many there are means those with a number, where any has one."""
    clauses = [c for c in section.clauses if admits(c)]
    return [c for c in clauses if c.number is not None] or clauses if asked.counts else clauses
