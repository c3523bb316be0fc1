"""Training the judge: which considered clauses answer, from questions that have an answer and questions that have none.

Its thresholds are chosen on questions that the judge which decided them has not seen.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from evals.collection import Shelf
from evals.qrels import Question
from kb.answer.engine import Answerer
from kb.answer.judge import Judge
from kb.answer.signals import SIGNALS
from kb.answer.unmatched import CONSIDERED, left_over
from kb.question.conversation import converse
from kb.question.question import Question as Asked
from kb.search.index.embedder import Vectors

HIDDEN = 12
EPOCHS = 12
BATCH = 32
LEARNING_RATE = 5e-3
SEEDS = 3
ELSEWHERE = 0.6
PARTS = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question's considered clauses: their rows of SIGNALS, which of them answer (0 or 1), what the first leave,
    what the likeliest sentence of the first is like, and whether it was asked over documents other than the corpus.
    """

    question: str
    ask: Asked
    matrix: Vectors
    answers: Vectors
    left: tuple[tuple[str, ...], ...]
    reading: Vectors
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """The probabilities of a question's considered clauses by a judge that has not seen it, and which answer."""

    probabilities: tuple[float, ...]
    answers: Vectors


def label(answerer: Answerer, shelf: Shelf, questions: Sequence[Question], *, elsewhere: bool = False
          ) -> list[Labelled]:
    """The considered clauses of each question, asked over the corpus or `elsewhere`."""
    out = []
    for q in questions:
        considered = answerer.consider(q.completed or converse(q.question, q.history).likeliest)
        if considered.evidence:
            right = np.isin([e.clause.id for e in considered.evidence], shelf.gold(q)).astype(np.float32)
            ask = considered.question
            left = tuple(left_over(ask, e.analysis) for e in considered.evidence[:CONSIDERED])
            out.append(Labelled(q.question, ask, considered.matrix, right, left, considered.reading, elsewhere))
    return out


def train_judge(data: Sequence[Labelled]) -> Judge:
    """The mean of SEEDS small networks, with thresholds still open. Deterministic."""
    stacked = np.concatenate([d.matrix for d in data])
    mean, std = stacked.mean(axis=0), stacked.std(axis=0) + 1e-6
    parts = [_train_one(data, mean, std, seed) for seed in range(SEEDS)]
    return Judge(
        mean, std, linear=np.mean([p.linear for p in parts], axis=0), bias=float(np.mean([p.bias for p in parts])),
        hidden=np.concatenate([p.hidden for p in parts]), hidden_bias=np.concatenate([p.hidden_bias for p in parts]),
        out=(np.concatenate([p.out for p in parts]) / SEEDS).astype(np.float32), also_at=0.5, elsewhere_at=0.5)


def _train_one(data: Sequence[Labelled], mean: Vectors, std: Vectors, seed: int) -> Judge:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    linear = torch.nn.Linear(len(SIGNALS), 1)
    first_layer, last = torch.nn.Linear(len(SIGNALS), HIDDEN), torch.nn.Linear(HIDDEN, 1, bias=False)
    deep = torch.nn.Sequential(first_layer, torch.nn.ReLU(), last)
    optimizer = torch.optim.AdamW([*linear.parameters(), *deep.parameters()], lr=LEARNING_RATE, weight_decay=2e-2)
    rows = [(torch.tensor((d.matrix - mean) / std), torch.tensor(d.answers)) for d in data]
    for epoch in range(EPOCHS):
        rng.shuffle(rows)
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * (1 - epoch / EPOCHS)
        for first in range(0, len(rows), BATCH):
            batch = rows[first:first + BATCH]
            x, answers = torch.cat([m for m, _ in batch]), torch.cat([y for _, y in batch])
            owner = torch.repeat_interleave(torch.arange(len(batch)), torch.tensor([len(y) for _, y in batch]))
            loss = _loss((linear(x) + deep(x))[:, 0], answers, owner, len(batch))
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
    return Judge(mean, std, linear=linear.weight.detach().numpy()[0].copy(), bias=float(linear.bias.detach()),
                 hidden=first_layer.weight.detach().numpy().copy(),
                 hidden_bias=first_layer.bias.detach().numpy().copy(), out=last.weight.detach().numpy()[0].copy(),
                 also_at=0.5, elsewhere_at=0.5)


def _loss(logits: torch.Tensor, answers: torch.Tensor, owner: torch.Tensor, size: int) -> torch.Tensor:
    """Cross-entropy of every clause, each question weighing the same, and again of each question's best clause."""
    each = binary_cross_entropy_with_logits(logits, answers, reduction="none")
    count = torch.zeros(size).index_add(0, owner, torch.ones_like(logits))
    mean = (torch.zeros(size).index_add(0, owner, each) / count).mean()
    best = torch.full((size,), -1e9).scatter_reduce(0, owner, logits, "amax")
    answerable = torch.zeros(size).scatter_reduce(0, owner, answers, "amax")
    return mean + binary_cross_entropy_with_logits(best, answerable)


def parts_of(data: Sequence[Labelled]) -> list[tuple[list[Labelled], set[str]]]:
    """PARTS times the data without a part of the questions, in any of their forms, and the questions left out."""
    questions = sorted({d.question for d in data})
    out = []
    for n in range(PARTS):
        held = set(questions[n::PARTS])
        out.append(([d for d in data if d.question not in held], held))
    return out


def decided(judge: Judge, d: Labelled) -> Decided:
    """The judge's probabilities for a question."""
    return Decided(tuple(judge.probabilities(d.matrix)), d.answers)


def with_thresholds(judge: Judge, held: Sequence[Decided]) -> Judge:
    """Thresholds from questions that the judge that decided them had not seen.

    `also_at` is where further findings are right as often as they are complete (the best F1); `elsewhere_at` is a part
    of it.
    """
    options = np.linspace(0.1, 0.9, 81)
    also_at = max(options, key=lambda t: _f1(held, float(t)))
    return replace(judge, also_at=float(also_at), elsewhere_at=float(also_at) * ELSEWHERE)


def _f1(held: Sequence[Decided], threshold: float) -> float:
    right = given = wanted = 0.0
    for d in held:
        if d.answers.any():
            chosen = np.array(d.probabilities) >= threshold
            right += float((chosen * d.answers).sum())
            given += float(chosen.sum())
            wanted += float(d.answers.sum())
    return 2 * right / (given + wanted) if given + wanted else 0.0


OPEN = Judge(mean=np.zeros(len(SIGNALS), dtype=np.float32), std=np.ones(len(SIGNALS), dtype=np.float32),
             linear=np.zeros(len(SIGNALS), dtype=np.float32), bias=0.0,
             hidden=np.zeros((1, len(SIGNALS)), dtype=np.float32), hidden_bias=np.zeros(1, dtype=np.float32),
             out=np.zeros(1, dtype=np.float32), also_at=0.0, elsewhere_at=0.0)
