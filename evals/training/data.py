"""What the adapter and the ranker are trained on: questions with their clauses, over several libraries.

Only the train split, the attached questions, and questions written for training are used; never dev or test.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.library import Shelf
from evals.questions import Question
from kb.language.repair import repair
from kb.language.sentences import sentences
from kb.language.tokenizer import Tokenizer
from kb.question.reduction import reduce
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


def load_sets(libraries: Sequence[tuple[str, Shelf, list[Question]]], embedder: Embedder, stard: Path | None
              ) -> list[TrainingSet]:
    """The training libraries, in their order, and half of STARD where its file is there."""
    sets = [_library_set(name, shelf, _resolved(shelf, questions), embedder) for name, shelf, questions in libraries]
    if stard is not None and stard.is_file():
        sets.append(_stard_set(stard, embedder))
    return sets


def _resolved(shelf: Shelf, questions: list[Question]) -> list[tuple[str, tuple[str, ...]]]:
    return [(q.completed or q.question, shelf.gold(q)) for q in questions if q.answerable]


def _library_set(name: str, shelf: Shelf, questions: list[tuple[str, tuple[str, ...]]],
                 embedder: Embedder) -> TrainingSet:
    index = build_index(shelf.clauses, shelf.titles, shelf.attached, embedder)
    row_of = {c: row for row, c in enumerate(index.clause_ids)}
    tokenizer = Tokenizer(index.words)
    asked = sorted((row_of[c], q) for c, q in shelf.attached)
    examples = [Example(q, (row,), n, 0.25) for n, (row, q) in enumerate(asked)]
    examples += [Example(q, tuple(row_of[g] for g in gold), None, 1.0) for q, gold in questions]
    texts = [reduce(repair(e.text, tokenizer, index.sounds)) for e in examples]
    return TrainingSet(name, index.passages.rows.astype(np.float32), index.passages.raw.astype(np.float32), index.size,
                       tuple(examples), np.stack([embedder.embed_query(t) for t in texts]), index)


def load_stard(path: Path) -> tuple[list[tuple[str, str]], list[tuple[str, tuple[int, ...]]]]:
    """STARD's articles as (name, text), and its questions as (question, article numbers)."""
    articles: dict[str, tuple[int, str]] = {}
    questions = []
    for row in json.loads(path.read_text(encoding="utf-8")):
        gold = []
        for name, text in row["articles"].items():
            gold.append(articles.setdefault(name, (len(articles), text.strip()))[0])
        questions.append((row["question"], tuple(gold)))
    return [(name, text) for name, (_, text) in articles.items()], questions


def stard_passages(articles: list[tuple[str, str]]) -> list[tuple[int, str]]:
    """The texts to embed for each article, as for clauses: its beginning and its sentences behind its law's name."""
    out = []
    for row, (name, text) in enumerate(articles):
        law = re.sub(r"^中华人民共和国|第[^第]*条$", "", name)
        spans = sentences(text)
        out += [(row, f"{law}：{text[:160]}")]
        out += [(row, f"{law}：{text[s:e]}") for s, e in spans] if len(spans) > 1 else []
    return out


def _stard_set(path: Path, embedder: Embedder) -> TrainingSet:
    """The questions of even number; those of odd number are kept for testing."""
    articles, questions = load_stard(path)
    texts = stard_passages(articles)
    half = questions[0::2]
    return TrainingSet("stard", np.array([row for row, _ in texts], dtype=np.float32),
                       embedder.embed([t for _, t in texts]), len(articles),
                       tuple(Example(q, gold, None, 1.0) for q, gold in half),
                       np.stack([embedder.embed_query(q) for q, _ in half]), None)
