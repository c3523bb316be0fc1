"""`python -m evals.bench.bench`: time and memory of commands, of warm questions and of retrieval, as Chinese tables.

A child starts out with the peak memory of the process it was started from, so the commands are measured first, while
this process is still small: everything heavy is imported after them.
"""

from __future__ import annotations

import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from evals.bench.command import measured, options, print_json, say, with_its_model
from evals.qrels import load_questions
from kb.config import Settings
from kb.errors import KBError

QUESTIONS = Path(__file__).parents[1] / "questions" / "dev.jsonl"
ASKED = "党支部书记每年至少上几次党课"
STARTS = 5
WARMUP, WARM = 5, 50
SYNTHETIC = 100_000
SYNTHETIC_QUERIES = 10
ROUNDS = 3
NEAREST = 100
_KB = (sys.executable, "-c", "from kb.cli.main import main; main()")
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took from start to end; `processor` are seconds of processor time, with those it started."""

    seconds: float
    peak_mb: float
    processor: float


@dataclass(frozen=True, slots=True)
class Versus:
    """Two ways to do the same thing, in milliseconds a query: medians and 95th percentiles, and where they differ."""

    what: str
    ours: tuple[float, float]
    other_name: str
    other: tuple[float, float]
    apart: float

    @property
    def ratio(self) -> float:
        return self.other[0] / self.ours[0]


def main() -> None:
    """Measures everything and prints it."""
    given = options("测量用时和内存", tables=True).parse_args()
    rows = measured(given, measure)
    (print_json if given.json else _print)(rows)


def measure(settings: Settings) -> dict[str, Any]:
    """All measurements as JSON values. Raises KBError where a command fails or there is no index."""
    say("kb ask…")
    asks = [run_kb(["ask", ASKED], settings.data) for _ in range(STARTS + 1)][1:]  # the first may compile the program
    say(f"连续回答 {WARM} 题…")
    took = warm_questions(settings)
    say("kb index（从零）…")
    whole, again = index_costs(settings)
    say(f"检索（语料和 {SYNTHETIC:,} 条合成条款）…")
    return {"machine": {"cores": os.cpu_count(), "threads": settings.threads, "python": platform.python_version(),
                        "system": f"{platform.system()} {platform.machine()}"},
            "ask": _costs(asks), "index_whole": _costs([whole]), "index_unchanged": _costs(again),
            "index_ratio": whole.seconds / statistics.median(c.seconds for c in again),
            "warm_ms": dict(zip(("median", "p95"), spread(took), strict=True)) | {"n": len(took)},
            "retrieval": [{"what": v.what, "ours_ms": v.ours, "other": v.other_name, "other_ms": v.other,
                           "ratio": v.ratio, "apart": v.apart} for v in retrieval(settings)]}


def run_kb(arguments: Sequence[str], data: Path, *, output: Path | None = None) -> Cost:
    """Runs `kb` in a process of its own. Raises KBError with its last line where it fails."""
    with tempfile.TemporaryFile() as errors, (output or Path(os.devnull)).open("wb") as out:
        began = time.perf_counter()
        process = subprocess.Popen([*_KB, *arguments, "--data", str(data)], stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=errors, env=_as_installed())
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip().splitlines() or ["没有说明"]
            raise KBError(f"kb {arguments[0]} 没有成功：{said[-1]}")
    return cost(seconds, used)


def _as_installed() -> dict[str, str]:
    """The environment, but that compiled modules are kept, as they are wherever nobody forbids it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def cost(seconds: float, used: resource.struct_rusage) -> Cost:
    """The cost of a process with those that it started: the peak memory is that of the largest of them."""
    return Cost(seconds, used.ru_maxrss * _RSS_UNIT / 1e6, used.ru_utime + used.ru_stime)


def warm_questions(settings: Settings) -> list[float]:
    """took_ms of WARM questions answered one after another by one process, behind WARMUP others."""
    chosen = random.Random(0).sample(load_questions(QUESTIONS), WARMUP + WARM)
    with tempfile.TemporaryDirectory() as aside:
        asked, answers = Path(aside) / "asked.jsonl", Path(aside) / "answers.jsonl"
        asked.write_text("".join(json.dumps({"id": q.id, "question": q.question, "history": q.history}) + "\n"
                                 for q in chosen), encoding="utf-8")
        run_kb(["ask", "--batch", str(asked)], settings.data, output=answers)
        lines = answers.read_text(encoding="utf-8").splitlines()
    return [float(json.loads(line)["took_ms"]) for line in lines[WARMUP:]]


def index_costs(settings: Settings) -> tuple[Cost, list[Cost]]:
    """`kb index` from nothing with the model present, and again with nothing changed."""
    with with_its_model(settings) as own:
        return run_kb(["index"], own.data), [run_kb(["index"], own.data) for _ in range(STARTS)]


