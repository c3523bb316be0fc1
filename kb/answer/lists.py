"""Whole lists (清单): a question for everything under a heading is answered by every clause under it.

The heading is found by the words that it and those above it share with the question, the rare ones counting for more.
Whether the whole is asked or one point of it is decided by evidence: how fully the heading is named, how much of the
question it leaves unsaid, and whether one clause alone says that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.answer.outline import Outline, Section
from kb.answer.points import lead_in, own_number, points
from kb.answer.whole import Whole, counted_points, entire, listing
from kb.language.fits import any_role_fits, scope_fit
from kb.language.pairs import bigrams, flat, letters
from kb.language.vocabulary import find_roles, offices, offices_body, roles_of_heading
from kb.question.listing import Listing
from kb.question.question import Question
from kb.search.recall import Recall
from kb.types import Clause

# An unknown pair of characters is more often the seam between two words than something the library never speaks of.
_UNKNOWN = 0.5
# What a section's clauses say counts for less than what its headings say.
_SAID = 0.7
_SCOPE = 0.15
_OWN = 0.3
# How much the headings, the headings with the clauses, and the question of the heading must say at least.
_ENOUGH = ((0.5, 0.5, 0.9), (0.6, 0.6, 0.5), (0.7, 0.7, 0.4), (0.4, 0.6, 0.7), (0.2, 0.8, 0.7))
_NAMED = 0.5
_WHOLLY = 0.9
_ALL = 0.75
_NARROW = 0.2
_COUNTED = 0.6
_TITLE = 20  # characters at most of the title that a clause has on the line of its number
_SENTENCE_END = "。；！？;!?：:"
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a section fits a question, each 0–1.

    `chain` is the share of the question that the headings say, `whole` with what the clauses say, `own` the share of
    the section's own heading that the question says.
    """

    section: Section
    chain: float
    whole: float
    own: float
    score: float


def whole_list(question: Question, asked: Listing, outline: Outline, recall: Recall, *,
               admits: Callable[[Clause], bool] = lambda c: True) -> Whole | None:
    """Everything under the heading that a question asks for; None where it asks for less, or no heading is meant."""
    weights = _weights(asked.about, recall)
    if not weights:
        return None
    best = _best(question, asked, weights, outline, recall)
    meant = best is not None and _is_meant(best, question, asked, outline, recall)
    document = _document(asked, outline, recall) if asked.whole else None
    if document is not None and not (best is not None and meant and best.own >= _WHOLLY and not _is_of_title(
            best.section, document)):
        return _listed(document, asked, admits)
    return _listed(best.section, asked, admits) if best is not None and meant else None


def _is_of_title(section: Section, document: Section) -> bool:
    """Whether the words of a heading are words of the document's title: who says the title need not mean them."""
    return document.holds(section) and any(section.heading in full for names in document.spelled for full in names.full)


def _document(asked: Listing, outline: Outline, recall: Recall) -> Section | None:
    """The document, or the list in one, that a question names which asks for every article of it."""
    named = outline.named("".join(asked.about), recall.pair_rarity)
    return named[0] if named and len(named[0].path) < 2 else None


def _weights(about: Sequence[str], recall: Recall) -> Weights:
    """The pairs of characters of what a question is about, by how much each tells."""
    texts = [flat(part) for part in about]
    pairs = dict.fromkeys(t[i:i + 2] for t in texts for i in range(len(t) - 1))
    return {p: recall.pair_rarity(p) * (1.0 if recall.knows_pair(p) else _UNKNOWN) for p in pairs}


def _words(question: Question, asked: Listing, recall: Recall) -> Weights:
    """The words of what a question is about, by how much each tells."""
    about = " ".join(asked.about)
    return {flat(w): recall.word_rarity(w) for w in question.words if w in about}


def _best(question: Question, asked: Listing, weights: Weights, outline: Outline, recall: Recall) -> _Fit | None:
    words, quoted = _words(question, asked, recall), [flat(q) for q in asked.quoted]
    body = offices_body(" ".join(asked.about))
    roles = tuple(dict.fromkeys(n for part in asked.about for n, _, _ in find_roles(part)))
    near = []
    for s in outline.sections:
        own = 1.0 if s.path and any(q in s.chain[-1] for q in quoted) else _own(s, roles, weights, recall)
        if own and s.path and _may_bind(s, roles) and any(body in h for h in s.chain):
            chain = _covered(weights, words, roles, question, s, s.chain)
            near.append((chain + _OWN * own + _SCOPE * _kind_fit(question, s), chain, own, s))
    near.sort(key=lambda x: -x[0])
    fits = []
    for score, chain, own, s in near[:12]:
        whole = _covered(weights, words, roles, question, s,
                         (*s.chain, *(recall.analysis(c.id).flat for c in s.clauses)))
        fits.append(_Fit(s, chain, whole, own, score + _SAID * own * (whole - chain)))
    return max(fits, key=lambda f: f.score, default=None)


def _kind_fit(question: Question, section: Section) -> float:
    """How well a section fits the kinds of organisation asked; one named loosely (公司) speaks for, never against."""
    bound = section.clauses[0].scope
    return max(0.0, scope_fit(question.scopes, bound)) or scope_fit(question.kinds_named, bound)


def _covered(weights: Weights, words: Weights, roles: Sequence[str], question: Question, section: Section,
             texts: Sequence[str]) -> float:
    """The share of the question that some texts of a section say: the mean of that of its pairs and of its words.

    A role counts as a word, said where the section binds it; so does a kind of organisation.
    """
    pairs = sum(w for p, w in weights.items() if p in section.pairs or any(p in t for t in texts))
    said = sum(w for word, w in words.items() if any(word in t for t in texts))
    most = max(words.values(), default=1.0)
    bound = _bound(section)
    named = [any_role_fits([r], bound) or any(flat(r) in t for t in texts) for r in roles]
    if kind := _kind_fit(question, section):
        named.append(kind > 0)
    total = sum(words.values()) + most * len(named)
    return (pairs / sum(weights.values()) + ((said + most * sum(named)) / total if total else 1.0)) / 2


