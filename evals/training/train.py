"""`python -m evals.training.train`: makes what is learned in kb/data again, from training questions."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import kb.data
from evals.collection import Collection, Shelf, split_questions, training_collections
from evals.training.adapter import train_adapter
from evals.training.answerability import OPEN_TREES, probability, train_answerability, with_threshold
from evals.training.data import TrainingSet, load_sets
from evals.training.judge import OPEN, Labelled, decided, label, parts_of, train_judge, with_thresholds
from evals.training.ranker import FOLDS, Fold, cross_fit, judged_by, train_ranker
from evals.training.readers import make_readers
from evals.training.translation import train_translation
from kb.answer.answerability import Answerability
from kb.answer.engine import Answerer
from kb.answer.judge import Judge
from kb.config import load_settings
from kb.question.finder import Finder
from kb.search.holdings import Holdings
from kb.search.index.adapter import Adapter
from kb.search.index.altered import with_adapter
from kb.search.index.build import build_index
from kb.search.index.embedder import Embedder, OnnxEmbedder
from kb.search.index.model import ensure_model
from kb.search.ranker import Ranker
from kb.search.translation import Translation, arrays_of
from kb.types import Status

# written to be hard, harder than what is asked
HARD = ("training",)
DATA = Path(str(kb.data.__file__)).parent


def main() -> None:
    """Trains everything and writes it. Takes some minutes on two cores."""
    parser = argparse.ArgumentParser(description="训练检索用的适配矩阵和排序器")
    parser.add_argument("--data", help="数据文件夹（放句向量模型）")
    parser.add_argument("--stard", type=Path, help="STARD 的 train.json；没有也能训练")
    args = parser.parse_args()
    began = time.monotonic()
    settings = load_settings(args.data)
    embedder = OnnxEmbedder(ensure_model(settings, _say), threads=settings.threads)
    if args.stard is None or not args.stard.is_file():
        _say("没有 STARD 文件，跳过这部分训练题。")
    collections = training_collections()
    sets = load_sets(collections, embedder, args.stard)
    _say("训练题：" + "，".join(f"{s.name} {len(s.examples)}" for s in sets))
    everything = [np.ones(len(s.examples), dtype=bool) for s in sets]
    adapter = train_adapter(sets, everything)
    save_adapter(adapter, embedder.name)
    save_translation(train_translation(sets, everything))
    _say(f"适配矩阵完成（{time.monotonic() - began:.0f} 秒）；交叉训练…")
    folds = cross_fit(sets)
    judged = judged_by(folds, sets, embedder)
    save_ranker(train_ranker(judged))
    _say(f"排序器完成：{len(judged)} 组候选（{time.monotonic() - began:.0f} 秒）；训练判定…")
    judge, answerability = make_judges(collections, folds, sets, embedder)
    save_judge(judge)
    save_answerability(answerability)
    finders = [Finder(with_adapter(s.index, adapter), embedder, adapter=adapter)
               for s, _ in zip(sets, collections, strict=False) if s.index is not None]
    make_readers(collections, finders)
    _say(f"全部完成，共 {time.monotonic() - began:.0f} 秒。")


def make_judges(collections: Sequence[Collection], folds: Sequence[Fold], sets: Sequence[TrainingSet],
                embedder: Embedder) -> tuple[Judge, Answerability]:
    """What judges answers over the ranker that is on disk, from adapters that have not seen the questions.

    Thresholds are set on the dev split, with the adapter that ships, and on the training questions of the corpus and of
    the other documents, each decided by what has not seen it.
    """
    data: list[Labelled] = []
    typical: list[Labelled] = []
    for n, collection in enumerate(collections):
        shelf, index = collection.shelf, sets[n].index
        assert index is not None
        for f, fold in enumerate(folds):
            if fold.attached and not shelf.attached:
                continue
            held = {e.text for e, h in zip(sets[n].examples, fold.held[n], strict=True) if h}
            mine = [q for k, q in enumerate(collection.questions) if (q.completed or q.question) in held
                    or (not q.answerable and k % FOLDS == f // 2)]
            finder = Finder(with_adapter(index, fold.adapter), embedder, adapter=fold.adapter,
                                attached=fold.attached, translation=fold.translation)
            answerer = _open_answerer(shelf, finder)
            for q in mine:
                labelled = label(answerer, shelf, [q], elsewhere=collection.name != "corpus")
                data += labelled
                typical += labelled if fold.attached == bool(shelf.attached) and q.category not in HARD else []
    corpus = next(c.shelf for c in collections if c.name == "corpus")
    finder = Finder(build_index(corpus.clauses, corpus.titles, corpus.attached, embedder), embedder)
    dev = label(_open_answerer(corpus, finder), corpus, split_questions(["dev"]))
    judge, answerability = train_judge(data), train_answerability(data)
    decisions = [decided(judge, d) for d in dev]
    held_out = [(probability(answerability, d), bool(d.answers.any())) for d in dev]
    for kept, left_out in parts_of(data):
        part_judge, part_trees = train_judge(kept), train_answerability(kept)
        unseen = [d for d in typical if d.question in left_out]
        decisions += [decided(part_judge, d) for d in unseen]
        held_out += [(probability(part_trees, d), bool(d.answers.any())) for d in unseen]
    return with_thresholds(judge, decisions), with_threshold(answerability, held_out)


def _open_answerer(shelf: Shelf, finder: Finder) -> Answerer:
    documents = {i: (title, Status.IN_FORCE) for i, title in shelf.titles.items()}
    return Answerer(Holdings.of(shelf.clauses), documents, finder, editions=shelf.editions, judge=OPEN,
                    answerability=OPEN_TREES)


def save_judge(judge: Judge) -> None:
    """Writes the judge as JSON."""
    arrays = ("mean", "std", "linear", "hidden", "hidden_bias", "out")
    rows = {k: np.round(getattr(judge, k).astype(float), 5).tolist() for k in arrays}
    rows |= {k: round(getattr(judge, k), 5) for k in ("bias", "also_at", "elsewhere_at")}
    (DATA / "judge.json").write_text(json.dumps(rows) + "\n", encoding="utf-8")


def save_answerability(answerability: Answerability) -> None:
    """Writes the trees and their threshold."""
    forest, unmatched = answerability.forest, answerability.unmatched
    np.savez_compressed(DATA / "answerability.npz", start=forest.start, feature=forest.feature,
                        threshold=forest.threshold, leaf=forest.leaf, answer_at=answerability.answer_at,
                        names=np.array("\n".join(unmatched.weights)), bias=unmatched.bias,
                        weights=np.array(list(unmatched.weights.values()), dtype=np.float16))


def save_adapter(adapter: Adapter, model: str) -> None:
    """Writes the adapter in half precision, named by its contents."""
    assert adapter.question is not None and adapter.passage is not None
    question, passage = adapter.question.astype(np.float16), adapter.passage.astype(np.float16)
    name = hashlib.sha256(question.tobytes() + passage.tobytes()).hexdigest()[:12]
    np.savez_compressed(DATA / "adapter.npz", question=question, passage=passage, name=name, model=model)


def save_translation(translation: Translation) -> None:
    """Writes the table."""
    np.savez_compressed(DATA / "translation.npz", **arrays_of(translation))


def save_ranker(ranker: Ranker) -> None:
    """Writes the ranker as JSON."""
    rows = {k: np.round(getattr(ranker, k).astype(float), 5).tolist()
            for k in ("mean", "std", "linear", "hidden", "hidden_bias", "out")}
    text = json.dumps({"names": ranker.names} | rows, ensure_ascii=False)
    (DATA / "ranker.json").write_text(text + "\n", encoding="utf-8")


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
