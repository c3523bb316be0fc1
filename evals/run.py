"""Runs of every retriever over a set of questions: the product, the baselines, and the product with a stage off."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rank_bm25 import BM25Okapi

from evals.collection import Shelf
from evals.measures import per_question
from evals.qrels import Question
from kb.question.conversation import converse
from kb.question.finder import Finder
from kb.search.index.adapter import NO_ADAPTER
from kb.search.index.altered import with_adapter
from kb.search.index.index import SearchIndex
from kb.search.index.passages import headings
from kb.search.ranker import load_ranker
from kb.search.translation import Translation

DEPTH = 20
PRODUCT = "本系统"
Retrieve = Callable[[str], Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Run:
    """One system over one set of questions.

    Per measure and question the value; the milliseconds of each question; per question the clause ids found, best
    first, with their scores.
    """

    system: str
    values: dict[str, dict[str, float]]
    milliseconds: list[float]
    ranking: dict[str, list[tuple[str, float]]]


def asked_text(question: Question) -> str:
    """What retrieval is asked: the question as typed, completed from its conversation."""
    return converse(question.question, question.history).likeliest


def run_system(name: str, retrieve: Retrieve, shelf: Shelf, questions: Sequence[Question]) -> Run:
    """Asks every answerable question once."""
    answerable = [q for q in questions if q.answerable]
    qrels = {q.id: list(shelf.gold(q)) for q in answerable}
    ranking, spent = {}, []
    for q in answerable:
        began = time.perf_counter()
        ranking[q.id] = list(retrieve(asked_text(q)))
        spent.append((time.perf_counter() - began) * 1000)
    return Run(name, per_question(qrels, ranking), spent, ranking)


def product(finder: Finder) -> Retrieve:
    """The product's own search."""
    return lambda q: [(h.clause_id, h.score) for h in finder.search(q, k=DEPTH)]


def systems(shelf: Shelf, index: SearchIndex, finder: Finder) -> dict[str, Retrieve]:
    """The product, the baselines and the ablations, by the names the report shows."""
    embedder = finder.embedder
    plain = Finder(with_adapter(index, NO_ADAPTER), embedder, adapter=NO_ADAPTER)
    without_questions = Finder(index, embedder, attached=False)
    without_translation = Finder(index, embedder, translation=Translation({}))
    out: dict[str, Retrieve] = {
        PRODUCT: product(finder),
        "无相似问": product(without_questions),
        "无适配矩阵": product(plain),
        "无词语对应": product(without_translation),
        "无纠错": lambda q: _unrepaired(finder, q),
    }
    for label, names in (("无角色特征", ("role", "mention")), ("无单位类型特征", ("scope",)),
                         ("无数量特征", ("duty", "number")), ("无字对特征", ("pair", "asked_pair"))):
        out[label] = _muted(index, finder, names)
    out |= {
        "混合（RRF）": lambda q: [(h.clause_id, h.score) for h in finder.search(q, retriever="rrf", k=DEPTH)],
        "向量": lambda q: [(h.clause_id, h.score) for h in finder.search(q, retriever="vector", k=DEPTH)],
        "BM25": lambda q: [(h.clause_id, h.score) for h in finder.search(q, retriever="bm25", k=DEPTH)],
        "rank-bm25": _reference(shelf, finder),
    }
    return out


def _unrepaired(finder: Finder, question: str) -> list[tuple[str, float]]:
    return [(h.clause_id, h.score) for h in finder.find(finder.read(question, as_typed=True)).hits[:DEPTH]]


def _muted(index: SearchIndex, finder: Finder, names: Sequence[str]) -> Retrieve:
    """The product with some features held at their mean."""
    ranker = load_ranker()
    keep = np.array([0.0 if f in names else 1.0 for f in ranker.names], dtype=np.float32)
    muted = replace(ranker, linear=ranker.linear * keep, hidden=ranker.hidden * keep)
    quiet = Finder(index, finder.embedder, ranker=muted)
    return product(quiet)


def _reference(shelf: Shelf, finder: Finder) -> Retrieve:
    """rank-bm25 over the same terms."""
    cut = finder.tokenizer
    reference = BM25Okapi([cut(f"{headings(c, shelf.titles[c.document_id])} {c.text}") for c in shelf.clauses])
    ids = [c.id for c in shelf.clauses]

    def retrieve(question: str) -> list[tuple[str, float]]:
        scores = reference.get_scores(cut(question))
        order = sorted(np.flatnonzero(scores > 0), key=lambda i: (-scores[i], ids[i]))
        return [(ids[i], float(scores[i])) for i in order[:DEPTH]]

    return retrieve
