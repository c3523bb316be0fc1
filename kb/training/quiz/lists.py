"""Questions on lists and terms (列举题、名词题): what belongs to a list, what a clause asks for, what a word means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.answer.points import points
from kb.training.item import ItemType
from kb.training.quiz.draft import Draft
from kb.training.quiz.duty import Duty, list_owner
from kb.training.quiz.enumerations import Enumeration, sentences, stranger, titled
from kb.training.quiz.likeness import contained, pairs
from kb.training.quiz.shelf import Shelf, lead
from kb.training.quiz.wording import limit, pattern, phrase, quoted
from kb.types import Clause

_STRANGERS = 2  # things that are not on a list, each asked for by itself
_STRETCH = 1.8  # how much longer or shorter a wrong choice may be than the right ones


def list_drafts(e: Enumeration, others: Sequence[Enumeration], shelf: Shelf, scope: str) -> Iterator[Draft]:
    """What belongs to an enumeration: a multiple choice with things of other lists, and a short answer."""
    title, begin = shelf.title(e.clause), _lead(e.clause, shelf, scope)
    said = {"lead": begin, "title": quoted(e.title), "verb": e.verb}
    kinds = ("multiple_list", "short_list") if e.verb else ("multiple_points", "short_points")
    wrong = tuple(dict.fromkeys(w for o in others if bool(o.verb) == bool(e.verb) and o.clause.id != e.clause.id
                                for w in o.items if _may_stand(w, e)))
    if wrong:
        yield _draft("multiple", phrase("stem", kinds[0], **said), e.items, wrong, scope, e, title, 3)
    for other in wrong[:_STRANGERS]:
        yield _draft("single", phrase("stem", "single_not", **said), (other,), e.items, scope, e, title, 3)
    if len(e.items) <= limit("points"):
        yield _draft("short", phrase("stem", kinds[1], **said), e.items, (), scope, e, title, 3)


def clause_drafts(clause: Clause, shelf: Shelf, scope: str) -> Iterator[Draft]:
    """What a clause with a title asks for, and what a word that it explains means."""
    title = shelf.title(clause)
    named = titled(clause)
    if named is not None and clause.roles and not points(clause.text):
        said, end = sentences(clause, named[1])
        if len(said) >= 2:
            question = phrase("stem", "short_title", lead=_lead(clause, shelf, scope), title=quoted(named[0]))
            yield Draft("short", question, said, (), scope, clause, title, named[1], end, 3, named[0])
    for m in pattern("term").finditer(clause.text):
        question = phrase("stem", "short_term", lead=lead(clause, title, scope, None), words=m["term"])
        yield Draft("short", question, (m["said"].strip(),), (), scope, clause, title, m.start(), m.end(), 2, m["term"])


def term_drafts(shelf: Shelf, clauses: Sequence[Clause], scope: str) -> Iterator[Draft]:
    """Which word is explained so: words that are explained elsewhere stand beside it."""
    terms = {m["term"].strip("“”"): m for c in shelf.clauses for m in pattern("term").finditer(c.text)}
    for c in clauses:
        for m in pattern("term").finditer(c.text):
            own = m["term"].strip("“”")
            wrong = tuple(t for t in terms if t != own and t not in c.text and t not in m["said"])
            told = contained(pairs(own), pairs(m["said"])) > limit("alike")  # by the words of the explanation
            if len(wrong) >= 3 and not told:
                words = m["term"].replace(own, phrase("stem", "blank")) + c.text[m.end("term"):m.end()]
                question = phrase("stem", "single_term", lead=lead(c, shelf.title(c), scope, None), words=words)
                yield Draft("single", question, (own,), wrong, scope, c, shelf.title(c), m.start("term"), m.end(), 1,
                            m.group())


def duty_drafts(duty: Duty, scope: str) -> Iterator[Draft]:
    """What is asked for of one thing, in one's own words."""
    o = duty.obligation
    tells = o.deadline is not None or o.count not in (None, 1.0) or (o.period or "").startswith("每")
    if duty.action and o.condition is None and duty.owner is not None and tells and (
            len(duty.words) <= limit("option")):
        question = phrase("stem", "short_duty", lead=duty.lead(scope), words=duty.action)
        yield Draft("short", question, (duty.words,), (), scope, duty.clause, duty.title, duty.start, duty.end, 2,
                    duty.words)


def _lead(clause: Clause, shelf: Shelf, scope: str) -> str:
    return lead(clause, shelf.title(clause), scope, list_owner(clause))


def _draft(kind: ItemType, question: str, right: tuple[str, ...], wrong: tuple[str, ...], scope: str, e: Enumeration,
           title: str, difficulty: int) -> Draft:
    return Draft(kind, question, right, wrong, scope, e.clause, title, e.start, e.end, difficulty, e.title)


def _may_stand(words: str, e: Enumeration) -> bool:
    """Whether a thing of another list may stand beside the right ones: as long as they, of their form, and none of
    them.
    """
    lengths = [len(i) for i in e.items]
    fits = min(lengths) / _STRETCH <= len(words) <= max(lengths) * _STRETCH
    apart = not pairs(words) & pairs(e.title)
    return fits and apart and stranger(words, e.clause) and _form(words) in {_form(i) for i in e.items}


def _form(words: str) -> str:
    """What kind of words these are: papers, people, things named in quotation marks, or something to do."""
    m = pattern("form").search(words.rstrip("”）)"))
    return m.group() if m is not None else ""
