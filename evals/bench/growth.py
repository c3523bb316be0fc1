"""`python -m evals.bench.growth`: how time, memory and size grow with the library (随条数增长), beside plain Python.

Libraries are made of the corpus's own sentences, put together anew, with vectors around real ones; a library of a size
is the same every time. Each is asked in a process of its own. The counterpart is rank-bm25 with faiss' exact index over
the same clauses and vectors, asked the same questions in the same run, fused by reciprocal rank.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evals.bench.bench import QUESTIONS
from evals.bench.command import MODEL, measured, options, print_json, say, with_its_model
from evals.qrels import load_questions
from kb.config import Settings
from kb.errors import KBError

SIZES = (300, 3_000, 30_000, 100_000)
ASKED, BESIDE = 60, 10
_COLUMNS = ("clauses", "made_cpu_s", "rate", "disk_mb", "anonymous_mb", "mapped_mb", "ask_ms", "ask_cpu_ms",
            "recall_ms", "bm25_ms", "vector_ms", "plain_ms", "ratio")


def main() -> None:
    """Measures every size and prints the rows as JSON; with --chart draws them too."""
    parser = options("随条数增长的用时、内存和大小", data=MODEL)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="各有多少条")
    parser.add_argument("--chart", type=Path, help="另画成图（svg）")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one is not None:
        print_json(asked(given.one))
        return
    rows = measured(given, lambda settings: [grow(settings, size) for size in given.sizes])
    print_json(rows)
    if given.chart is not None:
        draw(rows, given.chart)


def grow(given: Settings, size: int) -> dict[str, Any]:
    """One row: a library of `size` clauses is made, and asked in another process."""
    from evals.bench import grown
    from kb.search.index.embedder import OnnxEmbedder
    from kb.search.index.model import ensure_model

    with with_its_model(given) as settings:
        words, choice = grown.corpus_sentences(given.corpus), random.Random(0)
        for n in range(size // grown.OF_A_DOCUMENT):
            text = grown.document(choice, words, f"库存{n}")
            (settings.corpus / f"库存{n}.txt").write_text(text, encoding="utf-8")
        say(f"建 {size} 条的知识库…")
        embedder = OnnxEmbedder(ensure_model(settings, say), threads=settings.threads)
        began = time.process_time()
        held = grown.make_library(settings, embedder, words)
        made = time.process_time() - began
        say(f"问 {size} 条的知识库…")
        done = subprocess.run([sys.executable, "-m", "evals.bench.growth", "--one", str(settings.data)],
                              stdout=subprocess.PIPE, check=False)
        if done.returncode:
            raise KBError(f"{size} 条的知识库没有问成。")
        disk = sum(p.stat().st_size for p in settings.data.rglob("*") if p.is_file() and "models" not in p.parts)
        shutil.rmtree(settings.corpus)
        row = {"clauses": held, "made_cpu_s": round(made, 1), "rate": round(held / made), "disk_mb": round(disk / 1e6),
               **json.loads(done.stdout)}
        return {name: row[name] for name in _COLUMNS}


def asked(data: Path) -> dict[str, Any]:
    """What the library at `data` costs to ask, in this process."""
    import faiss
    import numpy as np
    from rank_bm25 import BM25Okapi

    from kb.answer.opening import open_answerer
    from kb.search.index.index import SearchIndex
    from kb.search.recall import Filters
    from kb.types import Query

    answerer = open_answerer(Settings(data=data, corpus=data, answers=0))
    finder, index = answerer.finder, answerer.finder.index
    assert isinstance(index, SearchIndex)
    questions = [q.question for q in random.Random(0).sample(load_questions(QUESTIONS), ASKED)]
    for q in questions[:5]:
        answerer.answer(Query(q))
    began = time.process_time()
    ask = _median(lambda q: answerer.answer(Query(q)), questions)
    used = (time.process_time() - began) / len(questions) * 1000
    anonymous, mapped = _memory()
    read = [finder.read(q).sought for q in questions]
    out = {"anonymous_mb": anonymous, "mapped_mb": mapped, "ask_ms": ask, "ask_cpu_ms": round(used, 1),
           "recall_ms": _median(lambda s: finder.recall.candidates(s, Filters()), read),
           "bm25_ms": _median(lambda s: index.by_word.scores(s.terms), read),
           "vector_ms": _median(lambda s: index.passages.nearest_rows(s.vector), read)}
    words = BM25Okapi([finder.tokenizer(f"{a.above} {a.clause.text}") for a in index.analyses])
    flat = faiss.IndexFlatIP(index.manifest.dimension)
    for part in index.passages.parts:
        flat.add(np.ascontiguousarray(part.of.adapted))

    def plain(s: Any) -> Any:
        ranked = np.argsort(-words.get_scores(list(s.terms)))[:100]
        near = flat.search(s.vector[None, :], 240)[1][0]
        return {int(r): 1 / (60 + n) for ranks in (ranked, near) for n, r in enumerate(ranks, 1)}

    beside = _median(plain, read[:BESIDE])
    return out | {"plain_ms": beside, "ratio": round(beside / out["recall_ms"], 1)}


def draw(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """The rows as a chart: milliseconds over clauses, both in logarithmic steps."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4))
    for name, label in (("ask_ms", "warm ask"), ("recall_ms", "recall"), ("bm25_ms", "BM25"), ("vector_ms", "vectors"),
                        ("plain_ms", "rank-bm25 + IndexFlatIP")):
        axes.loglog([r["clauses"] for r in rows], [r[name] for r in rows], marker="o", label=label)
    axes.set_xlabel("clauses")
    axes.set_ylabel("ms, median")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path)


def _median(way: Callable[[Any], Any], queries: Sequence[Any]) -> float:
    times = []
    for query in queries:
        began = time.perf_counter()
        way(query)
        times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times), 2)


def _memory() -> tuple[int, int]:
    """MiB that are the process's own, and of files that it reads where they lie, which the system can take back."""
    said = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    return tuple(round(int(said[n].split()[0]) / 1024) for n in ("RssAnon", "RssFile"))  # type: ignore[return-value]


if __name__ == "__main__":
    main()
