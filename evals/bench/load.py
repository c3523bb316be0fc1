"""`python -m evals.bench.load`: a service of its own under load, client and service on the same cores.

Four parts: many people with time to think, as many questions as it takes with few and many connections and processes,
memory over many questions, and how soon and how heavy the first page is. The limit on questions a minute is off; every
other limit is as shipped. Full load is measured without remembered answers, and once with them.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from evals.bench.command import measured, options, print_json, say
from evals.bench.connection import Connection
from evals.bench.page import page_costs
from evals.bench.processes import cpu_seconds, family, proportional_mb, resident_mb
from evals.qrels import load_questions
from kb.config import Settings
from kb.errors import KBError

QUESTIONS = Path(__file__).parents[1] / "questions"
THINK = (2.0, 8.0)
CONNECTIONS = (1, 8, 64)
OFTEN = 100
EARLY = 2_000
_BROKEN = (OSError, EOFError, ValueError)


@dataclass(slots=True)
class Tally:
    """What was asked: milliseconds of each answer, and how often each failure came."""

    took: list[float] = field(default_factory=list)
    failed: dict[str, int] = field(default_factory=dict)

    def summary(self) -> dict[str, Any]:
        """Counts, and milliseconds as median, p95, p99 and the longest; None where nothing was answered."""
        ordered = sorted(self.took)
        at = {name: ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else None
              for name, share in (("p95", 0.95), ("p99", 0.99), ("max", 1.0))}
        return {"answered": len(ordered), "failed": self.failed,
                "ms": {"median": statistics.median(ordered) if ordered else None, **at}}


@dataclass(frozen=True, slots=True)
class Service:
    """A running service: its process, its port, and the seconds from start until it said that it listens."""

    process: subprocess.Popen[str]
    port: int
    seconds: float
    announced: float


def main() -> None:
    """Measures the parts that are asked for and prints them."""
    parser = options("服务的负载测量：自起一个服务，客户端在同一台机器上", tables=True)
    parser.add_argument("--people", type=int, default=100, help="同时有多少人，默认 100；0：跳过")
    parser.add_argument("--people-seconds", type=float, default=60, help="这些人问多久，默认 60 秒")
    parser.add_argument("--saturate-seconds", type=float, default=20, help="满负荷多久，默认每次 20 秒；0：跳过")
    parser.add_argument("--workers", type=int, nargs="+", default=(1, 2), help="满负荷用几个进程，默认 1 2")
    parser.add_argument("--questions", type=int, default=20_000, help="看内存时共问多少题，默认 20000；0：跳过")
    given = parser.parse_args()
    rows = measured(given, lambda settings: measure(
        settings, people=given.people, people_seconds=given.people_seconds, saturate_seconds=given.saturate_seconds,
        workers=given.workers, questions=given.questions))
    (print_json if given.json else _print)(rows)


def measure(settings: Settings, *, people: int, people_seconds: float, saturate_seconds: float, workers: Sequence[int],
            questions: int) -> dict[str, Any]:
    """All parts as JSON values; a part set to 0 is None. Raises KBError where the service does not start."""
    asked = evaluation_questions()
    with service(settings) as running:
        say("第一页…")
        page = page_costs(running.port, asked[0], since=running.announced)
        rows: dict[str, Any] = {"cores": os.cpu_count(), "start_seconds": running.seconds, "page": page,
                                "people": None, "saturated": None, "memory": None}
        if people and people_seconds:
            say(f"{people} 人同时提问 {people_seconds:g} 秒…")
            rows["people"] = asyncio.run(crowd(running.port, asked, people=people, seconds=people_seconds))
    if saturate_seconds:
        rows["saturated"] = [row for kept in ("0", "16") for n in workers
                             for row in full_load(settings, asked, n, kept, seconds=saturate_seconds)]
    if questions:
        with service(settings) as running:
            say(f"内存：连问 {questions} 题…")
            rows["memory"] = asyncio.run(memory(running, asked, questions=questions))
    return rows


def evaluation_questions() -> list[str]:
    """The evaluation's questions that stand alone, shuffled, the same way every time."""
    out = [q.question for path in sorted(QUESTIONS.glob("*.jsonl")) for q in load_questions(path) if not q.history]
    random.Random(0).shuffle(out)
    return out


