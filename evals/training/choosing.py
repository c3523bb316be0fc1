"""Training what chooses among the parts of a clause (选择的训练): a softmax over rows of named features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from kb.search.index.embedder import Vectors

EPOCHS = 300
LEARNING_RATE = 5e-2
PULL = 1e-3


@dataclass(frozen=True, slots=True)
class Choice:
    """The rows of what there is to choose from for one question, and which of them are right."""

    rows: Vectors
    right: tuple[bool, ...]


def train_choice(data: Sequence[Choice], names: Sequence[str], prior: Mapping[str, float], *, pull: float = PULL
                 ) -> Vectors:
    """The weights of `names` under which the right rows are likeliest, drawn to those of `prior`. Deterministic."""
    torch.manual_seed(0)
    most = max(len(c.rows) for c in data)
    rows = torch.zeros(len(data), most, len(names))
    there, right = torch.zeros(len(data), most, dtype=torch.bool), torch.zeros(len(data), most, dtype=torch.bool)
    for n, c in enumerate(data):
        rows[n, :len(c.rows)] = torch.tensor(c.rows)
        there[n, :len(c.rows)] = True
        right[n, :len(c.right)] = torch.tensor(c.right)
    drawn = torch.tensor([prior.get(n, 0.0) for n in names])
    weights = drawn.clone().requires_grad_()
    optimizer = torch.optim.Adam([weights], lr=LEARNING_RATE)
    for _ in range(EPOCHS):
        scores = (rows @ weights).masked_fill(~there, -1e9)
        loss = (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right, -1e9), 1)).mean()
        loss = loss + pull * ((weights - drawn) ** 2).sum()
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
    return np.asarray(weights.detach().numpy(), dtype=np.float32)
