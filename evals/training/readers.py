"""`python -m evals.training.readers`: makes again what chooses within a clause, its sentence and its figure."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import kb.data
from evals.collection import Collection, indexed, training_collections
from evals.training.figures import choices, train_figures
from evals.training.sentences import sentence_choices, train_sentences
from kb.answer import figures, sentences
from kb.config import load_settings
from kb.question.finder import Finder
from kb.search.index.embedder import OnnxEmbedder, Vectors
from kb.search.index.model import ensure_model

_DATA = Path(str(kb.data.__file__)).parent


def make_readers(collections: Sequence[Collection], finders: Sequence[Finder]) -> None:
    """Writes sentences.json and figures.json in kb/data; each collection is searched with its own finder."""
    each = list(zip(collections, finders, strict=True))
    words, numbers = ([c for of, finder in each for c in sentence_choices(finder, of.shelf, of.questions, numeric=n)]
                      for n in (False, True))
    reader = train_sentences(words, numbers)
    _save("sentences.json", {"words": _named(sentences.NAMES, reader.weights),
                             "figures": _named(sentences.NAMES, reader.figures)})
    found = train_figures([c for of, finder in each for c in choices(finder, of.shelf, of.questions, reader)])
    _save("figures.json", _named(figures.NAMES, found.weights))


def _named(names: Sequence[str], weights: Vectors) -> dict[str, float]:
    return {n: round(float(w), 5) for n, w in zip(names, weights, strict=True)}


def _save(name: str, rows: Mapping[str, object]) -> None:
    (_DATA / name).write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Trains both and writes them. Takes about three minutes on two cores."""
    parser = argparse.ArgumentParser(description="训练取句和取数的权重")
    parser.add_argument("--data", help="数据文件夹（放句向量模型）")
    settings = load_settings(parser.parse_args().data)
    embedder = OnnxEmbedder(ensure_model(settings, lambda text: print(text, file=sys.stderr)), threads=settings.threads)
    collections = training_collections()
    make_readers(collections, [Finder(indexed(c.shelf, embedder), embedder) for c in collections])


if __name__ == "__main__":
    main()