def _own(section: Section, roles: Sequence[str], weights: Weights, recall: Recall) -> float:
    """How fully the question names the section's own heading; a role that the heading binds it may spell otherwise."""
    heading = section.path[-1] if section.path else ""
    spelled = (bigrams(heading[s:e]) for n, s, e in find_roles(heading) if any_role_fits(roles, [n]))
    named = {p for pairs in spelled for p in pairs} | weights.keys()
    total = sum(map(recall.pair_rarity, section.tells))
    return sum(recall.pair_rarity(p) for p in section.tells if p in named) / total if total else 0.0


def _may_bind(section: Section, roles: Sequence[str]) -> bool:
    """Whether a section may be about the roles asked: one that binds another, or another's office, is not."""
    bound = _bound(section)
    headed = any(roles_of_heading(h) for h in section.path)
    return not roles or any_role_fits(roles, bound) or not (headed or offices("".join(bound)))


def _bound(section: Section) -> tuple[str, ...]:
    """The roles that the headings bind, those of the document where they bind none."""
    return tuple(r for h in section.path for r in roles_of_heading(h)) or section.clauses[0].roles


def _is_meant(fit: _Fit, question: Question, asked: Listing, outline: Outline, recall: Recall) -> bool:
    section = fit.section
    if outline.names_another(section, _words(question, asked, recall)) or _of_others(section, question):
        return False
    if _is_narrow(section, question, asked, recall) or _titled(section, question) or _of_some(fit, asked, recall):
        return False
    if asked.number not in (None, len(section.clauses)):
        return False
    if len(section.clauses) < 2 and (asked.nouns or fit.own < _WHOLLY or fit.chain < _ALL):
        return False
    unsaid = [n for n in map(flat, asked.nouns) if not any(n in h for h in section.chain)]
    if unsaid:
        held = min(sum(n in recall.analysis(c.id).flat for c in section.clauses) for n in unsaid)
        common = len(unsaid) < len(asked.nouns) or 2 * held >= len(section.clauses)
        return fit.chain >= _ALL and fit.own >= _NAMED and common
    return any(fit.chain >= chain and fit.whole >= whole and fit.own >= own for chain, whole, own in _ENOUGH)


def _of_others(section: Section, question: Question) -> bool:
    """Whether the question names a kind of organisation that is another than the section's, and in no heading."""
    other = scope_fit(question.kinds_named, section.clauses[0].scope) < 0
    return other and not any(set(bigrams(w)) <= section.pairs for w in question.kinds_named)


def _is_narrow(section: Section, question: Question, asked: Listing, recall: Recall) -> bool:
    """Whether one clause alone says what the headings leave unsaid: then that is asked, not the whole."""
    words = _words(question, asked, recall)
    texts = {c.id: recall.analysis(c.id).flat for c in section.clauses}
    alone: dict[str, float] = {}
    for word, rarity in words.items():
        if not any(word in flat(n) for n in asked.nouns) and not any(word in h for h in section.chain):
            saying = [c for c, t in texts.items() if word in t]
            if len(saying) == 1:
                alone[saying[0]] = alone.get(saying[0], 0.0) + rarity
    return max(alone.values(), default=0.0) > _NARROW * sum(words.values())


def _titled(section: Section, question: Question) -> bool:
    """Whether the question names the title of one clause that says all of the section's heading and more."""
    heading, text = section.heading, letters(question.text)
    more = [t.replace(heading, "", 1) for c in section.clauses if heading and heading in (t := _own_title(c))]
    return any(m and m in text for m in more)


def _own_title(clause: Clause) -> str:
    """The letters of what a clause prints on the line of its number, above its words; empty where they follow there."""
    first, _, rest = clause.text[own_number(clause.text):].partition("\n")
    return letters(first) if rest and first[-1:] not in _SENTENCE_END and len(first) <= _TITLE else ""


def _of_some(fit: _Fit, asked: Listing, recall: Recall) -> bool:
    """Whether the question is about someone or something that no heading names as it does, and that some of the
    clauses name, but not all: then those are asked, not the whole.
    """
    if asked.nouns or len(asked.about) != 1 or fit.chain >= _NAMED:
        return False
    about = flat(asked.about[0])
    holding = [about in recall.analysis(c.id).flat for c in fit.section.clauses]
    return not any(about in h for h in fit.section.chain) and any(holding) and not all(holding)


def _listed(section: Section, asked: Listing, admits: Callable[[Clause], bool]) -> Whole | None:
    clauses = [c for c in section.clauses if admits(c)]
    numbered = [c for c in clauses if c.number is not None]
    if numbered and (asked.counts or not section.path):
        clauses = numbered
    return listing(section.label, clauses, unit=asked.unit) if clauses else None


def counted_up(question: Question, asked: Listing, clause: Clause, recall: Recall) -> Whole | None:
    """A clause that counts up, in points of its own, what a question asks for; None where it does not."""
    weights, words = _weights(asked.about, recall), _words(question, asked, recall)
    said = flat("".join((*clause.path, lead_in(clause.text))))
    if not weights or not points(clause.text) or (_share(weights, said) + _share(words, said)) / 2 < _COUNTED:
        return None
    return Whole(counted_points(clause), entire([clause]))


def _share(weights: Weights, text: str) -> float:
    total = sum(weights.values())
    return sum(w for x, w in weights.items() if x in text) / total if total else 1.0
