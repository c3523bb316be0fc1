"""What a hostile or unlucky client does to the service, and what several administrators do at once."""

from __future__ import annotations

import asyncio
import io
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from api.connections import limited
from api.crew import Crew
from kb.errors import NotFoundError
from kb.store.counts import Counts
from tests.administering import RULES, TOKEN, administrator, service
from tests.api.conftest import Serving
from tests.api.problems import assert_problem
from tests.conftest import copied
from tests.serving import free_port

BEARER = httpx.Headers([(b"Authorization", f"Bearer {TOKEN}".encode())])
QUESTION = {"question": "党支部书记每年至少上几次党课"}


@contextmanager
def server(most: int) -> Iterator[int]:
    """Answers everything; half a second for the head of a request, and `most` connections."""
    port = free_port()
    made = uvicorn.Server(uvicorn.Config(PlainTextResponse("好"), port=port, log_config=None, lifespan="off",
                                         http=limited(most, Counts(), headers_s=0.5)))
    thread = threading.Thread(target=made.run)
    thread.start()
    while not made.started:
        time.sleep(0.01)
    try:
        yield port
    finally:
        made.should_exit = True
        thread.join(20)


def connected(port: int, said: bytes = b"") -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=10)
    made.sendall(said)
    return made


def answered(connection: socket.socket) -> None:
    said = b""
    while not said.endswith("好".encode()):
        assert (piece := connection.recv(1000)), said
        said += piece
    assert said.startswith(b"HTTP/1.1 200")


