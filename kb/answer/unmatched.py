"""What of a question a clause leaves unmatched (未对上的字词), and how much each speaks against its answering.

党课要讲多长时间 leaves 多长时间 beside a clause on how often; that somebody asks 开会 for 召开 says nothing. Which is
which is learned from questions that have an answer and questions that have none: a logistic regression.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.answer.evidence import Evidence
from kb.ingest.analysis import ClauseAnalysis, pairs_of
from kb.language.pairs import bigrams
from kb.language.synonyms import canonical
from kb.question.question import Question

CONSIDERED = 3


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Weights of what is left unmatched; a positive sum speaks for an answer, a negative one against it."""

    weights: Mapping[str, float]
    bias: float

    def scores(self, question: Question, evidence: Sequence[Evidence]) -> tuple[float, float]:
        """For the first clause, and for the best of the first CONSIDERED."""
        return self.of([left_over(question, e.analysis) for e in evidence[:CONSIDERED]])

    def of(self, left: Sequence[Sequence[str]]) -> tuple[float, float]:
        """The same for what each of the first clauses leaves."""
        each = [self.bias + sum(self.weights.get(name, 0.0) for name in names) for names in left]
        return (each[0], max(each)) if each else (0.0, 0.0)


def left_over(question: Question, analysis: ClauseAnalysis) -> tuple[str, ...]:
    """The pairs of characters and the words that neither the clause nor its headings hold, and the kind of question.

    `b` stands before pairs of what the question is about, `a` before those of its asking words, `w` before words.
    """
    held = pairs_of(analysis.held_flat)
    about = tuple(dict.fromkeys(p for part in question.content.split() for p in bigrams(part)))
    asked = (p for p in dict.fromkeys(bigrams(re.sub(r"\s", "", question.text))) if p not in about)
    words = (canonical(w) for w in question.words)
    names = [f"b{p}" for p in about if p not in held] + [f"a{p}" for p in asked if p not in held]
    return (f"k{question.kind}", *names, *(f"w{w}" for w in words if w not in analysis.held))