def full_load(settings: Settings, asked: Sequence[str], workers: int, kept: str, *, seconds: float
              ) -> Iterator[dict[str, Any]]:
    """Full load on so many processes that each keep `kept` MiB of answers, with CONNECTIONS one after another. Where
    answers are kept, with the most alone and OFTEN questions only: then little is worked out.
    """
    with service(settings, workers=workers, KB_ANSWERS=kept) as running:
        for connections in CONNECTIONS if kept == "0" else CONNECTIONS[-1:]:
            say(f"满负荷 {seconds:g} 秒，{workers} 个进程，{connections} 个连接，记住 {kept} MiB…")
            following = asked if kept == "0" else asked[:OFTEN]
            row = asyncio.run(saturate(running, following, connections=connections, seconds=seconds))
            yield {"workers": workers, "kept_mib": int(kept)} | row


@contextmanager
def service(settings: Settings, *, workers: int = 1, **env: str) -> Iterator[Service]:
    """A `kb serve` of so many processes on a free port, with these variables besides. Raises KBError with what it said
    where it does not start.
    """
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = int(s.getsockname()[1])
    command = [sys.executable, "-c", "from kb.cli.main import main; main()", "serve", "--data", str(settings.data),
               "--port", str(port), "--workers", str(workers)]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               env=os.environ | {"KB_RATE": "0", "KB_LOG_LEVEL": "warning", "PYTHONUNBUFFERED": "1",
                                                **env})
    try:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said = line.strip() or said
            if "已启动" in line:
                break
        else:
            raise KBError(f"kb serve 没有启动：{said or '没有说明'}")
        announced = time.perf_counter()
        # what it logs must be taken off the pipe, or it would come to a halt
        threading.Thread(target=lambda out: [None for _ in out], args=(process.stdout,), daemon=True).start()
        yield Service(process, port, announced - began, announced)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def crowd(port: int, questions: Sequence[str], *, people: int, seconds: float) -> dict[str, Any]:
    """People who think for THINK seconds before each question, each on a connection of their own."""
    tally, until = Tally(), time.perf_counter() + seconds

    async def person(seed: int) -> None:
        drawn = random.Random(seed)
        while (pause := drawn.uniform(*THINK)) < until - time.perf_counter():
            await asyncio.sleep(pause)
            await _timed(port, drawn.choice(questions), tally)

    await asyncio.gather(*(person(n) for n in range(people)))
    return {"people": people, "seconds": seconds, "think": THINK, **tally.summary()}


async def saturate(running: Service, questions: Sequence[str], *, connections: int, seconds: float) -> dict[str, Any]:
    """Connections that ask again as soon as they are answered.

    `cpu_ms` is what the service itself computed for one answer, whoever else used the cores meanwhile; `mb` what its
    processes hold, each without what it shares with the others.
    """
    tally, began, busy = Tally(), time.perf_counter(), cpu_seconds(running.process.pid)
    following = itertools.cycle(questions)
    await asyncio.gather(*(_keep_asking(running.port, following, tally, until=began + seconds)
                           for _ in range(connections)))
    spent, used = time.perf_counter() - began, cpu_seconds(running.process.pid)
    held = [mb for pid in family(running.process.pid) if (mb := proportional_mb(pid)) is not None]
    return {"connections": connections, "seconds": seconds, "mb": held, **tally.summary(),
            "per_second": len(tally.took) / spent,
            "cpu_ms": None if busy is None or used is None else (used - busy) * 1000 / max(1, len(tally.took))}


