"""Every clause that mentions a term (提到某词的条款), however the term is spelled: none missing, none too many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kb.answer.outline import Outline, Section
from kb.answer.whole import Whole, entire, opening
from kb.cite import number_label
from kb.data import load_toml
from kb.language.fits import scope_fit
from kb.language.pairs import flat
from kb.language.quantities import mentions
from kb.language.synonyms import spellings
from kb.language.tokenizer import Tokenizer
from kb.question.mention import MentionAsked
from kb.question.question import Question
from kb.search.recall import Recall
from kb.types import Clause


def mentioning(question: Question, asked: MentionAsked, outline: Outline, recall: Recall, tokenizer: Tokenizer, *,
               admits: Callable[[Clause], bool] = lambda c: True) -> Whole | None:
    """Every admitted clause of the document named, or of any, that holds the term; None where none does.

    Where nothing holds it as it is put, the clauses that hold all its words count.
    """
    named = outline.named(asked.place, recall.pair_rarity) if len(asked.place) > 1 else []
    sections = named[:1] or outline.documents
    clauses = [c for s in sections for c in s.clauses if admits(c)]
    if question.scopes and any(scope_fit(question.scopes, c.scope) > 0 for c in clauses):
        clauses = [c for c in clauses if scope_fit(question.scopes, c.scope) >= 0]
    found = _holding([flat(t) for t in spellings(asked.term)], clauses, recall, any)
    found = found or _holding([flat(w) for w in tokenizer(asked.term) if len(w) > 1], clauses, recall, all)
    if asked.counted:
        found = [c for c in found if _counts(c, asked.term)]
    return _listed(asked.term, found, outline) if found else None


def _holding(terms: Sequence[str], clauses: Iterable[Clause], recall: Recall,
             enough: Callable[[Iterable[bool]], bool]) -> list[Clause]:
    terms = [t for t in terms if t]
    return [c for c in clauses if terms and enough(t in recall.analysis(c.id).flat for t in terms)]


def _counts(clause: Clause, term: str) -> bool:
    """Whether a figure stands with the term, in one sentence."""
    return any(term in s and mentions(s) for s in clause.text.split("。"))


def _listed(term: str, clauses: Sequence[Clause], outline: Outline) -> Whole:
    where = load_toml("phrases.toml")["mentioning"].format(term=term)
    total = load_toml("phrases.toml")["total"].format(n=len(clauses), unit="条")
    said = (f"{_place(outline.section(c.document_id, c.path))}{number_label(c) or ''}：{opening(c)}" for c in clauses)
    return Whole(f"{total}（{where}）：{'；'.join(said)}。", entire(clauses))


def _place(section: Section) -> str:
    return section.label
