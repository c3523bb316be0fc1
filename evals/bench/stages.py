"""`python -m evals.bench.stages`: where the time of an ask goes, stage by stage, in one process that is warm.

Each stage's time is its own, without that of the stages that it calls. Wall time and processor time stand side by side:
on a machine that others use the second is the one to compare.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any

from rich.console import Console
from rich.table import Table

from evals.bench.bench import QUESTIONS, spread
from evals.bench.command import measured, options, print_json, say
from evals.qrels import load_questions
from kb.answer.consideration import Consideration
from kb.answer.dated import DatedAnswerer
from kb.answer.listener import Listener
from kb.answer.opening import open_answerer
from kb.config import Settings
from kb.question.finder import Finder
from kb.search.embedded import EmbeddedRecall
from kb.search.index.embedder import OnnxEmbedder
from kb.search.searcher import Searcher
from kb.types import Query

WARMUP = 20
# What belongs to which stage; what an ask does besides is the composing.
STAGES: dict[str, tuple[tuple[type[Any], str], ...]] = {
    "理解": ((Finder, "tidy"), (Finder, "misspelt"), (Finder, "read"), (Finder, "understood"),
             (Finder, "as_it_stands"), (Listener, "hear"), (Listener, "says"), (Listener, "is_chat")),
    "句向量": ((OnnxEmbedder, "embed_query"),),
    "召回": ((EmbeddedRecall, "candidates"), (EmbeddedRecall, "closeness")),
    "排序": ((Searcher, "find"),),
    "判定": ((Consideration, "consider"), (Consideration, "answering")),
    "组织": ((DatedAnswerer, "answer"),),
}


@dataclass
class Clock:
    """Seconds of wall and of processor time by stage, of the ask in hand."""

    spent: dict[str, tuple[float, float]] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _mark: tuple[float, float] = (0.0, 0.0)

    @contextmanager
    def during(self, stage: str) -> Iterator[None]:
        """What runs inside is the stage's, but for what stages inside it take."""
        self._charge()
        self._open.append(stage)
        try:
            yield
        finally:
            self._charge()
            self._open.pop()

    def _charge(self) -> None:
        now = time.perf_counter(), time.thread_time()
        if self._open:
            wall, own = self.spent.get(self._open[-1], (0.0, 0.0))
            self.spent[self._open[-1]] = wall + now[0] - self._mark[0], own + now[1] - self._mark[1]
        self._mark = now


def main() -> None:
    """Measures and prints."""
    given = options("一次提问的时间花在哪里，分阶段", tables=True).parse_args()
    rows = measured(given, measure)
    (print_json if given.json else _print)(rows)


def measure(settings: Settings) -> dict[str, Any]:
    """By stage and for the whole, milliseconds an ask: mean, median and 95th percentile of wall and processor time; and
    the same of questions that were asked before.
    """
    asked = [Query(q.question, history=tuple(q.history)) for q in load_questions(QUESTIONS)]
    say(f"{len(asked)} 题，逐题分阶段…")
    answerer = open_answerer(replace(settings, answers=0))
    with staged() as clock:
        spent = [_spent(clock, answerer, q) for q in asked][WARMUP:]
    say("再问一遍…")
    answerer = open_answerer(settings)
    for q in asked:
        answerer.answer(q)
    again = []
    for q in asked:
        began = time.perf_counter(), time.thread_time()
        answerer.answer(q)
        again.append((time.perf_counter() - began[0], time.thread_time() - began[1]))
    whole = [(sum(w for w, _ in one.values()), sum(p for _, p in one.values())) for one in spent]
    stages = {name: _summary([one.get(name, (0.0, 0.0)) for one in spent]) for name in STAGES}
    return {"questions": len(spent), "stages": stages, "whole": _summary(whole), "again": _summary(again)}


@contextmanager
def staged() -> Iterator[Clock]:
    """For the time of a block every stage is timed."""
    clock = Clock()
    plain = [(kind, name, getattr(kind, name)) for parts in STAGES.values() for kind, name in parts]
    try:
        for stage, parts in STAGES.items():
            for kind, name in parts:
                setattr(kind, name, _timed(clock, stage, getattr(kind, name)))
        yield clock
    finally:
        for kind, name, was in plain:
            setattr(kind, name, was)


def _timed(clock: Clock, stage: str, run: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(run)
    def timed(*args: Any, **named: Any) -> Any:
        with clock.during(stage):
            return run(*args, **named)

    return timed


def _spent(clock: Clock, answerer: DatedAnswerer, query: Query) -> dict[str, tuple[float, float]]:
    clock.spent = {}
    answerer.answer(query)
    return clock.spent


def _summary(each: list[tuple[float, float]]) -> dict[str, list[float]]:
    """Mean, median and 95th percentile in milliseconds."""
    out = {}
    for n, name in enumerate(("wall", "processor")):
        values = [one[n] * 1000 for one in each]
        out[name] = [statistics.fmean(values), *spread(values)]
    return out


def _print(rows: dict[str, Any]) -> None:
    table = Table(title=f"一次提问，{rows['questions']} 题，已预热（平均 / 中位 / p95，毫秒）", title_justify="left")
    for name in ("阶段", "用时", "处理器时间", "占处理器"):
        table.add_column(name, justify="left" if name == "阶段" else "right")
    total = rows["whole"]["processor"][0]
    for name, row in (*rows["stages"].items(), ("合计", rows["whole"]), ("问过的再问一遍", rows["again"])):
        table.add_row(name, _three(row["wall"]), _three(row["processor"]), f"{row['processor'][0] / total:.0%}")
    Console(width=110).print(table)


def _three(values: list[float]) -> str:
    return " / ".join(f"{v:.2f}" for v in values)


if __name__ == "__main__":
    main()
