"""Training the judge: which considered clauses answer, from questions that have an answer and questions that have none.

Thresholds are chosen on the dev split: the highest that refuse at most FALSE_REFUSAL of the answerable questions.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from evals.library import Shelf
from evals.questions import Question
from kb.answer.engine import Answerer, Considered
from kb.answer.evidence import subject_of
from kb.answer.judge import EVIDENCE, Judge, evidence_matrix
from kb.followup import complete
from kb.search.embedder import Vectors

HIDDEN = 12
EPOCHS = 40
SEEDS = 5
FALSE_REFUSAL = 0.03

Labelled = tuple[Vectors, Vectors]


def label(answerer: Answerer, shelf: Shelf, questions: Sequence[Question]) -> list[Labelled]:
    """For each question the evidence rows of its considered clauses, and which of them answer."""
    out = []
    for q in questions:
        considered = answerer.consider(q.completed or complete(q.question, q.history, loosely=True))
        if considered.evidence:
            out.append((matrix_of(answerer, considered), np.isin(
                [e.clause.id for e in considered.evidence], shelf.gold(q)).astype(np.float32)))
    return out


def matrix_of(answerer: Answerer, considered: Considered) -> Vectors:
    """The rows of EVIDENCE that a question's clauses were judged by."""
    rarity = answerer.index.by_pair.rarity
    subject = subject_of(considered.found.question.ask, rarity)
    return evidence_matrix(considered.found, considered.evidence, subject, set(answerer.index.by_pair.vocabulary))


def train_judge(data: Sequence[Labelled]) -> Judge:
    """The mean of SEEDS small networks, with thresholds still open. Deterministic."""
    stacked = np.concatenate([m for m, _ in data])
    mean, std = stacked.mean(axis=0), stacked.std(axis=0) + 1e-6
    parts = [_train_one(data, mean, std, seed) for seed in range(SEEDS)]
    linear, bias, hidden, hidden_bias, out = (list(x) for x in zip(*parts, strict=True))
    return Judge(mean, std, np.mean(linear, axis=0), float(np.mean(bias)), np.concatenate(hidden),
                 np.concatenate(hidden_bias), np.concatenate(out) / SEEDS, 0.5, 0.5)


def _train_one(data: Sequence[Labelled], mean: Vectors, std: Vectors, seed: int
               ) -> tuple[Vectors, float, Vectors, Vectors, Vectors]:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    linear = torch.nn.Linear(len(EVIDENCE), 1)
    deep = torch.nn.Sequential(torch.nn.Linear(len(EVIDENCE), HIDDEN), torch.nn.ReLU(),
                               torch.nn.Linear(HIDDEN, 1, bias=False))
    optimizer = torch.optim.AdamW([*linear.parameters(), *deep.parameters()], lr=5e-3, weight_decay=2e-2)
    rows = [(torch.tensor((m - mean) / std), torch.tensor(y)) for m, y in data]
    for epoch in range(EPOCHS):
        rng.shuffle(rows)
        for group in optimizer.param_groups:
            group["lr"] = 5e-3 * (1 - epoch / EPOCHS)
        for first in range(0, len(rows), 32):
            batch = rows[first:first + 32]
            logits = [(linear(x) + deep(x))[:, 0] for x, _ in batch]
            # each question weighs the same, and its best clause as much as all the rest together
            loss = torch.stack([_question_loss(z, y) for z, (_, y) in zip(logits, batch, strict=True)]).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    first_layer, last = deep[0], deep[2]
    return (linear.weight.detach().numpy()[0].copy(), float(linear.bias), first_layer.weight.detach().numpy().copy(),
            first_layer.bias.detach().numpy().copy(), last.weight.detach().numpy()[0].copy())


def _question_loss(logits: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
    each = torch.nn.functional.binary_cross_entropy_with_logits(logits, answers, reduction="none")
    top = int(torch.argmax(logits))
    best = torch.logsumexp(logits, 0) if not answers.any() else torch.logsumexp(logits[answers > 0], 0)
    any_answer = torch.nn.functional.binary_cross_entropy_with_logits(best, answers.max())
    return each.mean() + 0.5 * each[top] + 0.5 * any_answer


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
