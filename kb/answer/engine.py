"""Answering: a query and a searcher in, a cited answer out. The command line, the API and the pages all call this."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from kb.answer.compose import compose
from kb.answer.evidence import Evidence, best_evidence
from kb.answer.understand import Ask, role_fits, understand
from kb.cite import citation
from kb.errors import QuestionError, SearchIndexError
from kb.library import Library
from kb.search.passages import headings
from kb.search.searcher import Retriever, Searcher
from kb.types import Answer, Citation, CitedClause, Hit, Query

MAX_QUESTION = 2000
_MIN_COVERAGE = 0.45
_NEAR = 0.8


class Answerer:
    """Answers questions from one library and its index."""

    def __init__(self, library: Library, searcher: Searcher) -> None:
        if searcher.index.manifest.revision != library.revision():
            raise SearchIndexError("索引比知识库旧。请运行 kb index。")
        self._searcher = searcher
        self._clauses = {c.id: c for c in library.clauses()}
        self._titles = library.titles()

    def answer(self, query: Query) -> Answer:
        """The answer to `query`. Raises QuestionError where the question is longer than MAX_QUESTION characters."""
        began = time.perf_counter()
        question = query.question.strip()
        if len(question) > MAX_QUESTION:
            raise QuestionError(f"问题太长：{len(question)} 个字，上限 {MAX_QUESTION} 个字。请缩短后再问。")
        if not any(ch.isalnum() for ch in question):
            return Answer(query.question, "invalid", "没有看到问题。请输入想查的内容，例如：党支部书记每年至少上几次党课", took_ms=_ms(began))
        hits = self._searcher.search(question, k=max(query.k, 10))
        ask = understand(question, self._searcher.tokenizer)
        evidence = self._evidence(ask, hits)
        answering = _answering(ask, evidence)
        findings = tuple(_finding(e) for e in answering)
        text = compose(ask, [(e.clause, f) for e, f in zip(answering, findings, strict=True)])
        rank = {e.clause.id: n for n, e in enumerate(answering)}
        ordered = sorted(hits, key=lambda h: rank.get(h.clause_id, len(rank)))
        shown = tuple(self._cited(h) for h in ordered[:max(query.k, len(rank))])
        return Answer(query.question, "answered" if findings else "not_found", text, findings, shown, _ms(began))

    def search(self, question: str, *, retriever: Retriever = "hybrid", k: int = 10) -> list[CitedClause]:
        """Ranked clauses without an answer."""
        if len(question) > MAX_QUESTION:
            raise QuestionError(f"检索词太长：{len(question)} 个字，上限 {MAX_QUESTION} 个字。请缩短。")
        if not any(ch.isalnum() for ch in question):
            raise QuestionError("检索词是空的。请输入要找的词语。")
        return [self._cited(h) for h in self._searcher.search(question, retriever=retriever, k=k)]

    def _evidence(self, ask: Ask, hits: Sequence[Hit]) -> list[Evidence]:
        tokenizer, bm25 = self._searcher.tokenizer, self._searcher.index.bm25

        def rarity(term: str) -> float:
            t = bm25.vocabulary.get(term)
            found = 0 if t is None else int(bm25.starts[t + 1] - bm25.starts[t])
            return float(np.log(1 + bm25.size / (found + 1)))

        return [best_evidence(c, ask, tokenizer, rarity, headings(c, self._titles[c.document_id][0]))
                for c in (self._clauses[h.clause_id] for h in hits)]

    def _cited(self, hit: Hit) -> CitedClause:
        clause = self._clauses[hit.clause_id]
        title, status = self._titles[clause.document_id]
        return CitedClause(clause, title, citation(clause, title), status, hit.score)


def _answering(ask: Ask, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence that answers, best first: what fits the roles and kinds asked for, and covers the topic."""
    scored = [(e.coverage + 0.3 * _fit(ask, e) - 0.02 * rank, e) for rank, e in enumerate(evidence)]
    kept = [(s, e) for s, e in scored if e.coverage >= _MIN_COVERAGE]
    if not kept:
        return []
    best = max(s for s, _ in kept)
    return [e for s, e in sorted(kept, key=lambda x: -x[0]) if s >= best * _NEAR]


def _fit(ask: Ask, e: Evidence) -> float:
    fit = 0.0
    if ask.roles and e.clause.roles:
        fit += 1.0 if any(role_fits(a, b) for a in ask.roles for b in e.clause.roles) else 0.0
    if ask.scopes:
        fit += 1.0 if set(ask.scopes) & set(e.clause.scope) else -1.0
    return fit


def _finding(e: Evidence) -> Citation:
    row = e.obligation
    return Citation(e.clause.id, e.clause.text[e.start:e.end], e.start, e.end,
                    value=row.value if row else None, period=row.period if row else None,
                    subject=row.subject if row else None, scope=e.clause.scope)


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)
