"""`python -m evals.bench.growth`: how time, memory and size grow with the library (随条数增长), beside other programs.

Libraries are made of the corpus's own sentences, put together anew, with vectors around real ones; a library of a size
is the same every time. Whatever is measured of one is measured in a process of its own; the counterparts
(evals.bench.counterparts) have the same clauses and are asked the same questions, turn by turn with this program, so
that their ratio holds on a machine that others use. With --keep every step that is done is kept, and is not done again.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evals.bench import grown
from evals.bench.bench import QUESTIONS, run_kb
from evals.bench.command import MODEL, measured, options, print_json, say
from evals.bench.counterparts import COUNTERPARTS
from evals.qrels import load_questions
from kb.config import Settings
from kb.errors import KBError

SIZES = (300, 3_000, 30_000, 100_000, 300_000)
ASKED, BESIDE = 60, 10
_OURS = "ours"


def main() -> None:
    """Measures every size and prints the rows as JSON; with --chart draws them too."""
    parser = options("随条数增长的用时、内存和大小", data=MODEL)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="各有多少条")
    parser.add_argument("--keep", type=Path, help="做好的知识库和测得的数放在这里；中断后再运行就接着做")
    parser.add_argument("--chart", type=Path, help="另画成图（svg）")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one is not None:
        data, what = Path(args.one[0]), args.one[1]
        print(json.dumps(asked(data) if what == _OURS else beside(data, what)))
        return
    with tempfile.TemporaryDirectory() as aside:
        kept = args.keep or Path(aside)
        rows = measured(args, lambda settings: [row(settings, size, kept / str(size)) for size in args.sizes])
    print_json(rows)
    if args.chart is not None:
        draw(rows, args.chart)


def row(given: Settings, size: int, folder: Path) -> dict[str, Any]:
    """What is measured of a library of `size` clauses, which is made in `folder`."""
    settings = Settings(data=folder / "data", corpus=folder / "corpus")
    out: dict[str, Any] = _step(folder, "made", lambda: make(given, size, settings))
    out |= _step(folder, "asked", lambda: _apart(settings.data, _OURS))
    found = {name: _step(folder, f"beside-{n}", lambda name=name: _apart(settings.data, name))  # type: ignore[misc]
             for n, name in enumerate(COUNTERPARTS)}
    out |= _step(folder, "unchanged", lambda: unchanged(settings))
    return out | _step(folder, "added", lambda: added(given, settings)) | {"beside": found}


def _step(folder: Path, name: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What was measured before, else what is measured now, which is kept."""
    kept = folder / f"{name}.json"
    if not kept.is_file():
        say(f"{folder.name} 条：{name}…")
        found = work()
        kept.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    measured: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return measured


