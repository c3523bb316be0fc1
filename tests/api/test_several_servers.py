"""Two services on one PostgreSQL: each answers from what the other changes; with two replicas, one of which takes over
when the server that is written dies under load.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from kb.config import Settings
from kb.manage.doctor import examine
from kb.manage.move import move
from tests import postgres
from tests.administering import NEW_QUESTION, RULES, Administrator, administrator, service
from tests.conftest import CORPUS, ROOT, copied
from tests.serving import end, free_port, serve, started

pytestmark = pytest.mark.model
NEW = "星河镇村党组织学习制度"
ASKED = "党支部书记每年至少上几次党课"


@pytest.fixture
def servers() -> Iterator[list[postgres.Server]]:
    """One that is written, whose commits wait for a replica, and two replicas."""
    with ExitStack() as stack:
        try:
            primary = stack.enter_context(postgres.new_server(synchronous_standby_names="ANY 1 (one, two)"))
            yield [primary, *(stack.enter_context(postgres.standby_of(primary, n)) for n in ("one", "two"))]
        except postgres.NoServer as e:
            pytest.skip(f"没有 PostgreSQL：{e}")


class Load(threading.Thread):
    """Asks and gives feedback until told to end. `stored` are the remarks that were acknowledged, `asked` and `given`
    the statuses that came back with the moment.
    """

    def __init__(self, name: str, address: str) -> None:
        super().__init__()
        self._prefix, self._address, self.ending = name, address, threading.Event()
        self.stored: list[str] = []
        self.asked: list[tuple[float, int]] = []
        self.given: list[tuple[float, int]] = []
        self.refused: list[httpx.Response] = []

    def run(self) -> None:
        with httpx.Client(base_url=self._address, timeout=60) as client:
            n = 0
            while not self.ending.is_set():
                n += 1
                answer = client.post("/api/ask", json={"question": ASKED})
                self.asked.append((time.monotonic(), answer.status_code))
                remark = f"{self._prefix}-{n}"
                given = client.post("/api/feedback", json={"question": ASKED, "kind": "answer", "remark": remark})
                self.given.append((time.monotonic(), given.status_code))
                if given.status_code == 204:
                    self.stored.append(remark)
                else:
                    self.refused.append(given)


def test_nothing_acknowledged_is_lost_and_readers_go_on(built: Path, servers: list[postgres.Server],
                                                        tmp_path: Path) -> None:
    primary, one, two = servers
    hosts = "&".join(f"host=127.0.0.1:{s.port}" for s in servers)
    settings = Settings(data=built, corpus=CORPUS)
    alone = postgres.new_database(f"{primary.url}/postgres", "kb")
    move(settings, alone)
    everywhere = f"postgresql+psycopg://postgres@/kb?{hosts}"
    with ExitStack() as stack:
        ports = [free_port(), free_port()]
        for port in ports:
            process = serve(built, port, {"KB_DATABASE_URL": everywhere, "PYTHONPATH": str(ROOT)})
            stack.callback(end, process)
            started(process)
        loads = [Load(f"{port}", f"http://127.0.0.1:{port}") for port in ports]
        for load in loads:
            load.start()
        wait_until(lambda: all(len(load.stored) > 5 for load in loads))
        primary.stop(kill=True)
        died = time.monotonic()
        wait_until(lambda: all(sum(at > died and status == 503 for at, status in load.given) > 2 for load in loads))
        assert all(any(at > died and status == 200 for at, status in load.asked) for load in loads)
        postgres.promote(one)
        promoted = time.monotonic()
        wait_until(lambda: all(sum(at > promoted and status == 204 for at, status in load.given) > 5 for load in loads))
        for load in loads:
            load.ending.set()
        for load in loads:
            load.join(60)
        with postgres.connected(f"{one.url}/kb") as c:
            kept = {r[0] for r in c.execute("SELECT remark FROM feedback").fetchall()}
    for load in loads:
        assert not set(load.stored) - kept
        assert {status for _, status in load.asked} == {200}
        back = min(at for at, status in load.given if at > promoted and status == 204) - promoted
        assert back < 30, back
        for refused in load.refused:
            assert refused.status_code == 503 and int(refused.headers["Retry-After"]) > 0, refused.text
            assert "只能读" in refused.json()["detail"]


def test_what_one_service_changes_the_other_answers_from(built: Path, postgres_url: str, tmp_path: Path) -> None:
    data = copied(built, tmp_path)
    move(Settings(data=data, corpus=CORPUS), postgres_url)
    own = {"KB_DATABASE_URL": postgres_url, "PYTHONPATH": str(ROOT)}
    with service(data, own) as one, service(data, own) as other, administrator(one) as changing, administrator(
            other) as reading:
        assert not reading.cites(NEW_QUESTION, NEW)
        draft = changing.upload("制度.txt", RULES.encode()).headers["location"]
        assert changing.done(changing.post(draft, action="put")).startswith("done")
        wait_until(lambda: reading.cites(NEW_QUESTION, NEW))
        reading.undo_last()
        wait_until(lambda: not changing.cites(NEW_QUESTION, NEW))


def test_what_was_uploaded_to_one_another_goes_on_with(built: Path, postgres_url: str, tmp_path: Path) -> None:
    """Neither has the folder of the other: what both need is in the database, and who signed in at one is known there.
    """
    folders = [copied(built, tmp_path / name) for name in ("一", "二")]
    move(Settings(data=folders[0], corpus=CORPUS), postgres_url, over=True)
    own = {"KB_DATABASE_URL": postgres_url, "PYTHONPATH": str(ROOT)}
    with service(folders[0], own) as one, service(folders[1], own) as other, administrator(one) as here:
        draft = here.upload("制度.txt", RULES.encode()).headers["location"]
        there = Administrator(httpx.Client(base_url=other, timeout=60, cookies=here.client.cookies))
        with there.client:
            assert "制度.txt" in there.page("/admin") and "无人机操作学习" in there.page(draft)
            assert there.done(there.post(draft, action="put")).startswith("done")
            wait_until(lambda: here.cites(NEW_QUESTION, NEW))
            assert "制度.txt" not in here.page("/admin").partition("待生效")[2].partition("</section>")[0]
            assert here.client.get(draft).status_code == 404
    settings = Settings(data=folders[0], corpus=CORPUS, database_url=postgres_url)
    assert examine(settings) == [], "the file that the other took in is found here, too"


def wait_until(holds: Callable[[], bool], within: float = 90) -> None:
    until = time.monotonic() + within
    while not holds():
        assert time.monotonic() < until, "took too long"
        time.sleep(0.05)
