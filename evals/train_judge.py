"""Training the judge: which considered clauses answer, from questions that have an answer and questions that have none.

Thresholds are chosen on the dev split, which neither the adapter nor the judge has seen: the highest that refuses at
most FALSE_REFUSAL of the answerable questions. Other questions are refused more often than those, so it is strict.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from evals.library import Shelf
from evals.questions import Question
from kb.answer.engine import Answerer
from kb.answer.judge import EVIDENCE, Judge
from kb.followup import complete
from kb.search.embedder import Vectors

HIDDEN = 12
EPOCHS = 30
BATCH = 32
LEARNING_RATE = 5e-3
SEEDS = 5
FALSE_REFUSAL = 0.01

Labelled = tuple[Vectors, Vectors]


def label(answerer: Answerer, shelf: Shelf, questions: Sequence[Question]) -> list[Labelled]:
    """For each question the evidence rows of its considered clauses, and which of them answer."""
    out = []
    for q in questions:
        considered = answerer.consider(q.completed or complete(q.question, q.history, loosely=True))
        if considered.evidence:
            out.append((considered.matrix, np.isin(
                [e.clause.id for e in considered.evidence], shelf.gold(q)).astype(np.float32)))
    return out


def train_judge(data: Sequence[Labelled]) -> Judge:
    """The mean of SEEDS small networks, with thresholds still open. Deterministic."""
    stacked = np.concatenate([m for m, _ in data])
    mean, std = stacked.mean(axis=0), stacked.std(axis=0) + 1e-6
    parts = [_train_one(data, mean, std, seed) for seed in range(SEEDS)]
    linear, bias, hidden, hidden_bias, out = (list(x) for x in zip(*parts, strict=True))
    return Judge(mean, std, np.mean(linear, axis=0), float(np.mean(bias)), np.concatenate(hidden),
                 np.concatenate(hidden_bias), (np.concatenate(out) / SEEDS).astype(np.float32), 0.5, 0.5)


def _train_one(data: Sequence[Labelled], mean: Vectors, std: Vectors, seed: int
               ) -> tuple[Vectors, float, Vectors, Vectors, Vectors]:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    linear = torch.nn.Linear(len(EVIDENCE), 1)
    first_layer, last = torch.nn.Linear(len(EVIDENCE), HIDDEN), torch.nn.Linear(HIDDEN, 1, bias=False)
    deep = torch.nn.Sequential(first_layer, torch.nn.ReLU(), last)
    optimizer = torch.optim.AdamW([*linear.parameters(), *deep.parameters()], lr=LEARNING_RATE, weight_decay=2e-2)
    rows = [(torch.tensor((m - mean) / std), torch.tensor(y)) for m, y in data]
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
    return (linear.weight.detach().numpy()[0].copy(), float(linear.bias.detach()),
            first_layer.weight.detach().numpy().copy(), first_layer.bias.detach().numpy().copy(),
            last.weight.detach().numpy()[0].copy())


def _loss(logits: torch.Tensor, answers: torch.Tensor, owner: torch.Tensor, size: int) -> torch.Tensor:
    """Cross-entropy of every clause, each question weighing the same, and again of each question's best clause."""
    each = binary_cross_entropy_with_logits(logits, answers, reduction="none")
    count = torch.zeros(size).index_add(0, owner, torch.ones_like(logits))
    mean = (torch.zeros(size).index_add(0, owner, each) / count).mean()
    best = torch.full((size,), -1e9).scatter_reduce(0, owner, logits, "amax")
    answerable = torch.zeros(size).scatter_reduce(0, owner, answers, "amax")
    return mean + binary_cross_entropy_with_logits(best, answerable)


def with_thresholds(judge: Judge, dev: Sequence[Labelled]) -> Judge:
    """Thresholds from the dev questions.

    `answer_at` is the highest that refuses at most FALSE_REFUSAL of the answerable ones; `also_at` the one where
    further findings are right as often as they are complete (the best F1).
    """
    best = sorted(max(judge.probabilities(m), default=0.0) for m, y in dev if y.any())
    answer_at = best[int(len(best) * FALSE_REFUSAL)]
    options = np.linspace(0.1, 0.9, 81)
    also_at = max(options, key=lambda t: _f1(judge, dev, float(t)))
    return replace(judge, answer_at=float(answer_at), also_at=max(float(also_at), float(answer_at)))


def _f1(judge: Judge, dev: Sequence[Labelled], threshold: float) -> float:
    right = given = wanted = 0.0
    for matrix, answers in dev:
        if answers.any():
            chosen = np.array(judge.probabilities(matrix)) >= threshold
            right += float((chosen * answers).sum())
            given += float(chosen.sum())
            wanted += float(answers.sum())
    return 2 * right / (given + wanted) if given + wanted else 0.0


OPEN = Judge(np.zeros(len(EVIDENCE), dtype=np.float32), np.ones(len(EVIDENCE), dtype=np.float32),
             np.zeros(len(EVIDENCE), dtype=np.float32), 0.0, np.zeros((1, len(EVIDENCE)), dtype=np.float32),
             np.zeros(1, dtype=np.float32), np.zeros(1, dtype=np.float32), 0.0, 0.0)