class TestConnections:
    def test_a_head_that_does_not_come_is_not_waited_for(self) -> None:
        with server(0) as port:
            for said in (b"", b"GET / HTTP/1.1\r\nHost: x\r\n"):
                with connected(port, said) as silent:
                    assert silent.recv(100) == b""

    def test_the_next_request_of_a_connection_is_not_waited_for_either(self) -> None:
        with server(0) as port, connected(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") as kept:
            answered(kept)
            time.sleep(0.8)  # between two requests there is time
            kept.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            answered(kept)
            kept.sendall(b"GET / HT")
            assert kept.recv(1000) == b""

    def test_only_so_many_of_one_address_are_open(self) -> None:
        with server(3) as port:
            held = [connected(port, b"GET /") for _ in range(3)]
            with pytest.raises(OSError), connected(port) as more:
                if more.recv(10) == b"":
                    raise ConnectionResetError
            for one in held:
                one.close()
            time.sleep(0.2)
            assert httpx.get(f"http://127.0.0.1:{port}/").text == "好"


@pytest.mark.model
class TestRequests:
    def test_a_length_said_twice_is_refused(self, api: httpx.Client) -> None:
        with connected(api.base_url.port or 0, b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json"
                       b"\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") as s:
            assert s.recv(1000).split(b"\r\n")[0].split()[1] == b"400"

    def test_nothing_leads_to_a_foreign_host(self, api: httpx.Client) -> None:
        response = api.get("/api/documents/", headers={"host": "evil.example"}, follow_redirects=False)
        assert response.status_code == 404 and "location" not in response.headers

    def test_feedback_that_says_nothing_is_refused(self, api: httpx.Client) -> None:
        for blank in ({"question": " ", "useful": True}, {"question": "\u3000", "remark": "\n", "kind": "report"}):
            assert "空的" in assert_problem(api.post("/api/feedback", json=blank), 422)

    def test_an_export_counts_each_of_its_questions(self, serving: Serving) -> None:
        turns = {"turns": [QUESTION] * 4}
        with serving(rate=6) as api:
            assert [api.post("/export/md", json=turns).status_code for _ in range(2)] == [200, 429]
            assert [api.post("/api/ask", json=QUESTION).status_code for _ in range(2)] == [200, 429]

    def test_a_slow_body_is_not_waited_for(self, serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("api.layers.body_size._SENT_WITHIN_S", 0.3)
        head = b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{"
        with serving() as api, connected(api.base_url.port or 0, head) as slow:
            assert b" 408 " in slow.recv(1000)

    def test_a_number_no_record_has_is_not_found(self, built: Path, tmp_path: Path) -> None:
        with service(copied(built, tmp_path)) as where, administrator(where) as someone:
            response = someone.post(f"/admin/audit/{2 ** 64}/undo", csrf=someone.csrf())
            assert "没有这个编号" in someone.done(response)


@pytest.mark.model
def test_a_citation_is_found_after_its_clause_is_gone(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between a change and the moment in which the service takes it up."""
    def gone(*_: object) -> None:
        raise NotFoundError("没有")

    with serving() as api:
        cited = api.post("/api/ask", json=QUESTION).json()["clauses"][0]
        monkeypatch.setattr("api.routes.clauses.clause_in_context", gone)
        found = api.get(f"/api/clauses/{cited['id']}").json()
        assert (found["text"], found["citation"]) == (cited["text"], cited["citation"])
        assert_problem(api.get("/api/clauses/00000000-0000000000"), 404)


@pytest.mark.model
def test_administrators_wait_their_turn_and_readers_do_not(built: Path, tmp_path: Path) -> None:
    with service(copied(built, tmp_path), {"KB_ADMIN_TOKEN": TOKEN}) as where:
        def put(n: int) -> int:
            return httpx.post(f"{where}/api/documents", headers=BEARER, timeout=120, files={
                "file": (f"制度{n}.txt", RULES.replace("制度", f"制度{n}").encode())}).status_code

        with ThreadPoolExecutor(4) as pool:
            put_in = [pool.submit(put, n) for n in range(4)]
            answered = 0
            while not all(f.done() for f in put_in):
                assert httpx.post(f"{where}/api/ask", json=QUESTION, timeout=30).status_code == 200
                answered += 1
        assert [f.result() for f in put_in] == [201] * 4
        assert answered > 4  # readers were answered while the changes stood in their queue


@pytest.mark.model
def test_backup_and_restoring_on_the_page(built: Path, tmp_path: Path) -> None:
    data = copied(built, tmp_path)
    with service(data) as where, administrator(where) as someone:
        saved = someone.client.get("/admin/backup")
        assert zipfile.ZipFile(io.BytesIO(saved.content)).testzip() is None
        before = someone.client.get("/api/documents").json()
        assert someone.upload("制度.txt", RULES.encode()).status_code in (201, 303)
        document = before[0]["id"]
        someone.done(someone.post(f"/admin/documents/{document}/delete", csrf=someone.csrf()))
        assert len(someone.client.get("/api/documents").json()) == len(before) - 1
        sent = someone.client.post("/admin/restore", data={"csrf": someone.csrf()},
                                   files={"file": ("备份.zip", saved.content)})
        assert "已恢复到" in someone.done(sent)
        assert someone.client.get("/api/documents").json() == before
        bad = someone.client.post("/admin/restore", data={"csrf": someone.csrf()}, files={"file": ("x.zip", b"x")})
        assert "不是本程序的备份" in someone.done(bad)
        assert [p for p in data.iterdir() if p.name.startswith(".")] == []


def test_the_queue_of_changes_keeps_to_one_at_a_time() -> None:
    from api.front_desk import FrontDesk

    desk = FrontDesk.__new__(FrontDesk)
    FrontDesk.__init__(desk, _Nothing(), _Nothing(), Crew(), max_upload=1, rate=0)  # type: ignore[arg-type]
    running, most = 0, 0

    def change(_: object) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.01)
        running -= 1

    async def all_at_once() -> None:
        await asyncio.gather(*(desk.change(change) for _ in range(20)))

    with ThreadPoolExecutor(1) as other:  # whatever loop runs in this thread
        other.submit(asyncio.run, all_at_once()).result()
    assert most == 1


class _Nothing:
    settings = None
    embedder = None

    def refresh(self) -> None:
        pass
