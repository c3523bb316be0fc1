"""Considering (衡量): the best clauses for a question, each weighed, and which of them answer it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from kb.answer.answerability import Answerability, load_answerability
from kb.answer.document_names import DocumentNames
from kb.answer.evidence import Evidence, subject_of, weigh
from kb.answer.figures import limits_met, load_figure_reader
from kb.answer.fitting import is_left, struck
from kb.answer.judge import Judge, load_judge, log_odds
from kb.answer.sentences import Sentences, load_sentence_reader
from kb.answer.signals import JUDGED, signals
from kb.answer.span import of_body, with_figure, with_sentence
from kb.language.fits import any_role_fits
from kb.language.vocabulary import find_roles
from kb.question.finder import Finder
from kb.question.question import Question
from kb.search.holdings import Holdings
from kb.search.index.embedder import Vectors
from kb.search.recall import Filters
from kb.search.searcher import Found

MAX_FINDINGS = 12
# So many of the first clauses tell what a question is taken for.
NEAREST = 3
# What a condition that the figures of a question meet, or break, counts in the order of clauses.
_MEETS = 3.0


@dataclass(frozen=True, slots=True)
class Considered:
    """What an answer was decided on: each considered clause's evidence, its row of SIGNALS, its probability.

    `first` gives the sentences of the first clause, compared with the question when they are first asked for.

    `question` leaves out the words that name documents, `stated` holds them.
    `struck` says why a clause is no answer at all, None where it may be one. `answerable` is the probability that any
    of them answers, 0 where all speak of another role or organisation, `answer_at` the least at which they are given.
    """

    question: Question
    stated: Question
    found: Found
    evidence: tuple[Evidence, ...]
    matrix: Vectors
    first: Callable[[], Sentences]
    probabilities: tuple[float, ...]
    struck: tuple[str | None, ...]
    answerable: float
    answer_at: float

    @property
    def reading(self) -> Vectors:
        """What the likeliest sentence of the first clause is like; there must be one."""
        return self.first().reading


class Consideration:
    """Weighs clauses for questions. Safe to share between threads."""

    def __init__(self, held: Holdings, titles: Mapping[str, str], finder: Finder, *,
                 judge: Judge | None = None, answerability: Answerability | None = None,
                 filters: Filters | None = None) -> None:
        """`held` are the clauses that `filters` admit, `titles` those of their documents, by id."""
        self._filters = filters or Filters()
        self._held = held
        self._finder = finder
        self._recall = finder.recall
        self._judge = judge or load_judge()
        self._answerability = answerability or load_answerability()
        self._figures = load_figure_reader()
        self._sentences = load_sentence_reader()
        self._names = DocumentNames(titles)

    def consider(self, question: str, *, scope: str | None = None, role: str | None = None, within: str = ""
                 ) -> Considered:
        """Weighs the best clauses for a question that stands alone; `within` is the one that it is a part of.

        Where the question names documents, those of them, unless they do not answer it.
        """
        named = self._names.named(question)
        if named is None and within and (around := self._names.named(within)) is not None:
            named = replace(around, rest=question)  # named once for all that is asked: ……多久开一次？……呢？按条例
        if named is not None:
            of_named = self._consider(named.rest, scope, role, within, named.documents)
            if self.answering(of_named):
                stated = self._finder.understood(question, within=within)
                return replace(of_named, stated=stated, question=replace(of_named.question, parts=stated.parts))
        return self._consider(question, scope, role, within)

    def _consider(self, question: str, scope: str | None, role: str | None, within: str,
                  documents: Collection[str] = ()) -> Considered:
        read = self._finder.read(question, within=within)
        found = self._finder.find(read, replace(self._filters, scope=scope, role=role))
        if documents:
            kept = [i for i, h in enumerate(found.hits) if self._held.document(h.clause_id) in documents]
            found = Found(tuple(found.hits[i] for i in kept), found.matrix[kept])
        asked = read.question
        subject = subject_of(asked, self._recall.pair_rarity)
        first = [h.clause_id for h in found.hits[:JUDGED]]
        near = self._recall.closeness(read.sought, first)
        evidence = tuple(weigh(self._recall.analysis(c), asked, subject, n.tolist())
                         for c, n in zip(first, near, strict=True))
        matrix = signals(asked, found, evidence, subject, self._recall)
        probable = self._judge.probabilities(matrix) if evidence else []
        reasons = tuple(struck(e, asked, p) for e, p in zip(evidence, probable, strict=True))
        fit = tuple(0.0 if reason else p for p, reason in zip(probable, reasons, strict=True))
        left = is_left(asked, evidence, probable, fit)
        compared = cache(partial(self._first, asked, evidence))
        answerable = self._answerability.probability(asked, evidence, matrix, compared().reading) if left else 0.0
        return Considered(asked, asked, found, evidence, matrix, compared, fit, reasons, answerable,
                          self._answerability.answer_at)

    def _first(self, asked: Question, evidence: Sequence[Evidence]) -> Sentences:
        e = evidence[0]
        return self._sentences.read(asked, e.analysis, e.near, self._recall.pair_rarity)

    def answering(self, considered: Considered, *, least: float | None = None) -> list[Evidence]:
        """The evidence that answers, best first; nothing where the question is not likely enough to have an answer,
        `least` likely at least.

        The order adds the ranker's score to the log odds: each knows something that the other does not.
        """
        probable = considered.probabilities
        if considered.answerable < (self._answerability.answer_at if least is None else least):
            return []
        asked = considered.question
        scores = [log_odds(p) + h.score + _MEETS * limits_met(asked, e.analysis) for p, h, e in zip(
            probable, considered.found.hits, considered.evidence, strict=False)]
        order = sorted(range(len(probable)), key=lambda i: -scores[i])
        first = considered.evidence[order[0]].clause
        several = asked.kind == "list" or asked.compares
        kept = order[:1]
        for i in order[1:]:
            if limits_met(asked, considered.evidence[i].analysis) < 0:
                continue
            # how another kind of organisation is ruled is worth a little less certainty
            elsewhere = not asked.scopes and not set(first.scope) & set(considered.evidence[i].clause.scope)
            floor = self._judge.elsewhere_at if elsewhere else self._judge.also_at
            if probable[i] >= (self._judge.elsewhere_at / 2 if several else floor):
                kept.append(i)
        found = [self._told(considered, i) for i in kept[:MAX_FINDINGS]]
        return _whose_first(found, asked)

    def _told(self, considered: Considered, i: int) -> Evidence:
        """The evidence at the figure or the sentence of its clause that answers."""
        asked, e, rarity = considered.question, considered.evidence[i], self._recall.pair_rarity
        read = considered.first() if i == 0 else self._sentences.read(asked, e.analysis, e.near, rarity)
        figure = self._sentences.holding_figure(read).tolist()
        likely = read.likely.tolist()
        return with_sentence(of_body(with_figure(e, asked, self._figures, figure, rarity), asked), asked, likely)


def _whose_first(found: list[Evidence], question: Question) -> list[Evidence]:
    """The evidence, what is printed of a role that the question names before what only stands under its heading."""
    if not question.roles or len(found) < 2:
        return found

    def printed(e: Evidence) -> int:
        named = find_roles(e.clause.text[e.start:e.end]) if e.frame is not None else ()
        return 0 if any_role_fits(question.roles, [name for name, _, _ in named]) else 1

    return sorted(found, key=printed)
