"""Answering (作答): a query in, a cited answer out. The command line, the API and the pages all call this."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kb.answer.answerability import Answerability, load_answerability
from kb.answer.compose import compose, not_found
from kb.answer.evidence import Evidence, subject_of, weigh
from kb.answer.judge import Judge, load_judge, log_odds
from kb.answer.mismatch import of_another, of_another_kind, of_another_matter
from kb.answer.signals import JUDGED, signals
from kb.answer.span import quoted, spanning
from kb.answer.structure import Structure
from kb.answer.verify import verified
from kb.answer.whole import Passage, Whole
from kb.cite import citation
from kb.data import load_toml
from kb.errors import QuestionError, SearchIndexError
from kb.language.fits import any_role_fits
from kb.question.conversation import complete
from kb.question.finder import Finder, Retriever
from kb.question.question import Question, understand
from kb.search.index.embedder import Vectors
from kb.search.recall import Filters
from kb.search.searcher import Found
from kb.store.library import Library
from kb.types import Answer, Citation, CitedClause, Clause, Hit, Query

MAX_QUESTION = 2000
MAX_FINDINGS = 12
_NEAREST = 3
# What may be asked within a named article, instead of its words.
_WITHIN = ("count", "when", "yesno", "who")
REPEALED = "已废止"
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Considered:
    """What an answer was decided on: each considered clause's evidence, its row of SIGNALS, its probability.

    `answerable` is the probability that any of them answers; 0 where all speak of another role or organisation.
    """

    question: Question
    found: Found
    evidence: tuple[Evidence, ...]
    matrix: Vectors
    probabilities: tuple[float, ...]
    answerable: float


class Answerer:
    """Answers questions from one library and its index. Safe to share between threads."""

    def __init__(self, clauses: Sequence[Clause], documents: Mapping[str, tuple[str, str]], finder: Finder, *,
                 judge: Judge | None = None, answerability: Answerability | None = None,
                 files: Mapping[str, str] | None = None) -> None:
        """`clauses` are those the finder's index was built over; `documents` maps ids to title and status.

        `files` names the files of the documents, by id, where those are known: people call a document by either name.
        """
        self._finder = finder
        self._recall = finder.recall
        self._judge = judge or load_judge()
        self._answerability = answerability or load_answerability()
        self._clauses = {c.id: c for c in clauses}
        self._titles = dict(documents)
        names = {d: (title, *(n for n in [(files or {}).get(d)] if n)) for d, (title, _) in documents.items()}
        self._structure = Structure(clauses, names, finder.recall, finder.tokenizer)

    @classmethod
    def of_library(cls, library: Library, finder: Finder) -> Answerer:
        """Over a library. Raises SearchIndexError where the index was built from another revision of it."""
        if finder.recall.revision != library.revision():
            raise SearchIndexError("索引比知识库旧。请运行 kb index。")
        return cls(library.clauses(), library.titles(), finder, files=library.file_names())

    @property
    def finder(self) -> Finder:
        """What finds the clauses."""
        return self._finder

    @property
    def clauses(self) -> list[Clause]:
        """Every clause, in document order."""
        return list(self._clauses.values())

    @property
    def documents(self) -> dict[str, tuple[str, str]]:
        """Title and status of every document, by id."""
        return dict(self._titles)

    def answer(self, query: Query) -> Answer:
        """The answer to `query`. Raises QuestionError where the question is longer than MAX_QUESTION characters."""
        began = time.perf_counter()
        question = _MARKUP.sub(" ", query.question).strip()
        if len(question) > MAX_QUESTION:
            raise QuestionError(f"问题太长：{len(question)} 个字，上限 {MAX_QUESTION} 个字。请缩短后再问。")
        if not any(ch.isalnum() for ch in question):
            text = "没有看到问题。请输入想查的内容，例如：党支部书记每年至少上几次党课"
            return Answer(query.question, "invalid", text, took_ms=_ms(began))
        if _is_chat(question):
            return Answer(query.question, "not_found", load_toml("phrases.toml")["about"], took_ms=_ms(began))
        history = () if self._is_strange(question) else query.history
        answer = self._answer(query, question, complete(question, history))
        if answer.status == "not_found" and history:
            looser = complete(question, history, loosely=True)
            if looser != (answer.understood_as or question):
                retried = self._answer(query, question, looser)
                answer = retried if retried.status == "answered" else answer
        return replace(answer, took_ms=_ms(began))

    def search(self, question: str, *, retriever: Retriever = "hybrid", k: int = 10, scope: str | None = None,
               role: str | None = None) -> list[CitedClause]:
        """Ranked clauses without an answer, of those that bind this kind of organisation and this role.

        Raises QuestionError where there is nothing to search for, or too much.
        """
        if len(question) > MAX_QUESTION:
            raise QuestionError(f"检索词太长：{len(question)} 个字，上限 {MAX_QUESTION} 个字。请缩短。")
        if not any(ch.isalnum() for ch in question):
            raise QuestionError("检索词是空的。请输入要找的词语。")
        depth = len(self._clauses) if scope or role else k
        hits = self._finder.search(question, retriever=retriever, k=depth)
        chosen = Filters(scope, role, in_force=False)
        return [self._cited(h) for h in hits if self._recall.admits(h.clause_id, chosen)][:k]

    def consider(self, question: str, *, scope: str | None = None, role: str | None = None) -> Considered:
        """Weighs the best clauses for a question that stands alone."""
        read = self._finder.read(question)
        found = self._finder.find(read, Filters(scope, role))
        asked = read.question
        subject = subject_of(asked, self._recall.pair_rarity)
        first = [h.clause_id for h in found.hits[:JUDGED]]
        evidence = tuple(weigh(self._recall.analysis(c), asked, subject, near.tolist())
                         for c, near in zip(first, self._recall.closeness(read.sought, first), strict=True))
        matrix = signals(asked, found, evidence, subject, self._recall)
        probable = self._judge.probabilities(matrix) if evidence else []
        fitting = tuple(0.0 if _of_others(e, asked) else p for e, p in zip(evidence, probable, strict=True))
        return Considered(asked, found, evidence, matrix, fitting,
                          self._answerability.probability(asked, evidence, matrix) if any(fitting) else 0.0)

    def _is_strange(self, question: str) -> bool:
        """Whether it has a topic of its own that the library never speaks of: then it leans on no earlier question."""
        words = [t for t in understand(question, self._finder.tokenizer).topic if len(t) > 1]
        return bool(words) and not any(map(self._recall.knows_word, words))

    def _answer(self, query: Query, stated: str, question: str) -> Answer:
        """The answer to `question`, the completed form of what was `stated`."""
        considered = self.consider(question, scope=query.scope, role=query.role)
        asked = considered.question
        filters = Filters(query.scope, query.role)
        whole = self._structure.answer(asked, [e.clause for e in considered.evidence],
                                       admits=lambda c: self._recall.admits(c.id, filters))
        apart = [] if whole is not None else self._in_parts(query, considered)
        answering = [] if whole is not None or apart else self._answering(considered)
        if answering:
            whole = self._structure.counted_up(asked, answering[0].clause)
        chosen = self._within(whole, asked) if whole is not None else apart or [quoted(e, asked) for e in answering]
        findings = verified([_finding(e) for e in chosen], self._clauses, _log)
        pairs = [(self._clauses[f.clause_id], f) for f in findings]
        if whole is not None and not (whole.within and asked.kind in _WITHIN):
            text = whole.text
        elif not pairs:
            text = not_found(asked, question, [e.clause for e in considered.evidence[:_NEAREST]])
        else:
            text = compose(asked, pairs, rules=self._recall.analysis(pairs[0][0].id).obligations)
        ranked = self._ranked(considered.found, findings, max(query.k, len(findings)))
        return Answer(query.question, "answered" if pairs else "not_found", text, tuple(findings),
                      tuple(self._cited(h) for h in ranked),
                      understood_as=question if question != stated else None)

    def _answering(self, considered: Considered) -> list[Evidence]:
        """The evidence that answers, best first; nothing where the question is not likely enough to have an answer.

        The order adds the ranker's score to the log odds: each knows something that the other does not.
        """
        probable = considered.probabilities
        if considered.answerable < self._answerability.answer_at:
            return []
        if 0.0 in probable[:_NEAREST] and max(probable) < self._judge.also_at:
            return []  # what made it seem answerable speaks of something else
        scores = [log_odds(p) + h.score for p, h in zip(probable, considered.found.hits, strict=False)]
        order = sorted(range(len(probable)), key=lambda i: -scores[i])
        asked, first = considered.question, considered.evidence[order[0]].clause
        several = asked.kind == "list" or asked.compares
        kept = order[:1]
        for i in order[1:]:
            # how another kind of organisation is ruled is worth a little less certainty
            elsewhere = not asked.scopes and not set(first.scope) & set(considered.evidence[i].clause.scope)
            floor = self._judge.elsewhere_at if elsewhere else self._judge.also_at
            if probable[i] >= (self._judge.elsewhere_at / 2 if several else floor):
                kept.append(i)
        return [considered.evidence[i] for i in kept[:MAX_FINDINGS]]

    def _in_parts(self, query: Query, considered: Considered) -> list[Evidence]:
        """For a question of several parts the best evidence for each, asked alone; empty where fewer than two have any.

        Parts that one clause answers share one span of it.
        """
        asked = considered.question
        alone = [self.consider(part, scope=query.scope, role=query.role) for part in asked.parts]
        best = [(c.question, e) for c in alone for e in self._fitting_part(c)[:1]]
        if len({(e.clause.id, e.start) for _, e in best}) < 2:
            return []
        out: dict[str, Evidence] = {}
        for part, e in best:
            own = quoted(e, part)
            other = out.get(own.clause.id)
            out[own.clause.id] = own if other is None else spanning(other, own)
        if asked.compares:
            for e in self._answering(considered):
                out.setdefault(e.clause.id, quoted(e, asked))
        first = considered.evidence[0].clause.id
        return sorted(out.values(), key=lambda e: e.clause.id != first)[:MAX_FINDINGS]

    def _fitting_part(self, considered: Considered) -> list[Evidence]:
        """The evidence that answers one part; where any of it binds the role that the part names, only that."""
        answering, roles = self._answering(considered), considered.question.roles
        return [e for e in answering if any_role_fits(roles, e.clause.roles)] or answering

    def _within(self, whole: Whole, asked: Question) -> list[Evidence]:
        """The passages of an answer from the structure; of a named article, what the question asks within it."""
        if not (whole.within and asked.kind in _WITHIN):
            return [self._all_of(p) for p in whole.passages]
        analysis = self._recall.analysis(whole.passages[0].clause.id)
        subject = subject_of(asked, self._recall.pair_rarity)
        return [quoted(weigh(analysis, asked, subject, [0.0] * len(analysis.sentences)), asked)]

    def _all_of(self, passage: Passage) -> Evidence:
        """A passage that answers as a whole."""
        analysis = self._recall.analysis(passage.clause.id)
        return Evidence(analysis, analysis.sentences[0], passage.start, passage.end, 1.0, 1.0, 0, 1.0, None)

    def _ranked(self, found: Found, findings: Sequence[Citation], k: int) -> list[Hit]:
        first = list(dict.fromkeys(f.clause_id for f in findings))
        scores = {h.clause_id: h.score for h in found.hits}
        rest = [h for h in found.hits if h.clause_id not in first]
        return [Hit(c, scores.get(c, 0.0)) for c in first] + rest[:max(0, k - len(first))]

    def _cited(self, hit: Hit) -> CitedClause:
        clause = self._clauses[hit.clause_id]
        title, status = self._titles[clause.document_id]
        return CitedClause(clause, title, citation(clause, title), status, round(hit.score, 4))


def _of_others(e: Evidence, question: Question) -> bool:
    """Whether the words speak of another office, another kind of organisation, or another matter."""
    return of_another(e, question) or of_another_kind(e.clause, question) or of_another_matter(e, question)


def _finding(e: Evidence) -> Citation:
    rule = e.obligation
    period = None if rule is None or rule.period == "一次性" else rule.period
    value = None if rule is None else rule.value or rule.deadline
    return Citation(e.clause.id, e.quote, e.start, e.end, value=value, period=period,
                    subject=rule.subject if rule else None, scope=e.clause.scope)


def _is_chat(question: str) -> bool:
    return bool(_chat().fullmatch(re.sub(r"[\W_]+", "", question.lower())))


@cache
def _chat() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in load_toml("chat.toml")["patterns"]))


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)