async def memory(running: Service, asked: Sequence[str], *, questions: int) -> dict[str, Any]:
    """Resident megabytes at the start, after EARLY questions (a tenth of them where there are fewer) and at the end.

    No question comes twice: what is kept of each would show.
    """
    early = min(EARLY, questions // 10)
    tally = Tally()
    following = (f"{asked[n % len(asked)]} {n}" for n in range(questions))
    out: dict[str, Any] = {"questions": questions, "early": early, "start_mb": resident_mb(running.process.pid)}
    for name, count in (("early_mb", early), ("end_mb", questions - early)):
        part = itertools.islice(following, count)
        await asyncio.gather(*(_keep_asking(running.port, part, tally) for _ in range(4)))
        out[name] = resident_mb(running.process.pid)
    grown = None if out["early_mb"] is None else out["end_mb"] / out["early_mb"] - 1
    return out | tally.summary() | {"growth": grown}


async def _keep_asking(port: int, following: Iterator[str], tally: Tally, *, until: float = float("inf")) -> None:
    async with Connection(port) as connection:
        for question in following:
            if time.perf_counter() >= until:
                return
            try:
                await _answered(connection, question, tally)
            except _BROKEN as e:
                _count(tally, type(e).__name__)
                return


async def _timed(port: int, question: str, tally: Tally) -> None:
    try:
        async with Connection(port) as connection:
            await _answered(connection, question, tally)
    except _BROKEN as e:
        _count(tally, type(e).__name__)


async def _answered(connection: Connection, question: str, tally: Tally) -> None:
    began = time.perf_counter()
    status = await connection.ask(question)
    if status == 200:
        tally.took.append((time.perf_counter() - began) * 1000)
    else:
        _count(tally, str(status))


def _count(tally: Tally, name: str) -> None:
    tally.failed[name] = tally.failed.get(name, 0) + 1


def _print(rows: dict[str, Any]) -> None:
    table = Table(title=f"服务负载（{rows['cores']} 核，客户端在同一台机器上）", title_justify="left")
    for name in ("项目", "结果"):
        table.add_column(name)
    page = rows["page"]
    table.add_row("进程启动到开始监听", f"{rows['start_seconds']:.2f} s")
    table.add_row("开始监听到网页上第一个回答", f"{page['first_answer_seconds']:.2f} s")
    for name, p in page["pages"].items():
        table.add_row(f"页面 {name}，连同样式和脚本（{p['files']} 个文件）",
                      f"{p['kb']:.0f} kB，压缩传输 {p['gzip_kb']:.0f} kB")
    if people := rows["people"]:
        table.add_row(f"{people['people']} 人同时提问 {people['seconds']:g} 秒（想 2–8 秒再问）", _spoken(people))
    for full in rows["saturated"] or ():
        kept = f"，问过的 {OFTEN} 题" if full["kept_mib"] else ""
        table.add_row(f"满负荷 {full['seconds']:g} 秒，{full['workers']} 个进程，{full['connections']} 个连接{kept}",
                      f"每秒 {full['per_second']:.0f} 个回答" + (
                          "" if full["cpu_ms"] is None else f"，每个占处理器 {full['cpu_ms']:.1f} ms") +
                      f"；{_spoken(full)}" + (
                          f"；内存（PSS）{' + '.join(f'{mb:.0f}' for mb in full['mb'])} MB" if full["mb"] else ""))
    if (kept := rows["memory"]) and kept["growth"] is not None:
        table.add_row(f"连问 {kept['questions']:,} 题的内存",
                      f"开始 {kept['start_mb']:.0f} MB，{kept['early']:,} 题后 {kept['early_mb']:.0f} MB，最后 "
                      f"{kept['end_mb']:.0f} MB（其后增长 {kept['growth']:.1%}）；{_spoken(kept)}")
    Console(width=120).print(table)


def _spoken(part: dict[str, Any]) -> str:
    ms = part["ms"]
    failed = "、".join(f"{n} 次 {name}" for name, n in part["failed"].items()) or "没有错误"
    if not part["answered"]:
        return f"没有回答；{failed}"
    return (f"{part['answered']:,} 个回答，{failed}，中位 {ms['median']:.0f} ms，p95 {ms['p95']:.0f} ms，"
            f"p99 {ms['p99']:.0f} ms")


if __name__ == "__main__":
    main()
