"""A service of several processes over real HTTP: one port, one set of limits, one moment for a new index, one end."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.administering import NEW_QUESTION, RULES, TOKEN, Administrator
from tests.conftest import KB, copied, environment
from tests.serving import free_port, started

pytestmark = [pytest.mark.model, pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")]

QUESTION = {"question": "党支部书记每年至少上几次党课"}
RATE = 40


@dataclass
class Crew:
    """A service with two workers over a library of its own."""

    process: subprocess.Popen[str]
    address: str
    data: Path

    @property
    def workers(self) -> list[int]:
        """The processes that it started and that run."""
        told = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(p) for p in told.split()]

    def ask(self, *, question: str = QUESTION["question"], client: str = "10.0.0.1") -> httpx.Response:
        """Asks over a connection of its own, so that any worker may answer."""
        return httpx.post(f"{self.address}/api/ask", json={"question": question}, timeout=60,
                          headers={"x-forwarded-for": client})


def begun(data: Path, **settings: str) -> Crew:
    port = free_port()
    process = subprocess.Popen(
        [KB, "serve", "--data", data, "--port", str(port), "--workers", "2"], stdout=subprocess.PIPE, text=True,
        stderr=subprocess.DEVNULL, env=environment({
            "PYTHONUNBUFFERED": "1", "KB_LOG_LEVEL": "warning", "KB_ADMIN_TOKEN": TOKEN, "KB_RATE": str(RATE),
            "FORWARDED_ALLOW_IPS": "127.0.0.1", **settings}))
    started(process)
    return Crew(process, f"http://127.0.0.1:{port}", data)


@pytest.fixture(scope="module")
def crew(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crew]:
    made = begun(copied(built, tmp_path_factory.mktemp("workers")))
    yield made
    made.process.kill()
    made.process.communicate(timeout=60)


def until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_limit_is_one_for_all(crew: Crew) -> None:
    with ThreadPoolExecutor(8) as asking:
        answers = list(asking.map(lambda _: crew.ask(client="10.0.0.9").status_code, range(RATE + 20)))
    assert (answers.count(200), answers.count(429)) == (RATE, 20)
    assert crew.ask(client="10.0.0.10").status_code == 200


def test_both_answer_and_are_measured_together(crew: Crew) -> None:
    before = {p: Path(f"/proc/{p}/stat").read_text().split()[13] for p in crew.workers}
    with ThreadPoolExecutor(8) as asking:
        list(asking.map(lambda n: crew.ask(question=f"党课第{n}次怎么上", client=f"10.1.0.{n}"), range(40)))
    assert len(before) == 2
    assert all(Path(f"/proc/{p}/stat").read_text().split()[13] > spent for p, spent in before.items())
    said = [httpx.get(f"{crew.address}/metrics").text for _ in range(4)]
    counted = [[line for line in text.splitlines() if line.startswith("kb_answers_total")] for text in said]
    assert all(c == counted[0] for c in counted), "whichever process is asked"


def test_who_signed_out_is_out_of_all(crew: Crew) -> None:
    with httpx.Client(base_url=crew.address, timeout=60) as client:
        someone = Administrator(client)
        assert someone.sign_in().status_code == 303
        cookies = dict(client.cookies)
        assert {httpx.get(f"{crew.address}/admin", cookies=cookies).status_code for _ in range(8)} == {200}
        someone.post("/admin/sign-out")
        assert {httpx.get(f"{crew.address}/admin", cookies=cookies).status_code for _ in range(8)} == {303}


def test_work_in_hand_is_seen_and_a_new_index_taken_up_by_all(crew: Crew) -> None:
    def cites() -> bool:
        return "无人机飞行安全课" in str(crew.ask(question=NEW_QUESTION, client=f"10.2.0.{time.time_ns()}")
                                         .json()["findings"])

    assert not cites()
    seen: list[bool] = []
    headers = httpx.Headers([(b"Authorization", f"Bearer {TOKEN}".encode())])
    with ThreadPoolExecutor(1) as uploading:
        done = uploading.submit(httpx.post, f"{crew.address}/api/documents", headers=headers,
                                files={"file": ("星河镇.txt", RULES.encode())}, timeout=120)
        while not done.done():
            seen.append(cites())
        assert done.result().status_code in (200, 201)
    seen += [cites() for _ in range(12)]
    assert all(seen[-12:]), "when the change is done, all answer from it"
    with httpx.Client(base_url=crew.address, timeout=60) as client:
        someone = Administrator(client)
        someone.sign_in()
        assert someone.undo_last().startswith("done"), "whichever process is asked how far it is"


def test_a_worker_that_dies_is_started_anew(crew: Crew) -> None:
    before = crew.workers
    os.kill(before[0], signal.SIGKILL)
    answers = []
    for n in range(5):
        try:
            answers.append(crew.ask(client=f"10.3.0.{n}").status_code)
        except httpx.TransportError:  # what the dead one had in hand
            pass
    assert answers.count(200) >= 4
    until(lambda: len(crew.workers) == 2 and before[0] not in crew.workers)
    assert before[1] in crew.workers


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_all_end_together(built: Path, tmp_path: Path, how: signal.Signals) -> None:
    crew = begun(copied(built, tmp_path))
    workers = crew.workers
    assert len(workers) == 2
    crew.process.send_signal(how)
    crew.process.communicate(timeout=60)
    assert crew.process.returncode == (0 if how == signal.SIGTERM else -how)
    until(lambda: not any(Path(f"/proc/{p}").is_dir() and "Z" not in Path(f"/proc/{p}/stat").read_text().split()[2]
                          for p in workers))
    with pytest.raises(httpx.TransportError):
        crew.ask()
