"""`kb eval`: every measure over the test questions, the baselines and the ablations."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.answers import answer_measures, answerer_over, ask_all
from evals.collection import CORPUS, Collection, Embedding, Shelf, indexed, shelve, split_questions, unseen_collection
from evals.measures import Score, mean_with_interval
from evals.qrels import Question
from evals.run import PRODUCT, Run, asked_text, run_system, systems
from kb.answer.answerability import load_answerability
from kb.answer.engine import Answerer
from kb.question.finder import Finder

ANSWERING = "作答"
SETS = ("test", "fresh", "unseen", "cross")


@dataclass(frozen=True, slots=True)
class SetReport:
    """One set of questions: per system and measure a score, per category too, and the answers' measures."""

    name: str
    questions: int
    retrieval: dict[str, dict[str, Score]]
    by_category: dict[str, dict[str, Score]]
    milliseconds: dict[str, tuple[float, float]]
    answers: dict[str, Score]
    answers_by_category: dict[str, dict[str, Score]]
    misses: list[dict[str, Any]]
    refusal_curve: list[dict[str, float]]
    answer_at: float

    @property
    def means(self) -> dict[str, float]:
        """Every measure of the product."""
        return {name: s.mean for name, s in (self.retrieval[PRODUCT] | self.answers).items()}


def evaluate(embedder: Embedding, *, sets: Sequence[str] = SETS, baselines: bool = True) -> list[SetReport]:
    """Evaluates on the named sets: splits of the corpus questions, or "unseen" documents. Reproducible.

    `baselines` also runs the baselines and the ablations.
    """
    reports = []
    corpus = shelve(CORPUS)
    for name in sets:
        collection = (unseen_collection() if name == "unseen"
                      else Collection(name, corpus, tuple(split_questions([name]))))
        reports.append(evaluate_collection(collection, embedder, baselines=baselines))
    return reports


def evaluate_collection(collection: Collection, embedder: Embedding, *, baselines: bool = True) -> SetReport:
    """Evaluates retrieval and answers over one set of questions."""
    shelf, questions = collection.shelf, collection.questions
    index = indexed(shelf, embedder)
    finder = Finder(index, embedder)
    runs = [run_system(system, retrieve, shelf, questions)
            for system, retrieve in systems(shelf, index, finder).items() if baselines or system == PRODUCT]
    answerer = answerer_over(shelf, finder)
    asked = ask_all(answerer, shelf, questions)
    measures = answer_measures(asked)
    category = {q.id: q.category for q in questions}
    product = next(r for r in runs if r.system == PRODUCT)
    return SetReport(
        name=collection.name,
        questions=len(questions),
        retrieval={r.system: _means(r.values) for r in runs},
        by_category=_by_category(product.values, category),
        milliseconds={r.system: _latency(r.milliseconds) for r in runs}
        | {ANSWERING: _latency([a.answer.took_ms for a in asked])},
        answers=_means(measures),
        answers_by_category=_by_category(measures, category),
        misses=_misses(product, shelf, questions),
        refusal_curve=refusal_curve(answerer, questions),
        answer_at=load_answerability().answer_at)


def refusal_curve(answerer: Answerer, questions: Sequence[Question], *, steps: int = 50) -> list[dict[str, float]]:
    """For thresholds from 0 to 1 the share refused of answerable questions, near misses, and other topics."""
    best = [(q, answerer.consider(asked_text(q)).answerable) for q in questions]
    groups = {"false_refusal": [p for q, p in best if q.answerable],
              "refusal_near": [p for q, p in best if not q.answerable and q.sub not in ("other_topic", "chat")],
              "refusal_other": [p for q, p in best if q.sub in ("other_topic", "chat")]}
    return [{"threshold": t / steps} | {name: sum(p < t / steps for p in ps) / max(1, len(ps))
                                        for name, ps in groups.items()} for t in range(steps + 1)]


def _means(values: Mapping[str, Mapping[str, float]]) -> dict[str, Score]:
    return {measure: mean_with_interval(list(by_question.values())) for measure, by_question in values.items()}


def _by_category(values: Mapping[str, Mapping[str, float]], category: Mapping[str, str]
                 ) -> dict[str, dict[str, Score]]:
    out: dict[str, dict[str, Score]] = {}
    for name in sorted(set(category.values())):
        for measure, by_question in values.items():
            kept = [v for q, v in by_question.items() if category[q] == name]
            if kept:
                out.setdefault(name, {})[measure] = mean_with_interval(kept)
    return out


def _latency(milliseconds: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    ordered = sorted(milliseconds)
    return (statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]) if ordered else (0, 0)


def _misses(run: Run, shelf: Shelf, questions: Sequence[Question], limit: int = 40) -> list[dict[str, Any]]:
    texts = {c.id: f"{c.list_title} {c.number or ''} {c.text[:60]}" for c in shelf.clauses}
    out: list[tuple[int, dict[str, Any]]] = []
    for q in questions:
        if q.answerable and not run.values["success@1"][q.id]:
            gold = shelf.gold(q)
            place = next((n for n, (c, _) in enumerate(run.ranking[q.id], start=1) if c in gold), None)
            out.append((place or 99, {"id": q.id, "category": q.category, "question": q.question, "gold_at": place,
                        "gold": texts[gold[0]], "found": [texts[c] for c, _ in run.ranking[q.id][:3]]}))
    return [miss for _, miss in sorted(out, key=lambda m: -m[0])[:limit]]


def as_object(reports: Sequence[SetReport]) -> list[dict[str, Any]]:
    """The reports as JSON values."""
    return [asdict(r) for r in reports]
