"""Training the adapter: two projections over frozen vectors, so that a question comes near the clauses that answer it.

The loss is the softmax over all clauses of a pool of the best passage's cosine (multi-positive InfoNCE), and the same
over the attached questions; both projections are held near the identity.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import torch
from torch.nn.functional import dropout, normalize

from evals.training.data import TrainingSet
from kb.search.index.adapter import Adapter
from kb.search.index.embedder import Vectors

EPOCHS = 10
BATCH = 64
LEARNING_RATE = 1e-3
TEMPERATURE = 0.03
DROPOUT = 0.1
NEAR_IDENTITY = 0.03
QUESTION_LOSS = 0.5


def train_adapter(sets: Sequence[TrainingSet], keep: Sequence[Vectors], *, name: str = "trained",
                  seed: int = 0) -> Adapter:
    """Trains on the examples that `keep` marks (one boolean array a set). Deterministic for a seed."""
    torch.set_num_threads(2)
    torch.manual_seed(seed)
    rng = random.Random(seed)
    dimension = sets[0].questions.shape[1]
    identity = torch.eye(dimension)
    question, passage = identity.clone().requires_grad_(), identity.clone().requires_grad_()
    optimizer = torch.optim.AdamW([question, passage], lr=LEARNING_RATE, weight_decay=0)
    pools = [_Pool(s, k) for s, k in zip(sets, keep, strict=True)]
    for epoch in range(EPOCHS):
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * (1 - epoch / EPOCHS)
        batches = [(pool, batch) for pool in pools for batch in pool.batches(rng)]
        rng.shuffle(batches)
        for pool, batch in batches:
            loss = pool.loss(batch, question, passage)
            loss = loss + NEAR_IDENTITY * (((question - identity) ** 2).sum() + ((passage - identity) ** 2).sum())
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
    return Adapter(name, question.detach().numpy().copy(), passage.detach().numpy().copy())


class _Pool:
    """One training set as tensors."""

    def __init__(self, data: TrainingSet, keep: Vectors) -> None:
        self._data = data
        self._kept = [int(i) for i in np.flatnonzero(keep)]
        self._questions = torch.tensor(data.questions)
        self._passages = torch.tensor(data.passages)
        self._rows = torch.tensor(data.passage_rows).long()
        attached = [i for i in self._kept if data.examples[i].attached is not None]
        self._attached = torch.tensor(attached, dtype=torch.long)
        self._attached_rows = torch.tensor([data.examples[i].rows[0] for i in attached], dtype=torch.long)
        self._place = {i: n for n, i in enumerate(attached)}

    def batches(self, rng: random.Random) -> list[list[int]]:
        order = list(self._kept)
        rng.shuffle(order)
        return [order[i:i + BATCH] for i in range(0, len(order), BATCH)]

    def loss(self, batch: list[int], question: torch.Tensor, passage: torch.Tensor) -> torch.Tensor:
        asked = normalize(dropout(self._questions[batch], DROPOUT) @ question.T, dim=1)
        texts = normalize(dropout(self._passages, DROPOUT) @ passage.T, dim=1)
        gold = torch.zeros(len(batch), self._data.size, dtype=torch.bool)
        for n, i in enumerate(batch):
            gold[n, list(self._data.examples[i].rows)] = True
        total = _softmax_loss(asked @ texts.T, self._rows, gold)
        if len(self._attached):
            similar = asked @ normalize(self._questions[self._attached] @ question.T, dim=1).T
            for n, i in enumerate(batch):
                if i in self._place:
                    similar[n, self._place[i]] = -2.0
            total = total + QUESTION_LOSS * _softmax_loss(similar, self._attached_rows, gold)
        return total


def _softmax_loss(cosines: torch.Tensor, rows: torch.Tensor, gold: torch.Tensor) -> torch.Tensor:
    best = torch.full(gold.shape, -2.0).scatter_reduce(
        1, rows[None, :].expand(len(cosines), -1), cosines, "amax", include_self=True) / TEMPERATURE
    return -(torch.logsumexp(best.masked_fill(~gold, -1e9), 1) - torch.logsumexp(best, 1)).mean()
