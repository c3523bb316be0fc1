"""Learning which printed words the words of questions stand for, from the training questions of the collections."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evals.training.data import TrainingSet
from kb.language.tokenizer import Tokenizer
from kb.question.question import understand
from kb.question.typed import tidy
from kb.search.index.embedder import Vectors
from kb.search.translation import Translation, learn_translation


def train_translation(sets: Sequence[TrainingSet], keep: Sequence[Vectors]) -> Translation:
    """From the examples that `keep` marks (one boolean array a set), as Finder.prepare reads them."""
    pairs = []
    for data, kept in zip(sets, keep, strict=True):
        if data.index is None:
            continue
        tokenizer = Tokenizer(data.index.words)
        printed = _printed(data)
        for i in np.flatnonzero(kept):
            asked = frozenset(understand(tidy(data.examples[i].text, tokenizer, data.index.sounds), tokenizer).words)
            pairs += [(asked, printed[row]) for row in data.examples[i].rows[:2]]
    return learn_translation(pairs)


def _printed(data: TrainingSet) -> list[frozenset[str]]:
    """The words of more than one character of each clause, headings and all."""
    assert data.index is not None
    terms: list[set[str]] = [set() for _ in range(data.size)]
    for term, rows in data.index.by_word.terms():
        for row in rows if len(term) > 1 else ():
            terms[row].add(term)
    return [frozenset(t) for t in terms]
