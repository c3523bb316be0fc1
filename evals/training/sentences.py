"""Training what reads sentences (取句的训练): a softmax over the sentences of the clauses that answer.

The right ones are those that hold every value that the answer to the question must show, where not all of them do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evals.collection import Shelf
from evals.qrels import Question
from evals.training.choosing import Choice, train_choice
from kb.answer.sentences import NAMES, SentenceReader, compared
from kb.question.conversation import converse
from kb.question.finder import Finder

# What the comparison means where few questions tell: a case that is met beats one that is not.
PRIOR = {"case": 1.0, "met": 1.0}
PULL = 3e-4


def sentence_choices(finder: Finder, shelf: Shelf, questions: Sequence[Question], *, numeric: bool
                     ) -> Iterator[Choice]:
    """What there is to choose for each question whose answer is a number, or for each of the others."""
    for q in questions:
        if not q.answerable or not q.values:
            continue
        read = finder.read(q.completed or converse(q.question, q.history).likeliest)
        asks = read.question.kind in ("count", "when", "compare") or bool(read.question.slots) or read.question.counts
        if asks != numeric:
            continue
        ids = list(shelf.gold(q))
        for clause_id, near in zip(ids, finder.recall.closeness(read.sought, ids), strict=True):
            analysis = finder.recall.analysis(clause_id)
            said = ["".join(analysis.clause.text[s.start:s.end].split()) for s in analysis.sentences]
            right = tuple(all(re.search(v, words) for v in q.values) for words in said)
            if any(right) and not all(right):
                yield Choice(compared(read.question, analysis, near.tolist(), finder.recall.pair_rarity), right)


def train_sentences(words: Sequence[Choice], figures: Sequence[Choice]) -> SentenceReader:
    """By the softmax over the sentences of each clause. Deterministic."""
    return SentenceReader(*(train_choice(data, NAMES, PRIOR, pull=PULL) for data in (words, figures)))
