"""Training the ranker: a softmax over each question's candidates, by a linear part and one small hidden layer.

Features of a training question come from an adapter that has not seen it: cross-fitting, once with the attached
questions and folds over questions, once without them and folds over clauses, as for a document added tomorrow.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from evals.training.adapter import train_adapter
from evals.training.data import TrainingSet
from evals.training.translation import train_translation
from kb.question.finder import Finder
from kb.search.embedded import EmbeddedRecall
from kb.search.features import FEATURES
from kb.search.index.adapter import Adapter
from kb.search.index.altered import with_adapter
from kb.search.index.embedder import Embedder, Vectors
from kb.search.ranker import Ranker
from kb.search.recall import Filters
from kb.search.translation import Translation

FOLDS = 3
HIDDEN = 8
EPOCHS = 16
BATCH = 32
LEARNING_RATE = 1e-2
WEIGHT_DECAY = 1e-3
SEEDS = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """A question's candidates: features (n, len(FEATURES)), which of them are right, and the question's weight."""

    matrix: Vectors
    right: NDArray[np.bool_]
    weight: float


@dataclass(frozen=True, slots=True)
class Fold:
    """An adapter and a translation with the examples they have not seen, a boolean array a set.

    `attached`: with attached questions.
    """

    adapter: Adapter
    translation: Translation
    held: tuple[Vectors, ...]
    attached: bool


def cross_fit(sets: Sequence[TrainingSet]) -> list[Fold]:
    """Adapters for every part of the questions that did not see it, with and without attached questions."""
    rng = np.random.default_rng(0)
    clause_fold = [rng.integers(FOLDS, size=s.size) for s in sets]
    by_clause = [np.array([clause_fold[n][e.rows[0]] for e in s.examples]) for n, s in enumerate(sets)]
    by_question = [rng.integers(FOLDS, size=len(s.examples)) for s in sets]
    out = []
    for fold in range(FOLDS):
        for attached, folds in ((True, by_question), (False, by_clause)):
            held = tuple(f == fold if s.index is not None else np.zeros(len(f), dtype=bool)
                         for s, f in zip(sets, folds, strict=True))
            kept = [~h for h in held]
            out.append(Fold(train_adapter(sets, kept), train_translation(sets, kept), held, attached))
    return out


def judged_by(folds: Sequence[Fold], sets: Sequence[TrainingSet], embedder: Embedder) -> list[Judged]:
    """Judged candidates for every question of the collections, by the adapter that has not seen it."""
    return [j for fold in folds for s, held in zip(sets, fold.held, strict=True) if s.index is not None
            for j in _judge(s, held, fold, embedder)]


def _judge(data: TrainingSet, held: Vectors, fold: Fold, embedder: Embedder) -> list[Judged]:
    assert data.index is not None
    finder = Finder(with_adapter(data.index, fold.adapter), embedder, adapter=fold.adapter, ranker=untrained(),
                        attached=fold.attached, translation=fold.translation)
    out = []
    for i in np.flatnonzero(held):
        example = data.examples[i]
        left_out = example.attached if fold.attached else None
        assert isinstance(finder.recall, EmbeddedRecall)  # only it can leave a question out
        found = finder.recall.candidates(finder.read(example.text).sought, Filters(), without=left_out)
        right = np.isin(found.rows, example.rows)
        if right.any():
            out.append(Judged(found.matrix, right, example.weight))
    return out


def train_ranker(judged: Sequence[Judged]) -> Ranker:
    """The mean of SEEDS trainings' scores, as one ranker with all their hidden units. Deterministic."""
    stacked = np.concatenate([j.matrix for j in judged])
    mean, std = stacked.mean(axis=0), stacked.std(axis=0) + 1e-6
    parts = [_train_one(judged, mean, std, seed) for seed in range(SEEDS)]
    return Ranker(
        FEATURES, mean, std, linear=np.mean([p.linear for p in parts], axis=0),
        hidden=np.concatenate([p.hidden for p in parts]), hidden_bias=np.concatenate([p.hidden_bias for p in parts]),
        out=(np.concatenate([p.out for p in parts]) / SEEDS).astype(np.float32))


def _train_one(judged: Sequence[Judged], mean: Vectors, std: Vectors, seed: int) -> Ranker:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    linear = torch.nn.Linear(len(FEATURES), 1, bias=False)
    first_layer, last = torch.nn.Linear(len(FEATURES), HIDDEN), torch.nn.Linear(HIDDEN, 1, bias=False)
    deep = torch.nn.Sequential(first_layer, torch.nn.ReLU(), last)
    parameters = [*linear.parameters(), *deep.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    rows = torch.tensor(np.concatenate([(j.matrix - mean) / std for j in judged]))
    right = torch.tensor(np.concatenate([j.right for j in judged]))
    weights = torch.tensor([j.weight for j in judged])
    sizes = torch.tensor([len(j.matrix) for j in judged])
    begins = torch.cumsum(sizes, 0) - sizes
    order = list(range(len(judged)))
    for epoch in range(EPOCHS):
        rng.shuffle(order)
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * (1 - epoch / EPOCHS)
        for first in range(0, len(order), BATCH):
            batch = torch.tensor(order[first:first + BATCH])
            owner = torch.repeat_interleave(torch.arange(len(batch)), sizes[batch])
            within = torch.arange(len(owner)) - (torch.cumsum(sizes[batch], 0) - sizes[batch])[owner]
            at = begins[batch][owner] + within
            scores = (linear(rows[at]) + deep(rows[at]))[:, 0]
            loss = (weights[batch] * (_log_sum(scores, owner, len(batch))
                                      - _log_sum(scores[right[at]], owner[right[at]], len(batch)))).mean()
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
    return Ranker(FEATURES, mean, std, linear=linear.weight.detach().numpy()[0].copy(),
                  hidden=first_layer.weight.detach().numpy().copy(),
                  hidden_bias=first_layer.bias.detach().numpy().copy(), out=last.weight.detach().numpy()[0].copy())


def _log_sum(scores: torch.Tensor, owner: torch.Tensor, size: int) -> torch.Tensor:
    """The logarithm of the sum of exponentials of each owner's scores, shape (size,)."""
    most = torch.full((size,), -torch.inf).scatter_reduce(0, owner, scores.detach(), "amax")
    return most + torch.log(torch.zeros(size).index_add(0, owner, torch.exp(scores - most[owner])))


def untrained() -> Ranker:
    """A ranker that scores everything 0."""
    n = len(FEATURES)
    zero = np.zeros(n, dtype=np.float32)
    return Ranker(FEATURES, mean=zero, std=np.ones(n, dtype=np.float32), linear=zero,
                  hidden=np.zeros((1, n), dtype=np.float32), hidden_bias=np.zeros(1, dtype=np.float32),
                  out=np.zeros(1, dtype=np.float32))
