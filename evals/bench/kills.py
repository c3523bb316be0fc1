"""A campaign of kills (断电演习): `kb index` and a service that is changed over HTTP, each killed at random moments.

After every kill a reader must find the last whole state or the one that was being made, nothing else; after the next
run nothing may be amiss (kb doctor). `python -m evals.bench.kills --kills 200 --data DIR`, whose model is used.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from evals.bench.command import MODEL, measured, options, print_json, say, with_its_model
from kb.answer.opening import open_answerer
from kb.config import Settings
from kb.errors import KBError
from kb.ingest import pipeline
from kb.manage.doctor import examine
from kb.store.library import open_library

TOKEN = "make-faults-only"
_SHARE_HTTP = 0.3
_PATIENCE_S = 120
State = frozenset[tuple[str, str]]


@dataclass
class Outcome:
    """What came of the kills: `states` counts what a reader found after each; `seconds` is what a run takes."""

    states: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: float = 2.0

    def as_object(self) -> dict[str, object]:
        return {"kills": sum(self.states.values()), "states": dict(self.states), "faults": self.faults}


def campaign(settings: Settings, kills: int, seed: int = 0, say: Callable[[Outcome], None] = lambda out: None
             ) -> Outcome:
    """Kills `kills` runs; `settings.data` is a folder of one's own that holds nothing but models.

    `say` is told how it stands after each.
    """
    draw, out = random.Random(seed), Outcome()
    settings.corpus.mkdir(parents=True, exist_ok=True)
    over_http = round(kills * _SHARE_HTTP)
    for n in range(kills - over_http):
        _index_killed(settings, draw, out, n)
        say(out)
    for n in range(over_http):
        _service_killed(settings, draw, out, n)
        say(out)
    return out


def _index_killed(settings: Settings, draw: random.Random, out: Outcome, n: int) -> None:
    before = _held(settings)
    _change_corpus(settings.corpus, draw, n)
    after = _of_files(settings.corpus)
    process = _run("index", settings)
    time.sleep(draw.uniform(0.0, out.seconds * 1.1))  # over the whole of a run, and a little after
    _kill(process)
    _look(settings, before, after, out, f"kb index {n}")
    began = time.monotonic()
    if _run("index", settings).wait(_PATIENCE_S):
        out.faults.append(f"kb index {n}：下一次没有完成")
    out.seconds = max(out.seconds / 2, time.monotonic() - began)
    _whole(settings, after, out, f"kb index {n}")


def _service_killed(settings: Settings, draw: random.Random, out: Outcome, n: int) -> None:
    before = _held(settings)
    with _service(settings) as (process, client):
        name = f"上传{draw.randrange(6)}.txt"
        text = _document(draw, f"上传{n}")
        if _held(settings) != before:
            out.faults.append(f"服务 {n}：启动时变了")
        after = set(before)
        later = time.monotonic() + draw.uniform(0.2, 2.5)
        request = subprocess.Popen(  # a client of its own, which loses its connection
            [sys.executable, "-c", _UPLOAD, str(client.base_url), name, text], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        after |= _split(text, name)
        time.sleep(max(0.0, later - time.monotonic()))
        _kill(process)
        request.wait(_PATIENCE_S)
    _look(settings, before, frozenset(after), out, f"服务 {n}")
    with _service(settings):
        pass
    now = _held(settings)
    _whole(settings, now if now in (before, after) else before, out, f"服务 {n}")


_UPLOAD = f"""import httpx, sys
httpx.post(sys.argv[1] + "/api/documents", headers={{"Authorization": "Bearer {TOKEN}"}}, timeout=60,
           files={{"file": (sys.argv[2], sys.argv[3].encode())}})"""


def _look(settings: Settings, before: State, after: State, out: Outcome, what: str) -> None:
    """What a reader finds right after a kill."""
    try:
        found = frozenset((c.list_title, c.text) for c in open_answerer(settings).clauses.values())
    except KBError as e:
        out.states["还没有" if not before else "读不了"] += 1
        if before:
            out.faults.append(f"{what}：{e}")
        return
    out.states["之前的状态" if found == before else "之后的状态" if found == after else "别的状态"] += 1
    if found not in (before, after):
        out.faults.append(f"{what}：不是之前也不是之后的状态")
    wrong = [a for a in examine(settings) if a.check != "多余的文件"]
    out.faults += [f"{what}：{a.check} {a.what}" for a in wrong]


def _whole(settings: Settings, expected: State, out: Outcome, what: str) -> None:
    """After the next run: everything is there, and nothing amiss but what a killed process could not tidy."""
    if _held(settings) != expected:
        out.faults.append(f"{what}：之后不是该有的状态")
    out.faults += [f"{what}：之后 {a.check} {a.what}" for a in examine(settings) if a.check != "多余的文件"]


def _held(settings: Settings) -> State:
    if not settings.library.is_file():
        return frozenset()
    with closing(open_library(settings.library)) as library:
        return frozenset((c.list_title, c.text) for c in library.clauses())


def _of_files(corpus: Path) -> State:
    return frozenset(pair for path in corpus.iterdir() for pair in _split(path.read_text("utf-8"), path.name, path))


def _split(text: str, name: str, path: Path | None = None) -> State:
    with tempfile.TemporaryDirectory() as folder:
        if path is None:
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8")
        return frozenset((c.list_title, c.text) for c in pipeline.build(path, key=name)[1].clauses)


def _change_corpus(corpus: Path, draw: random.Random, n: int) -> None:
    """Adds, changes or removes files; one stays always."""
    held = sorted(corpus.iterdir())
    if len(held) > 3 and draw.random() < 0.3:
        draw.choice(held).unlink()
    for _ in range(draw.randint(1, 3)):
        name = draw.choice(held).name if held and draw.random() < 0.5 else f"规则{n}-{draw.randrange(100)}.txt"
        (corpus / name).write_text(_document(draw, name), encoding="utf-8")


def _document(draw: random.Random, name: str) -> str:
    rules = [f"第{k}条 党支部每{draw.choice('月季年')}{draw.randint(1, 9)}日前开展{draw.randint(1, 9)}次"
             f"{draw.choice(['学习', '会议', '谈心', '检查'])}，由支部委员{draw.randrange(99)}负责。"
             for k in range(1, 15)]
    return "\n".join([f"{Path(name).stem}工作规则", *rules])


def _run(command: str, settings: Settings, *more: str, **env: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", "from kb.cli.main import main; main()", command, "--data",
                             str(settings.data), *more],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                            env={**os.environ, "KB_CORPUS": str(settings.corpus), **env})


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def _service(settings: Settings) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    process = _run("serve", settings, "--port", str(port), KB_ADMIN_TOKEN=TOKEN)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            until = time.monotonic() + _PATIENCE_S
            while time.monotonic() < until and process.poll() is None:
                with suppress(httpx.HTTPError):
                    if client.get("/readyz").status_code == 200:
                        break
                time.sleep(0.05)
            yield process, client
    finally:
        _kill(process)


def main() -> None:
    """Runs a campaign in a folder of its own and prints what came of it; exit 1 where anything was amiss."""
    parser = options("断电演习：随机杀死正在更新的程序", data=MODEL)
    parser.add_argument("--kills", type=int, default=200, help="杀几次，默认 200")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()

    def campaign_here(settings: Settings) -> Outcome:
        with with_its_model(settings) as own:
            return campaign(own, given.kills, given.seed, lambda now: say(str(now.as_object())))

    out = measured(given, campaign_here)
    print_json(out.as_object())
    sys.exit(bool(out.faults))


if __name__ == "__main__":
    main()
