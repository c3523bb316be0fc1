"""A general check (通用检验): lay questions to statute articles, from the half of STARD that nothing was trained on.

It shows whether the adapter carries over to texts of another kind. The file is not in the repository.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np

from evals.measures import Score, mean_with_interval, per_question
from kb.language.sentences import sentences
from kb.language.tokenizer import Tokenizer, dictionary
from kb.search.fusion import reciprocal_rank_fusion
from kb.search.index.adapter import load_adapter
from kb.search.index.bm25 import build_bm25
from kb.search.index.embedder import Embedder, Vectors
from kb.types import Hit

_DEPTH = 20
_MEASURES = ("success@1", "success@5", "R@10")


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


def evaluate_stard(path: Path, embedder: Embedder) -> dict[str, dict[str, Score]]:
    """Per system the scores over the questions of odd number, which training leaves out."""
    articles, questions = load_stard(path)
    held = {f"S{n}": q for n, q in enumerate(questions) if n % 2}
    texts = stard_passages(articles)
    rows = np.array([row for row, _ in texts])
    passages = embedder.embed([t for _, t in texts])
    asked = np.stack([embedder.embed_query(q) for q, _ in held.values()])
    tokenizer = Tokenizer(dictionary())
    bm25 = build_bm25([tokenizer(f"{name} {text}") for name, text in articles])
    adapter = load_adapter(embedder.name, embedder.dimension)
    words = [_ranked(bm25.scores(tokenizer(q))) for q, _ in held.values()]
    plain = [_ranked(_best(passages @ v, rows, len(articles))) for v in asked]
    adapted = [_ranked(_best(adapter.of_passages(passages) @ adapter.of_questions(v), rows, len(articles)))
               for v in asked]
    systems = {"BM25": words, "向量": plain, "适配后的向量": adapted,
               "混合（RRF）": [reciprocal_rank_fusion(pair) for pair in zip(words, plain, strict=True)],
               "混合（RRF，适配后）": [reciprocal_rank_fusion(pair) for pair in zip(words, adapted, strict=True)]}
    qrels = {name: [str(row) for row in gold] for name, (_, gold) in held.items()}
    out = {}
    for system, runs in systems.items():
        values = per_question(qrels, {name: [(h.clause_id, h.score) for h in run[:_DEPTH]]
                                      for name, run in zip(held, runs, strict=True)})
        out[system] = {m: mean_with_interval(list(values[m].values())) for m in _MEASURES}
    return out


def _best(cosines: Vectors, rows: Vectors, size: int) -> Vectors:
    out = np.full(size, -1.0, dtype=np.float32)
    np.maximum.at(out, rows.astype(np.int64), cosines)
    return out


def _ranked(scores: Vectors) -> list[Hit]:
    order = np.argsort(-scores, kind="stable")[:100]
    return [Hit(str(i), float(scores[i])) for i in order]
