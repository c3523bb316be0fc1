"""Training what reads figures (取数的训练): a softmax over the frames of the clauses that answer.

The right ones are those whose value shows every number that the answer to the question must show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evals.collection import Shelf
from evals.qrels import Question
from evals.training.choosing import Choice, train_choice
from kb.answer.figures import NAMES, FigureReader, candidates, compared
from kb.answer.sentences import SentenceReader
from kb.question.conversation import converse
from kb.question.finder import Finder

# What the comparison means, where few questions tell: the weights are drawn here instead of to zero. An office that is
# printed beats one that only a heading names; a figure whose condition is met beats one whose condition is broken; who
# asks from how many on something is so asks for the figure of a case; of two that are named the last says more.
PRIOR = {"holds": 2.0, "fails": -2.0, "untold": -0.5, "office": 1.0, "other_office": -0.7, "act": 0.7,
         "other_act": -0.7, "bound": 1.0, "period": 0.5, "other_period": -0.5, "case_asked": 2.5,
         "case_after": 0.5, "named": 0.5, "last_named": 2.5}
_NUMERIC = re.compile(r"\d|[一二三四五六七八九十半]")


def choices(finder: Finder, shelf: Shelf, questions: Sequence[Question], reader: SentenceReader) -> Iterator[Choice]:
    """What there is to choose for each question whose answer is a number."""
    for q in questions:
        if not q.answerable or not any(_NUMERIC.search(v) for v in q.values):
            continue
        read = finder.read(q.completed or converse(q.question, q.history).likeliest)
        ids = list(shelf.gold(q))
        for clause_id, near in zip(ids, finder.recall.closeness(read.sought, ids), strict=True):
            analysis, rarity = finder.recall.analysis(clause_id), finder.recall.pair_rarity
            right = tuple(_shows(q.values, f.value) for f in candidates(read.question, analysis))
            if read.question.kind != "yesno" and any(right):
                likely = reader.holding_figure(reader.read(read.question, analysis, near.tolist(), rarity)).tolist()
                yield Choice(compared(read.question, analysis, near.tolist(), likely, rarity), right)


def _shows(values: Sequence[str], value: str) -> bool:
    numeric = [v for v in values if _NUMERIC.search(v)]
    return bool(numeric) and all(re.search(v, value) for v in numeric)


def train_figures(data: Sequence[Choice]) -> FigureReader:
    """By the softmax over the candidates of each clause. Deterministic."""
    return FigureReader(train_choice(data, NAMES, PRIOR))
