"""Answering (作答): a query in, a cited answer out. The command line, the API and the pages all call this."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kb.answer.answerability import Answerability, load_answerability
from kb.answer.compose import compose, compose_list, not_found
from kb.answer.evidence import Evidence, subject_of, weigh
from kb.answer.judge import Judge, load_judge, log_odds
from kb.answer.lists import duties_asked
from kb.answer.mismatch import of_another, of_another_kind, of_another_matter
from kb.answer.signals import JUDGED, signals
from kb.answer.span import quoted, spanning
from kb.answer.verify import verified
from kb.cite import citation
from kb.data import load_toml
from kb.errors import QuestionError, SearchIndexError
from kb.language.fits import any_role_fits, scope_fit
from kb.language.vocabulary import find_roles
from kb.question.conversation import complete
from kb.question.parts import parts
from kb.question.understand import understand
from kb.search.index.embedder import Vectors
from kb.search.index.passages import headings
from kb.search.searcher import Found, Retriever, Searcher
from kb.store.library import Library
from kb.types import Answer, Citation, CitedClause, Clause, Hit, Query, Status

MAX_QUESTION = 2000
MAX_FINDINGS = 12
_NEAREST = 3
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Considered:
    """What an answer was decided on: each considered clause's evidence, its row of SIGNALS, its probability.

    `answerable` is the probability that any of them answers; 0 where all speak of another role or organisation.
    """

    found: Found
    evidence: tuple[Evidence, ...]
    matrix: Vectors
    probabilities: tuple[float, ...]
    answerable: float


class Answerer:
    """Answers questions from one library and its index. Safe to share between threads."""

    def __init__(self, clauses: Sequence[Clause], documents: Mapping[str, tuple[str, str]], searcher: Searcher, *,
                 judge: Judge | None = None, answerability: Answerability | None = None) -> None:
        """`clauses` are those the searcher's index was built over; `documents` maps ids to title and status."""
        self._searcher = searcher
        self._judge = judge or load_judge()
        self._answerability = answerability or load_answerability()
        self._clauses = {c.id: c for c in clauses}
        self._titles = dict(documents)

    @classmethod
    def of_library(cls, library: Library, searcher: Searcher) -> Answerer:
        """Over a library. Raises SearchIndexError where the index was built from another revision of it."""
        if searcher.index.manifest.revision != library.revision():
            raise SearchIndexError("索引比知识库旧。请运行 kb index。")
        return cls(library.clauses(), library.titles(), searcher)

    @property
    def searcher(self) -> Searcher:
        """What finds the clauses."""
        return self._searcher

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
        hits = self._searcher.search(question, retriever=retriever, k=depth)
        return [self._cited(h) for h in hits if _binds(self._clauses[h.clause_id], scope, role)][:k]

    def consider(self, question: str, *, scope: str | None = None, role: str | None = None) -> Considered:
        """Weighs the best clauses for a question that stands alone."""
        found = self._filtered(self._searcher.find(question), scope=scope, role=role)
        ask = found.question.ask
        subject = subject_of(ask, self._searcher.index.by_pair.rarity)
        clauses = [self._clauses[h.clause_id] for h in found.hits[:JUDGED]]
        near = self._searcher.closeness(found.question, found.rows[:JUDGED])
        evidence = tuple(weigh(c, headings(c, self._titles[c.document_id][0]), ask, subject, n.tolist())
                         for c, n in zip(clauses, near, strict=True))
        matrix = signals(found, evidence, subject, self._searcher.index)
        probable = self._judge.probabilities(matrix) if evidence else []
        fitting = tuple(0.0 if of_another(e, ask) or of_another_kind(e.clause, ask) or of_another_matter(e, ask) else p
                        for e, p in zip(evidence, probable, strict=True))
        return Considered(found, evidence, matrix, fitting,
                          self._answerability.probability(ask, evidence, matrix) if any(fitting) else 0.0)

    def _is_strange(self, question: str) -> bool:
        """Whether it has a topic of its own that the library never speaks of: then it leans on no earlier question."""
        words = [t for t in understand(question, self._searcher.tokenizer).topic if len(t) > 1]
        known = self._searcher.index.by_word.vocabulary
        return bool(words) and not any(t in known for t in words)

    def _answer(self, query: Query, stated: str, question: str) -> Answer:
        """The answer to `question`, the completed form of what was `stated`."""
        considered = self.consider(question, scope=query.scope, role=query.role)
        ask = considered.found.question.ask
        fitting = (c for c in self._clauses.values() if self._fits(c, query.scope, query.role))
        duties = duties_asked(ask, [e.clause for e in considered.evidence], fitting)
        whole = [Evidence(c, 0, len(c.text), 1.0, 1.0, 0, 1.0, None) for c in duties]
        apart = [] if whole else self._in_parts(query, considered)
        chosen = whole or apart or [quoted(e, ask) for e in self._answering(considered)]
        findings = verified([_finding(e) for e in chosen], self._clauses, _log)
        pairs = [(self._clauses[f.clause_id], f) for f in findings]
        if not pairs:
            text = not_found(ask, question, [e.clause for e in considered.evidence[:_NEAREST]])
        else:
            text = compose_list(pairs) if whole else compose(ask, pairs, apart=bool(parts(ask.text)))
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
        ask, first = considered.found.question.ask, considered.evidence[order[0]].clause
        several = ask.kind == "list" or ask.compares
        kept = order[:1]
        for i in order[1:]:
            # how another kind of organisation is ruled is worth a little less certainty
            elsewhere = not ask.scopes and not set(first.scope) & set(considered.evidence[i].clause.scope)
            floor = self._judge.elsewhere_at if elsewhere else self._judge.also_at
            if probable[i] >= (self._judge.elsewhere_at / 2 if several else floor):
                kept.append(i)
        return [considered.evidence[i] for i in kept[:MAX_FINDINGS]]

    def _in_parts(self, query: Query, considered: Considered) -> list[Evidence]:
        """For a question of several parts the best evidence for each, asked alone; empty where fewer than two have any.

        Parts that one clause answers share one span of it.
        """
        ask = considered.found.question.ask
        alone = [self.consider(part, scope=query.scope, role=query.role) for part in parts(ask.text)]
        best = [(c.found.question.ask, e) for c in alone for e in self._fitting_part(c)[:1]]
        if len({(e.clause.id, e.start) for _, e in best}) < 2:
            return []
        out: dict[str, Evidence] = {}
        for part, e in best:
            own = quoted(e, part)
            other = out.get(own.clause.id)
            out[own.clause.id] = own if other is None else spanning(other, own)
        if ask.compares:
            for e in self._answering(considered):
                out.setdefault(e.clause.id, quoted(e, ask))
        first = considered.evidence[0].clause.id
        return sorted(out.values(), key=lambda e: e.clause.id != first)[:MAX_FINDINGS]

    def _fitting_part(self, considered: Considered) -> list[Evidence]:
        """The evidence that answers one part; where any of it binds the role that the part names, only that."""
        answering, roles = self._answering(considered), considered.found.question.ask.roles
        return [e for e in answering if any_role_fits(roles, e.clause.roles)] or answering

    def _filtered(self, found: Found, *, scope: str | None, role: str | None) -> Found:
        """Only what is in force and binds the kind of organisation and the role that the reader chose."""
        kept = [i for i, h in enumerate(found.hits) if self._fits(self._clauses[h.clause_id], scope, role)]
        if len(kept) == len(found.hits):
            return found
        return Found(found.question, tuple(found.hits[i] for i in kept), found.rows[kept], found.matrix[kept])

    def _fits(self, clause: Clause, scope: str | None, role: str | None) -> bool:
        return self._titles[clause.document_id][1] != Status.REPEALED and _binds(clause, scope, role)

    def _ranked(self, found: Found, findings: Sequence[Citation], k: int) -> list[Hit]:
        first = list(dict.fromkeys(f.clause_id for f in findings))
        scores = {h.clause_id: h.score for h in found.hits}
        rest = [h for h in found.hits if h.clause_id not in first]
        return [Hit(c, scores.get(c, 0.0)) for c in first] + rest[:max(0, k - len(first))]

    def _cited(self, hit: Hit) -> CitedClause:
        clause = self._clauses[hit.clause_id]
        title, status = self._titles[clause.document_id]
        return CitedClause(clause, title, citation(clause, title), status, round(hit.score, 4))


def _binds(clause: Clause, scope: str | None, role: str | None) -> bool:
    if scope and scope_fit((scope,), clause.scope) < 0:
        return False
    if not role or not clause.roles:
        return True
    named = (*clause.roles, *(name for name, _, _ in find_roles(clause.text)))
    return any_role_fits((role,), named)


def _finding(e: Evidence) -> Citation:
    duty = e.duty
    period = None if duty is None or duty.period == "一次性" else duty.period
    value = None if duty is None else duty.value or duty.deadline
    return Citation(e.clause.id, e.quote, e.start, e.end, value=value, period=period,
                    subject=duty.subject if duty else None, scope=e.clause.scope)


def _is_chat(question: str) -> bool:
    return bool(_chat().fullmatch(re.sub(r"[\W_]+", "", question.lower())))


@cache
def _chat() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in load_toml("chat.toml")["patterns"]))


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)


