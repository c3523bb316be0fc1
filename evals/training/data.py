"""What the adapter and the ranker are trained on: questions with their clauses, over several collections.

Only the train split, the attached questions, and questions written for training are used; never dev or test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.collection import Collection
from evals.stard import load_stard, stard_passages
from kb.language.tokenizer import Tokenizer, normalize
from kb.question.reduction import question_vector
from kb.question.typed import tidy
from kb.search.index.build import build_index
from kb.search.index.embedder import Embedder, Vectors
from kb.search.index.index import SearchIndex


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the rows of its clauses, and its place among the attached questions (None where it is none)."""

    text: str
    rows: tuple[int, ...]
    attached: int | None
    weight: float


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Questions over one pool of clauses; vectors are the model's own."""

    name: str
    passage_rows: Vectors
    passages: Vectors
    size: int
    examples: tuple[Example, ...]
    questions: Vectors
    index: SearchIndex | None


def load_sets(collections: Sequence[Collection], embedder: Embedder, stard: Path | None) -> list[TrainingSet]:
    """The training collections, in their order, and half of STARD where its file is there."""
    sets = [_collection_set(c, embedder) for c in collections]
    if stard is not None and stard.is_file():
        sets.append(_stard_set(stard, embedder))
    return sets


def _collection_set(collection: Collection, embedder: Embedder) -> TrainingSet:
    shelf = collection.shelf
    index = build_index(shelf.clauses, shelf.titles, shelf.attached, embedder)
    row_of = {c: row for row, c in enumerate(index.clause_ids)}
    tokenizer = Tokenizer(index.words)
    asked = sorted((row_of[c], q) for c, q in shelf.attached)
    examples = [Example(q, (row,), n, 0.25) for n, (row, q) in enumerate(asked)]
    examples += [Example(q.completed or q.question, tuple(row_of[g] for g in shelf.gold(q)), None, 1.0)
                 for q in collection.questions if q.answerable]
    texts = [normalize(tidy(e.text, tokenizer, index.sounds)) for e in examples]
    held = index.passages.whole
    return TrainingSet(collection.name, held.rows.astype(np.float32), held.raw.astype(np.float32), index.size,
                       tuple(examples), np.stack([question_vector(t, embedder) for t in texts]), index)


def _stard_set(path: Path, embedder: Embedder) -> TrainingSet:
    """The questions of even number; those of odd number are kept for testing."""
    articles, questions = load_stard(path)
    texts = stard_passages(articles)
    half = questions[0::2]
    return TrainingSet("stard", np.array([row for row, _ in texts], dtype=np.float32),
                       embedder.embed([t for _, t in texts]), len(articles),
                       tuple(Example(q, gold, None, 1.0) for q, gold in half),
                       np.stack([embedder.embed_query(q) for q, _ in half]), None)
