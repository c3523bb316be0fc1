"""Every clause that mentions a term (提到某词的条款), however the term is spelled: none missing, none too many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from kb.answer.outline import Outline, Section
from kb.answer.whole import Whole, entire, opening
from kb.cite import number_label
from kb.data import load_toml
from kb.language.fits import scope_fit
from kb.language.pairs import letters
from kb.language.quantities import mentions
from kb.language.synonyms import is_shortened, shortened
from kb.language.tokenizer import Tokenizer, normalize
from kb.question.asking import scopes_asked
from kb.question.mention import MentionAsked
from kb.question.question import Question
from kb.search.recall import Recall
from kb.types import Clause

# Texts of clauses whose letters are kept in memory.
_KEPT = 20_000


def mentioning(question: Question, asked: MentionAsked, outline: Outline, recall: Recall, tokenizer: Tokenizer, *,
               admits: Callable[[Clause], bool] = lambda c: True) -> Whole | None:
    """Every admitted clause of the document named, or of any, that holds the term; None where none does.

    Where nothing holds it as it is put, the clauses that hold all its words count.
    """
    named = outline.named(asked.place, recall.pair_rarity) if len(asked.place) > 1 else []
    sections = named[:1] or outline.documents
    clauses = [c for s in sections for c in s.clauses if admits(c)]
    scopes = scopes_asked(question.text.replace(asked.whole, ""))  # a kind that is looked for is not where to look
    if scopes and any(scope_fit(scopes, c.scope) > 0 for c in clauses):
        clauses = [c for c in clauses if scope_fit(scopes, c.scope) >= 0]
    term, found = _found(asked, clauses, tokenizer)
    if asked.counted:
        found = [c for c in found if _counts(c, term)]
    return _listed(term, found, outline) if found else None


def _found(asked: MentionAsked, clauses: Sequence[Clause], tokenizer: Tokenizer) -> tuple[str, list[Clause]]:
    """The words looked for, as far as they are held, and the clauses that hold them."""
    for term in dict.fromkeys((asked.whole, asked.term)):
        if any(letters(term) in _printed(c.text) for c in clauses):
            return term, [c for c in clauses if _says(term, c.text, exactly=asked.quoted)]
    words = [w for w in tokenizer(asked.term) if len(w) > 1]
    found = [c for c in clauses if _says(asked.term, c.text)]
    return asked.term, found or [c for c in clauses if words and all(letters(w) in _printed(c.text) for w in words)]


def _says(term: str, text: str, *, exactly: bool = False) -> bool:
    """Whether a text holds a term as it is put, or cut short; a longer term is not what its short form says."""
    put, spelled = letters(term), letters(shortened(normalize(term)))
    return put in _printed(text) or (
        not exactly and is_shortened(term) and len(spelled) >= len(put) and spelled in _spelled(text))


@lru_cache(_KEPT)
def _printed(text: str) -> str:
    return letters(text)


@lru_cache(_KEPT)
def _spelled(text: str) -> str:
    return letters(shortened(normalize(text)))


def _counts(clause: Clause, term: str) -> bool:
    """Whether a figure stands with the term, in one sentence."""
    return any(_says(term, s) and mentions(s) for s in clause.text.split("。"))


def _listed(term: str, clauses: Sequence[Clause], outline: Outline) -> Whole:
    where = load_toml("phrases.toml")["mentioning"].format(term=term)
    total = load_toml("phrases.toml")["total"].format(n=len(clauses), unit="条")
    said = (f"{_place(outline.section(c.document_id, c.path))}{number_label(c) or ''}：{opening(c)}" for c in clauses)
    return Whole(f"{total}（{where}）：{'；'.join(said)}。", entire(clauses))


def _place(section: Section) -> str:
    return section.label
