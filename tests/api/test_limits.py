"""Limits on size, rate and concurrency: each says so and when to try again, and stands in nobody else's way."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.api.conftest import Serving
from tests.api.problems import assert_problem

pytestmark = pytest.mark.model

QUESTION = {"question": "党支部书记每年至少上几次党课"}


class TestSize:
    def test_a_body_that_is_too_large(self, api: httpx.Client) -> None:
        for size in (65_600, 3_000_000):
            detail = assert_problem(api.post("/api/ask", content=b"a" * size), 413)
            assert "64 KiB" in detail
        assert api.post("/api/ask", json=QUESTION).status_code == 200

    def test_uploads_have_a_limit_of_their_own(self, serving: Serving) -> None:
        with serving(max_upload=1) as api:
            assert "1 MB" in assert_problem(api.post("/api/documents", content=b"a" * 1_200_000), 413)
            assert api.post("/api/documents", content=b"a" * 900_000).status_code != 413

    def test_one_of_unknown_size(self, api: httpx.Client) -> None:
        def endless() -> Iterator[bytes]:
            for _ in range(300):
                yield b"a" * 1000

        assert_problem(api.post("/api/ask", content=endless()), 413)

    def test_a_question_in_pieces_is_put_together(self, api: httpx.Client) -> None:
        pieces = iter([b'{"question": "', "党支部书记".encode(), "每年至少上几次党课".encode(), b'"}'])
        response = api.post("/api/ask", content=pieces, headers={"content-type": "application/json"})
        assert response.json()["question"] == QUESTION["question"]

    def test_a_client_that_sends_half_and_goes_leaves_nothing_behind(self, serving: Serving) -> None:
        with serving(concurrency=1) as api:
            for _ in range(3):
                with socket.create_connection((api.base_url.host, api.base_url.port or 80)) as half:
                    half.sendall(b'POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"question"')
                    assert api.post("/api/ask", json=QUESTION).status_code == 200, "a slow sender is in nobody's way"

    def test_a_length_that_is_a_lie_is_no_server_error(self, api: httpx.Client) -> None:
        for stated in (b"1000000000", b"9" * 40):
            with socket.create_connection((api.base_url.host, api.base_url.port or 80), timeout=10) as liar:
                liar.sendall(b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Length: " + stated + b"\r\n\r\n{}")
                assert liar.recv(100).startswith(b"HTTP/1.1 4")


class TestRate:
    def test_beyond_it_says_when_to_try_again(self, serving: Serving) -> None:
        with serving(rate=3) as api:
            asked = [api.post("/api/ask", json=QUESTION), api.get("/api/search", params={"q": "党费"}),
                     api.get("/", params={"q": "党费"})]
            assert [r.status_code for r in asked] == [200] * 3
            refused = api.post("/api/ask", json=QUESTION)
            seconds = int(refused.headers["retry-after"])
            assert 50 <= seconds <= 60
            detail = assert_problem(refused, 429)
            assert "每分钟最多 3 次" in detail
            assert f"{seconds} 秒" in detail
            page = api.get("/", params={"q": "党费"}, headers={"accept": "text/html"})
            assert page.status_code == 429
            assert "每分钟最多 3 次" in page.text

            others = ("/", "/healthz", "/readyz", "/metrics", "/static/site.css", "/api/documents", "/openapi.json")
            assert [api.get(path).status_code for path in others] == [200] * len(others)

    def test_feedback_counts_too(self, serving: Serving) -> None:
        with serving(rate=2) as api:
            said = [api.post("/api/feedback", json={"question": "党课", "useful": True}) for _ in range(3)]
            assert [r.status_code for r in said] == [204, 204, 429]

    def test_a_proxy_on_this_machine_names_the_client(self, serving: Serving) -> None:
        with serving(rate=1) as api:
            ways = [{"x-forwarded-for": f"10.0.0.{n}"} for n in (1, 2, 1)]
            assert [api.post("/api/ask", json=QUESTION, headers=h).status_code for h in ways] == [200, 200, 429]


class TestConcurrency:
    def test_beyond_it_the_others_are_told_to_come_back(self, serving: Serving) -> None:
        with serving(concurrency=2) as api, ThreadPoolExecutor(16) as pool:
            responses = list(pool.map(lambda _: api.post("/api/ask", json=QUESTION), range(48)))
            refused = [r for r in responses if r.status_code != 200]
            assert 0 < len(refused) < len(responses)
            for response in refused:
                assert "秒后再试" in assert_problem(response, 503)
                assert int(response.headers["retry-after"]) > 0
            assert api.post("/api/ask", json=QUESTION).status_code == 200, "whoever is done makes room"