def retrieval(settings: Settings) -> list[Versus]:
    """BM25 against rank-bm25 and faiss against numpy, over the corpus and over synthetic clauses."""
    import faiss
    import numpy as np

    from kb.answer.opening import open_existing_library, open_finder
    from kb.search.index.bm25 import build_bm25
    from kb.search.index.index import SearchIndex
    from kb.search.index.passages import headings

    faiss.omp_set_num_threads(settings.threads)
    finder, library = open_finder(settings), open_existing_library(settings)
    titles = {i: title for i, (title, _) in library.titles().items()}
    texts = [finder.tokenizer(f"{headings(c, titles[c.document_id])} {c.text}") for c in library.clauses()]
    library.close()
    asked = [q.question for q in load_questions(QUESTIONS)]
    queries = [finder.tokenizer(q) for q in asked]
    vectors = np.stack([finder.read(q).sought.vector for q in asked])
    held = finder.index
    assert isinstance(held, SearchIndex)
    passages = held.passages.whole.adapted

    rng = np.random.default_rng(0)
    drawn = np.array([t for text in texts for t in text], dtype=object)
    synthetic = [drawn[rng.integers(len(drawn), size=len(texts[i]))].tolist()
                 for i in rng.integers(len(texts), size=SYNTHETIC)]
    many = rng.standard_normal((SYNTHETIC, passages.shape[1]), dtype=np.float32)
    many /= np.linalg.norm(many, axis=1, keepdims=True)
    return [_bm25(f"BM25，语料 {len(texts)} 条", held.by_word, texts, queries),
            _bm25(f"BM25，合成 {SYNTHETIC:,} 条", build_bm25(synthetic), synthetic, queries[:SYNTHETIC_QUERIES]),
            _nearest(f"向量，语料 {len(passages)} 段", passages, vectors),
            _nearest(f"向量，合成 {SYNTHETIC:,} 段", many, vectors[:SYNTHETIC_QUERIES])]


def _bm25(what: str, ours: Any, texts: Sequence[Sequence[str]], queries: Sequence[Sequence[str]]) -> Versus:
    from rank_bm25 import BM25Okapi

    return versus(what, ours.scores, "rank-bm25", BM25Okapi(texts).get_scores, queries)


def _nearest(what: str, vectors: Any, queries: Any) -> Versus:
    import faiss
    import numpy as np

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))

    def by_faiss(query: Any) -> Any:
        return index.search(query[None, :], NEAREST)[0][0]

    def by_numpy(query: Any) -> Any:
        scores = vectors @ query
        return np.sort(scores[np.argpartition(-scores, NEAREST)[:NEAREST]])[::-1]

    return versus(what, by_faiss, "numpy", by_numpy, queries)


def versus(what: str, ours: Callable[[Any], Any], other_name: str, other: Callable[[Any], Any],
           queries: Sequence[Any]) -> Versus:
    """Times both ways over the same queries, round by round; how far their scores are apart is found beforehand.

    Not query by query: the thread pool of one library still spins when the other's turn comes.
    """
    apart = max(float(abs(ours(q) - other(q)).max()) for q in queries)
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for way, spent in zip((ours, other), times, strict=True):
            way(queries[0])
            for query in queries:
                began = time.perf_counter()
                way(query)
                spent.append((time.perf_counter() - began) * 1000)
    return Versus(what, spread(times[0]), other_name, spread(times[1]), apart)


def spread(values: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def _costs(costs: Sequence[Cost]) -> dict[str, Any]:
    seconds = [c.seconds for c in costs]
    return {"seconds": statistics.median(seconds), "from": min(seconds), "to": max(seconds), "n": len(costs),
            "processor": statistics.median(c.processor for c in costs), "peak_mb": max(c.peak_mb for c in costs)}


def _print(rows: dict[str, Any]) -> None:
    console = Console(width=110)
    m = rows["machine"]
    console.print(f"{m['system']}，{m['cores']} 核，KB_THREADS={m['threads']}，Python {m['python']}", highlight=False)
    named = (("kb ask", rows["ask"], ""), ("kb index，从零（模型已备好）", rows["index_whole"], ""),
             ("kb index，没有变化", rows["index_unchanged"], f"从零的 1/{rows['index_ratio']:.0f}"))
    console.print(_table("命令：从进程启动到结束", (
        "命令", "次数", "用时 s（中位）", "最短–最长 s", "处理器 s", "峰值内存 MB", "比较"), [
        (name, str(r["n"]), f"{r['seconds']:.2f}", f"{r['from']:.2f}–{r['to']:.2f}", f"{r['processor']:.2f}",
         f"{r['peak_mb']:.0f}", note)
        for name, r, note in named]))
    warm = rows["warm_ms"]
    console.print(_table("连续作答：kb ask --batch，每题 took_ms", ("命令", "题数", "中位 ms", "p95 ms"),
                         [("kb ask --batch，已预热", str(warm["n"]), f"{warm['median']:.1f}", f"{warm['p95']:.1f}")]))
    console.print(_table("检索：每次查询，同一次运行里轮流测量", (
        "检索", "本系统 ms（中位 / p95）", "对照", "对照 ms（中位 / p95）", "倍数", "分数最大相差"), [
        (r["what"], _pair(r["ours_ms"]), r["other"], _pair(r["other_ms"]), f"{r['ratio']:.1f}", f"{r['apart']:.1e}")
        for r in rows["retrieval"]]))


def _pair(milliseconds: Sequence[float]) -> str:
    return f"{milliseconds[0]:.2f} / {milliseconds[1]:.2f}"


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left", min_width=60)
    for name in columns:
        table.add_column(name, justify="left" if name in ("命令", "检索", "对照", "比较") else "right")
    for row in rows:
        table.add_row(*row)
    return table


if __name__ == "__main__":
    main()