def _apart(data: Path, what: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", "evals.bench.growth", "--one", str(data), what],
                          stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise KBError(f"没有测成：{what}。")
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def make(given: Settings, size: int, settings: Settings) -> dict[str, Any]:
    """A library with its index; processor seconds without those of the processes that read the files."""
    from kb.search.index.embedder import OnnxEmbedder
    from kb.search.index.model import ensure_model

    shutil.rmtree(settings.data.parent, ignore_errors=True)
    settings.data.mkdir(parents=True)
    settings.corpus.mkdir()
    settings.models.symlink_to(given.models.resolve())
    words, choice = grown.corpus_sentences(given.corpus), random.Random(0)
    for n in range(size // grown.OF_A_DOCUMENT):
        (settings.corpus / f"库存{n}.txt").write_text(grown.document(choice, words, f"库存{n}"), encoding="utf-8")
    embedder = OnnxEmbedder(ensure_model(settings, say), threads=settings.threads)
    began = time.process_time()
    held = grown.make_library(settings, embedder, words)
    made = time.process_time() - began
    disk = sum(p.stat().st_size for p in settings.data.rglob("*") if p.is_file() and "models" not in p.parts)
    return {"clauses": held, "made_cpu_s": round(made, 1), "rate": round(held / made), "disk_mb": round(disk / 1e6)}


def unchanged(settings: Settings) -> dict[str, Any]:
    """`kb index` over the same files again."""
    spent = run_kb(["index", str(settings.corpus)], settings.data)
    return {"unchanged_cpu_s": round(spent.processor, 2), "unchanged_s": round(spent.seconds, 2)}


def added(given: Settings, settings: Settings) -> dict[str, Any]:
    """`kb index FILE` of a document of 50 clauses more."""
    path = settings.data.parent / "新增.txt"
    path.write_text(grown.document(random.Random(1), grown.corpus_sentences(given.corpus), "新增"), encoding="utf-8")
    spent = run_kb(["index", str(path)], settings.data)
    return {"added_cpu_s": round(spent.processor, 2), "added_s": round(spent.seconds, 2),
            "added_peak_mb": round(spent.peak_mb)}


def asked(data: Path) -> dict[str, Any]:
    """What the library at `data` costs to open and to ask, in this process."""
    from kb.answer.opening import open_answerer
    from kb.search.recall import Filters
    from kb.types import Query

    began = time.process_time()
    answerer = open_answerer(Settings(data=data, corpus=data, answers=0))
    opened = time.process_time() - began
    questions = _questions(ASKED)
    for q in questions[:5]:
        answerer.answer(Query(q))
    wall, used = _each(lambda q: answerer.answer(Query(q)), questions)
    anonymous, mapped = _memory()
    read = [answerer.finder.read(q).sought for q in questions]
    recall = _each(lambda s: answerer.finder.recall.candidates(s, Filters()), read)[1]
    return {"opened_cpu_s": round(opened, 2), "anonymous_mb": anonymous, "mapped_mb": mapped,
            "ask_ms": statistics.median(wall), "ask_cpu_ms": statistics.median(used),
            "ask_cpu_mean_ms": round(statistics.fmean(used), 2), "recall_cpu_ms": statistics.median(recall)}


def beside(data: Path, name: str) -> dict[str, Any]:
    """What a counterpart costs with the clauses of the library at `data`, and this program's recall beside it."""
    import numpy as np

    from kb.answer.opening import open_finder
    from kb.search.index.index import SearchIndex
    from kb.search.recall import Filters

    finder = open_finder(Settings(data=data, corpus=data))
    index = finder.index
    assert isinstance(index, SearchIndex)
    words = [finder.tokenizer(f"{a.above} {a.clause.text}") for a in index.analyses]
    whole = index.passages.whole
    vectors = np.ascontiguousarray(whole.adapted[np.flatnonzero(np.diff(whole.rows, prepend=-1))])
    before, began = _memory()[0], time.process_time()
    other = COUNTERPARTS[name]()
    other.add(words, vectors)
    made, size = time.process_time() - began, _memory()[0] - before
    read = [finder.read(q).sought for q in _questions(BESIDE)]
    other.search(read[0].terms, read[0].vector)
    ours, theirs = [], []
    for sought in read:
        ours += [_timed(lambda s=sought: finder.recall.candidates(s, Filters()))]  # type: ignore[misc]
        theirs += [_timed(lambda s=sought: other.search(s.terms, s.vector))]  # type: ignore[misc]
    began = time.process_time()
    other.add(words[:grown.OF_A_DOCUMENT], vectors[:grown.OF_A_DOCUMENT])
    return {"made_cpu_s": round(made, 1), "own_mb": size, "cpu_ms": round(statistics.median(t[1] for t in theirs), 2),
            "ms": round(statistics.median(t[0] for t in theirs), 2),
            "ours_cpu_ms": round(statistics.median(t[1] for t in ours), 2),
            "ratio": round(statistics.median(b[1] / a[1] for a, b in zip(ours, theirs, strict=True)), 1),
            "added_cpu_s": round(time.process_time() - began, 2)}


def draw(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """The rows as a chart: milliseconds of processor time over clauses, both in logarithmic steps."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4))
    clauses = [r["clauses"] for r in rows]
    for name, label in (("ask_cpu_ms", "warm ask"), ("recall_cpu_ms", "recall")):
        axes.loglog(clauses, [r[name] for r in rows], marker="o", label=label)
    for name in COUNTERPARTS:
        axes.loglog(clauses, [r["beside"][name]["cpu_ms"] for r in rows], marker="x", linestyle="--", label=name)
    axes.set_xlabel("clauses")
    axes.set_ylabel("ms of processor time, median")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path)


def _questions(number: int) -> list[str]:
    return [q.question for q in random.Random(0).sample(load_questions(QUESTIONS), number)]


def _timed(way: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds, and of processor time, with that of the threads that it starts."""
    began = time.perf_counter(), time.process_time()
    way()
    return (time.perf_counter() - began[0]) * 1000, max((time.process_time() - began[1]) * 1000, 1e-3)


def _each(way: Callable[[Any], Any], queries: Sequence[Any]) -> tuple[list[float], list[float]]:
    found = [_timed(lambda q=q: way(q)) for q in queries]  # type: ignore[misc]
    return [round(wall, 2) for wall, _ in found], [round(used, 2) for _, used in found]


def _memory() -> tuple[int, int]:
    """MiB that are the process's own, and of files that it reads where they lie, which the system can take back."""
    said = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    return tuple(round(int(said[n].split()[0]) / 1024) for n in ("RssAnon", "RssFile"))  # type: ignore[return-value]


if __name__ == "__main__":
    main()
