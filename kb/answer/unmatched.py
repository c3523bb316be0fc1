"""What of a question a clause leaves unmatched (未对上的字词), and how much each speaks against its answering.

党课要讲多长时间 leaves 多长时间 beside a clause on how often; that somebody asks 开会 for 召开 says nothing. Which is
which is learned from questions that have an answer and questions that have none: a logistic regression.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.answer.evidence import Evidence
from kb.language.pairs import bigrams
from kb.language.synonyms import canonical
from kb.question.understand import Ask, content, content_words
from kb.types import Clause

CONSIDERED = 3


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Weights of what is left unmatched; a positive sum speaks for an answer, a negative one against it."""

    weights: Mapping[str, float]
    bias: float

    def scores(self, ask: Ask, evidence: Sequence[Evidence]) -> tuple[float, float]:
        """For the first clause, and for the best of the first CONSIDERED."""
        return self.of([left_over(ask, e.clause) for e in evidence[:CONSIDERED]])

    def of(self, left: Sequence[Sequence[str]]) -> tuple[float, float]:
        """The same for what each of the first clauses leaves."""
        each = [self.bias + sum(self.weights.get(name, 0.0) for name in names) for names in left]
        return (each[0], max(each)) if each else (0.0, 0.0)


def left_over(ask: Ask, clause: Clause) -> tuple[str, ...]:
    """The pairs of characters and the words that neither the clause nor its headings hold, and the kind of question.

    `b` stands before pairs of what the question is about, `a` before those of its asking words, `w` before words.
    """
    text = canonical(f"{''.join(clause.path)}{clause.text}")
    held = _held(text)
    about, asked, words = _pairs_of(ask)
    names = [f"b{p}" for p in about if p not in held] + [f"a{p}" for p in asked if p not in held]
    return (f"k{ask.kind}", *names, *(f"w{w}" for w in words if w not in text))


def _held(text: str) -> frozenset[str]:
    return frozenset(bigrams(text))


@lru_cache(maxsize=256)
def _pairs_of(ask: Ask) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    about = tuple(dict.fromkeys(p for part in content(ask.text).split() for p in bigrams(part)))
    asked = tuple(p for p in dict.fromkeys(bigrams(re.sub(r"\s", "", ask.text))) if p not in about)
    return about, asked, tuple(canonical(w) for w in content_words(ask))
