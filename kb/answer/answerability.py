"""Whether a question has an answer here at all (可答性): decided on the evidence of its best clauses together.

The judge weighs each clause by itself; this weighs what the best of them have in common. Its trees and threshold are
kb/data/answerability.npz, made again by `make model`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from kb.answer.evidence import Evidence
from kb.answer.forest import Forest
from kb.answer.judge import unrelated
from kb.answer.unmatched import Unmatched
from kb.question.question import Question
from kb.search.index.embedder import Vectors

_KINDS = ("compare", "yesno", "definition", "who", "count", "when", "list", "what")
_BEST, _NEXT = 3, 5


@dataclass(frozen=True, slots=True)
class Answerability:
    """The trees over `summary`; `answer_at` is the least probability at which a question is answered."""

    forest: Forest
    unmatched: Unmatched
    answer_at: float

    def probability(self, question: Question, evidence: Sequence[Evidence], matrix: Vectors, reading: Vectors
                    ) -> float:
        """That the library answers the question, by the rows of SIGNALS for the best clauses and by what the likeliest
        sentence of the first is like.

        0 where no clause is considered or the first has nothing to do with it.
        """
        if not evidence or unrelated(matrix[:1]).all():
            return 0.0
        return self.chance(summary(question, matrix, self.unmatched.scores(question, evidence), reading))

    def chance(self, row: Vectors) -> float:
        """The probability for one summary."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.forest.logit(row)))))


def summary(question: Question, matrix: Vectors, unmatched: tuple[float, float], reading: Vectors) -> Vectors:
    """One row for rows of SIGNALS: the first, the best of three, the mean of five; kind; what is unmatched; the
    likeliest sentence; how long the question is.
    """
    kind = [float(question.kind == k) for k in _KINDS]
    return np.concatenate([matrix[0], matrix[:_BEST].max(axis=0), matrix[:_NEXT].mean(axis=0),
                           np.array([*kind, *unmatched], dtype=np.float32), reading,
                           np.array([len(question.text)], dtype=np.float32)])


@cache
def load_answerability() -> Answerability:
    """What ships with the program."""
    with as_file(files("kb.data").joinpath("answerability.npz")) as path, np.load(path, allow_pickle=False) as data:
        forest = Forest(float(data["start"]), data["feature"], data["threshold"], data["leaf"])
        names = str(data["names"]).split("\n")
        weights = dict(zip(names, data["weights"].astype(float).tolist(), strict=True))
        unmatched = Unmatched(weights, float(data["bias"]))
        return Answerability(forest, unmatched, float(data["answer_at"]))
