"""`python -m evals.bench.uploads`: a service that takes in files while others ask it (上传时的作答).

Every hostile file of evals.bench.hostile is uploaded, one after the other; meanwhile somebody else asks ten questions a
second, and the answers that overlap the reading of a file are counted for it. Then documents of 50 clauses are put in
force one after the other, and the memory of the service is read after each exchange of the index.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from evals.bench.command import measured, on_a_copy, options, print_json, say
from evals.bench.connection import Connection
from evals.bench.hostile import HOSTILE
from evals.bench.load import Service, evaluation_questions, service
from evals.bench.processes import resident_mb
from kb.config import Settings
from kb.errors import KBError

TOKEN = "make-bench-only"
EVERY_S = 0.1
EXCHANGES = 10
_PATIENCE_S = 120.0
MOST_P95_MS = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """One question asked: when it was sent and how long the answer took, both in seconds; its status, 0 where the
    connection broke.
    """

    at: float
    took: float
    status: int


def main() -> None:
    """Measures both parts and prints them; exit 1 where answers beside an upload took too long or failed."""
    parser = options("上传文件时别人的提问要等多久，换索引后的内存；在数据文件夹的副本上做")
    parser.add_argument("--files", nargs="*", choices=sorted(HOSTILE), help="只传这些恶意文件；不写为全部")
    parser.add_argument("--exchanges", type=int, default=EXCHANGES, help=f"换几次索引，默认 {EXCHANGES}")
    given = parser.parse_args()
    rows = measured(given, lambda settings: measure(settings, given.files or list(HOSTILE), given.exchanges))
    print_json(rows)
    beside = rows["beside"]
    sys.exit(bool(beside and (beside["failed"] or beside["ms"]["p95"] > MOST_P95_MS)))


def measure(settings: Settings, files: Sequence[str], exchanges: int) -> dict[str, Any]:
    """Both parts as JSON values, over a copy of the data folder. Raises KBError where the service does not start."""
    with on_a_copy(settings) as copy, service(copy, KB_ADMIN_TOKEN=TOKEN, KB_MAX_UPLOAD="60") as running:
        return asyncio.run(_both(running, files, exchanges))


async def _both(running: Service, files: Sequence[str], exchanges: int) -> dict[str, Any]:
    questions = evaluation_questions()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{running.port}", timeout=_PATIENCE_S,
                                 headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        alone: list[Asked] = []
        async with _asking(running.port, questions, alone):
            await asyncio.sleep(10)
        rows: list[dict[str, Any]] = []
        during: list[Asked] = []
        for name in files:
            say(f"{name}…")
            data = await asyncio.to_thread(HOSTILE[name])
            asked: list[Asked] = []
            async with _asking(running.port, questions, asked):
                began = time.perf_counter()
                answer = await client.post("/api/documents", files={"file": (name, data)})
                ended = time.perf_counter()
            beside = [a for a in asked if a.at + a.took >= began and a.at <= ended]
            during += beside
            rows.append({"file": name, "status": answer.status_code, "seconds": round(ended - began, 1),
                         **_spread(beside)})
        memory = await _exchanged(running, client, exchanges)
    return {"alone": _spread(alone), "beside": _spread(during), "files": rows, "memory_mb": memory}


async def _exchanged(running: Service, client: httpx.AsyncClient, exchanges: int) -> list[float | None]:
    """Resident MB at first and after each document that was put in force and answers."""
    out = [resident_mb(running.process.pid)]
    for n in range(exchanges):
        say(f"第 {n + 1} 次换索引…")
        answer = await client.post("/api/documents", files={"file": (f"换{n}.txt", document(n).encode())})
        if answer.status_code >= 300:
            raise KBError(f"没有收下：{answer.text}")
        until = time.perf_counter() + _PATIENCE_S
        while time.perf_counter() < until:
            found = await client.get("/api/search", params={"q": f"第{n}号巡查"})
            if f"第{n}号巡查" in found.text:
                break
            await asyncio.sleep(0.2)
        out.append(resident_mb(running.process.pid))
    return out


def document(n: int, clauses: int = 50) -> str:
    """A document of so many clauses, none of whose words stand in another's."""
    rules = [f"第{k}条 第{n}号巡查组每年至少组织{k}次第{n}-{k}号检查，并在{k}日内报告。" for k in range(1, clauses + 1)]
    return "\n".join([f"第{n}号巡查工作规定", *rules])


@asynccontextmanager
async def _asking(port: int, questions: Sequence[str], into: list[Asked]) -> AsyncIterator[None]:
    """Asks a question each EVERY_S seconds, whether the one before is answered or not, while the block runs."""
    under_way: set[asyncio.Task[None]] = set()

    async def one(question: str) -> None:
        began = time.perf_counter()
        try:
            async with Connection(port) as connection:
                status = await connection.ask(question)
        except (OSError, EOFError, ValueError):
            status = 0
        into.append(Asked(began, time.perf_counter() - began, status))

    async def steadily() -> None:
        for question in itertools.cycle(questions):
            task = asyncio.create_task(one(question))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            await asyncio.sleep(EVERY_S)

    asker = asyncio.create_task(steadily())
    try:
        yield
    finally:
        asker.cancel()
        await asyncio.gather(asker, *under_way, return_exceptions=True)


def _spread(asked: Sequence[Asked]) -> dict[str, Any]:
    took = sorted(a.took * 1000 for a in asked if a.status == 200)
    at = {name: round(took[min(len(took) - 1, int(len(took) * share))]) if took else None
          for name, share in (("p95", 0.95), ("max", 1.0))}
    return {"answered": len(took), "failed": len(asked) - len(took),
            "ms": {"median": round(statistics.median(took)) if took else None, **at}}


if __name__ == "__main__":
    main()
