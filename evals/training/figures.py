"""Training what reads figures (取数的训练): a softmax over the frames of the clauses that answer.

The right ones are those whose value shows every number that the answer to the question must show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from evals.collection import Shelf
from evals.qrels import Question
from kb.answer.figures import NAMES, FigureReader, compared
from kb.question.conversation import converse
from kb.question.finder import Finder
from kb.search.index.embedder import Vectors

EPOCHS = 300
LEARNING_RATE = 5e-2
PULL = 1e-3
# What the comparison means, where few questions tell: the weights are drawn here instead of to zero. An office that is
# printed beats one that only a heading names; a figure whose condition is met beats one whose condition is broken.
PRIOR = {"holds": 2.0, "fails": -2.0, "untold": -0.5, "office": 1.0, "other_office": -0.7, "act": 0.7,
         "other_act": -0.7, "bound": 1.0, "period": 0.5, "other_period": -0.5}
_NUMERIC = re.compile(r"\d|[一二三四五六七八九十半]")


@dataclass(frozen=True, slots=True)
class Choice:
    """The frames of a clause compared with a question, and which of them are right."""

    rows: Vectors
    right: tuple[bool, ...]


def choices(finder: Finder, shelf: Shelf, questions: Sequence[Question]) -> Iterator[Choice]:
    """What there is to choose for each question whose answer is a number."""
    for q in questions:
        if not q.answerable or not any(_NUMERIC.search(v) for v in q.values):
            continue
        read = finder.read(q.completed or converse(q.question, q.history).likeliest)
        ids = list(shelf.gold(q))
        for clause_id, near in zip(ids, finder.recall.closeness(read.sought, ids), strict=True):
            analysis = finder.recall.analysis(clause_id)
            right = tuple(_shows(q.values, f.value) for f in analysis.frames)
            if any(right):
                yield Choice(compared(read.question, analysis, near.tolist(), finder.recall.pair_rarity), right)


def _shows(values: Sequence[str], value: str) -> bool:
    numeric = [v for v in values if _NUMERIC.search(v)]
    return bool(numeric) and all(re.search(v, value) for v in numeric)


def train_figures(data: Sequence[Choice]) -> FigureReader:
    """By the softmax over the frames of each clause. Deterministic."""
    torch.manual_seed(0)
    most = max(len(c.rows) for c in data)
    rows = torch.zeros(len(data), most, len(NAMES))
    there, right = torch.zeros(len(data), most, dtype=torch.bool), torch.zeros(len(data), most, dtype=torch.bool)
    for n, c in enumerate(data):
        rows[n, :len(c.rows)] = torch.tensor(c.rows)
        there[n, :len(c.rows)] = True
        right[n, :len(c.right)] = torch.tensor(c.right)
    prior = torch.tensor([PRIOR.get(n, 0.0) for n in NAMES])
    weights = prior.clone().requires_grad_()
    optimizer = torch.optim.Adam([weights], lr=LEARNING_RATE)
    for _ in range(EPOCHS):
        scores = (rows @ weights).masked_fill(~there, -1e9)
        loss = (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right, -1e9), 1)).mean()
        loss = loss + PULL * ((weights - prior) ** 2).sum()
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
    return FigureReader(np.asarray(weights.detach().numpy(), dtype=np.float32))
