"""`python -m evals.train`: makes adapter.npz, ranker.json and judge.json of kb/data again, from training questions."""

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
from evals.library import CORPUS, Shelf, shelve, split_questions, unseen_questions
from evals.questions import HERE, load_questions
from evals.train_adapter import train_adapter
from evals.train_judge import OPEN, Labelled, cross_decided, decided, label, train_judge, with_thresholds
from evals.train_ranker import FOLDS, Fold, cross_fit, judged_by, train_ranker
from evals.training_data import TrainingSet, load_sets
from kb.answer.engine import Answerer
from kb.answer.judge import Judge
from kb.config import load_settings
from kb.search.adapter import Adapter
from kb.search.build import build_index, with_adapter
from kb.search.embedder import Embedder, OnnxEmbedder
from kb.search.model import ensure_model
from kb.search.ranker import Ranker
from kb.search.searcher import Searcher

DATA = Path(str(kb.data.__file__)).parent


def main() -> None:
    """Trains both and writes them. Takes some minutes on two cores."""
    parser = argparse.ArgumentParser(description="训练检索用的适配矩阵和排序器")
    parser.add_argument("--data", help="数据文件夹（放句向量模型）")
    parser.add_argument("--stard", type=Path, help="STARD 的 train.json；没有也能训练")
    args = parser.parse_args()
    began = time.monotonic()
    settings = load_settings(args.data)
    embedder = OnnxEmbedder(ensure_model(settings, _say), threads=settings.threads)
    if args.stard is None or not args.stard.is_file():
        _say("没有 STARD 文件，跳过这部分训练题。")
    sets = load_sets(embedder, args.stard)
    _say("训练题：" + "，".join(f"{s.name} {len(s.examples)}" for s in sets))
    everything = [np.ones(len(s.examples), dtype=bool) for s in sets]
    adapter = train_adapter(sets, everything)
    save_adapter(adapter, embedder.name)
    _say(f"适配矩阵完成（{time.monotonic() - began:.0f} 秒）；交叉训练…")
    folds = cross_fit(sets)
    judged = judged_by(folds, sets, embedder)
    save_ranker(train_ranker(judged))
    _say(f"排序器完成：{len(judged)} 组候选（{time.monotonic() - began:.0f} 秒）；训练判定…")
    save_judge(make_judge(folds, sets, embedder))
    _say(f"全部完成，共 {time.monotonic() - began:.0f} 秒。")


def make_judge(folds: Sequence[Fold], sets: Sequence[TrainingSet], embedder: Embedder) -> Judge:
    """The judge over the ranker that is on disk, from adapters that have not seen the questions.

    Its thresholds are set on the dev split, with the adapter that ships, and on the training questions of the corpus,
    each decided by a judge that has not seen it.
    """
    corpus = shelve(CORPUS)
    unseen, asked = unseen_questions("train")
    data: list[Labelled] = []
    typical: list[Labelled] = []
    for shelf, questions, part in ((corpus, split_questions(["train"]), sets[0]), (unseen, asked, sets[1])):
        extra = [load_questions(HERE / "training" / f"{part.name}{kind}.jsonl") for kind in ("", "_unanswerable")]
        questions = [*questions, *extra[0], *extra[1]]
        for n, fold in enumerate(folds):
            assert part.index is not None
            held = {e.text for e, h in zip(part.examples, fold.held[sets.index(part)], strict=True) if h}
            mine = [q for k, q in enumerate(questions) if (q.completed or q.question) in held
                    or (not q.answerable and k % FOLDS == n // 2)]
            searcher = Searcher(with_adapter(part.index, fold.adapter), embedder, adapter=fold.adapter,
                                attached=fold.attached)
            labelled = label(_open_answerer(shelf, searcher), shelf, mine)
            data += labelled
            typical += labelled if fold.attached and shelf is corpus else []
    index = build_index(corpus.clauses, corpus.titles, corpus.attached, embedder)
    dev = label(_open_answerer(corpus, Searcher(index, embedder)), corpus, split_questions(["dev"]))
    judge = train_judge(data)
    return with_thresholds(judge, [*(decided(judge, d) for d in dev), *cross_decided(data, typical)])


def _open_answerer(shelf: Shelf, searcher: Searcher) -> Answerer:
    return Answerer(shelf.clauses, {i: (title, "现行") for i, title in shelf.titles.items()}, searcher, judge=OPEN)


def save_judge(judge: Judge) -> None:
    """Writes the judge as JSON."""
    arrays = ("mean", "std", "linear", "hidden", "hidden_bias", "out")
    rows = {k: np.round(getattr(judge, k).astype(float), 5).tolist() for k in arrays}
    rows |= {k: round(getattr(judge, k), 5) for k in ("bias", "answer_at", "also_at")}
    (DATA / "judge.json").write_text(json.dumps(rows) + "\n", encoding="utf-8")


def save_adapter(adapter: Adapter, model: str) -> None:
    """Writes the adapter in half precision, named by its contents."""
    assert adapter.question is not None and adapter.passage is not None
    question, passage = adapter.question.astype(np.float16), adapter.passage.astype(np.float16)
    name = hashlib.sha256(question.tobytes() + passage.tobytes()).hexdigest()[:12]
    np.savez_compressed(DATA / "adapter.npz", question=question, passage=passage, name=name, model=model)


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
