"""The HTTP API and the pages, asked over real HTTP of a `kb serve` that runs as a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.problems import assert_problem
from tests.conftest import KB, environment
from tests.serving import end, free_port, serve, started

pytestmark = pytest.mark.model

QUESTION = "党支部书记每年至少上几次党课"
OFF_TOPIC = "今晚的足球比赛几点开始"
ANSWER_KEYS = {"question", "status", "answer", "findings", "clauses", "took_ms"}
FINDING_KEYS = {"clause", "quote", "start", "end", "value", "period", "subject", "scope"}
CLAUSE_KEYS = {"id", "document_id", "document", "path", "number", "citation", "text", "scope", "roles", "page",
               "status", "score"}


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def client(served: Path, port: int) -> Iterator[httpx.Client]:
    process = serve(served, port)
    try:
        assert f"http://127.0.0.1:{port}/" in started(process)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as c:
            yield c
    finally:
        end(process)


def ask(client: httpx.Client, question: str, **more: object) -> dict[str, Any]:
    response = client.post("/api/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    answer: dict[str, Any] = response.json()
    return answer


def assert_answer_shape(answer: dict[str, Any]) -> None:
    assert set(answer) >= ANSWER_KEYS
    texts = {c["id"]: c["text"] for c in answer["clauses"]}
    for clause in answer["clauses"]:
        assert set(clause) >= CLAUSE_KEYS
        assert clause["citation"].startswith(f"《{clause['document']}》")
    for finding in answer["findings"]:
        assert set(finding) >= FINDING_KEYS
        assert texts[finding["clause"]][finding["start"]:finding["end"]] == finding["quote"] != ""
    assert bool(answer["findings"]) == (answer["status"] == "answered")
    assert answer["answer"]


class TestAsk:
    def test_the_answer_object(self, client: httpx.Client) -> None:
        answer = ask(client, QUESTION)
        assert_answer_shape(answer)
        assert (answer["question"], answer["status"]) == (QUESTION, "answered")
        assert any("1次" in f["quote"] and f["value"] for f in answer["findings"])
        assert len(answer["clauses"]) == max(10, len({f["clause"] for f in answer["findings"]}))
        scores = {c["id"]: c["score"] for c in answer["clauses"]}
        assert {f["clause"] for f in answer["findings"]} <= set(scores)

    def test_the_command_line_gives_the_same_answer(self, client: httpx.Client, built: Path) -> None:
        done = subprocess.run([KB, "ask", QUESTION, "--json", "--data", built], capture_output=True, text=True,
                              env=environment({}), timeout=120, check=True)
        assert json.loads(done.stdout) | {"took_ms": 0} == ask(client, QUESTION) | {"took_ms": 0}

    def test_what_no_clause_answers(self, client: httpx.Client) -> None:
        answer = ask(client, OFF_TOPIC)
        assert_answer_shape(answer)
        assert answer["status"] == "not_found"

    @pytest.mark.parametrize("question", ["", "   ", "？！……"])
    def test_a_question_without_words_is_invalid(self, client: httpx.Client, question: str) -> None:
        answer = ask(client, question)
        assert (answer["status"], answer["findings"], answer["clauses"]) == ("invalid", [], [])
        assert_answer_shape(answer)

    def test_as_many_clauses_as_asked_for(self, client: httpx.Client) -> None:
        assert len(ask(client, OFF_TOPIC, k=3)["clauses"]) == 3
        assert len(ask(client, OFF_TOPIC, k=20)["clauses"]) == 20

    def test_filters_and_history_are_taken(self, client: httpx.Client) -> None:
        school = ask(client, QUESTION, scope="学校", role="书记")
        assert_answer_shape(school)
        assert [f for f in school["findings"] if f["scope"] == ["机关"]] == []
        follow_up = ask(client, "国企的呢", history=["学校党员每年要学多少学时"])
        assert_answer_shape(follow_up)
        assert follow_up["question"] == "国企的呢"

    def test_many_at_once_get_what_one_gets(self, client: httpx.Client) -> None:
        questions = [QUESTION, OFF_TOPIC, "党费收缴情况多久公示一次", "书记有哪些职责"]
        alone = [ask(client, q) | {"took_ms": 0} for q in questions]
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(lambda q: ask(client, q) | {"took_ms": 0}, questions * 5))
        assert together == alone * 5


class TestProblems:
    @pytest.mark.parametrize(("body", "named"), [
        ({}, "question"),
        ({"question": None}, "question"),
        ({"question": 5}, "question"),
        ({"question": "党" * 2001}, "question"),
        ({"question": "党课", "history": "党费"}, "history"),
        ({"question": "党课", "history": [1]}, "history"),
        ({"question": "党课", "history": ["党费"] * 21}, "history"),
        ({"question": "党课", "k": 0}, "k"),
        ({"question": "党课", "k": 51}, "k"),
        ({"question": "党课", "k": "很多"}, "k"),
        ({"question": "党课", "scope": "火星"}, "火星"),
        ({"question": "党课", "role": "校草"}, "校草"),
        ({"question": "党课", "nope": 1}, "nope"),
    ], ids=lambda x: x if isinstance(x, str) else "")
    def test_a_wrong_field_is_named(self, client: httpx.Client, body: dict[str, object], named: str) -> None:
        assert named in assert_problem(client.post("/api/ask", json=body), 422)

    @pytest.mark.parametrize("body", [b"", b"{", "不是 JSON".encode(), b"[]", b'"a"', b"\xff\xfe",
                                      b'{"question":"\\ud800"}', b'{"question": "a", "k": NaN}'])
    def test_a_body_that_is_no_question_is_a_problem(self, client: httpx.Client, body: bytes) -> None:
        assert_problem(client.post("/api/ask", content=body, headers={"content-type": "application/json"}), 422)

    def test_json_cut_off_is_said_to_be_the_body(self, client: httpx.Client) -> None:
        response = client.post("/api/ask", content=b'{"question": "a', headers={"content-type": "application/json"})
        detail = assert_problem(response, 422)
        assert "JSON" in detail
        assert not detail[0].isdigit(), "a place in the text is not the name of a field"

    def test_a_body_nested_too_deeply_is_explained_in_chinese(self, client: httpx.Client) -> None:
        response = client.post("/api/ask", content=b"[" * 100_000, headers={"content-type": "application/json"})
        assert_problem(response, response.status_code)
        assert 400 <= response.status_code < 500

    def test_a_body_of_another_kind(self, client: httpx.Client) -> None:
        assert_problem(client.post("/api/ask", content="question=党课", headers={"content-type": "text/plain"}), 415)

    def test_an_address_that_is_not_there(self, client: httpx.Client) -> None:
        for path in ("/nope", "/api/nope", "/static/nope.css", "/static/../app.py"):
            assert_problem(client.get(path), 404)

    def test_a_method_that_is_not_taken(self, client: httpx.Client) -> None:
        assert_problem(client.get("/api/ask"), 405)
        assert_problem(client.delete("/"), 405)

    def test_after_every_problem_it_still_answers(self, client: httpx.Client) -> None:
        assert ask(client, QUESTION)["status"] == "answered"


class TestState:
    @pytest.mark.parametrize("path", ["/healthz", "/readyz"])
    def test_alive_and_ready(self, client: httpx.Client, path: str) -> None:
        response = client.get(path)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})

    def test_the_description_of_the_api(self, client: httpx.Client) -> None:
        description = client.get("/openapi.json").json()
        assert description["openapi"].startswith("3.")
        assert {"/api/ask", "/healthz", "/readyz"} <= set(description["paths"])
        fields = description["components"]["schemas"]["AskRequest"]["properties"]
        assert set(fields) >= {"question", "history", "scope", "role", "k"}


class TestStarting:
    def test_a_port_that_is_taken_is_named(self, client: httpx.Client, built: Path, port: int) -> None:
        done = subprocess.run([KB, "serve", "--data", built, "--port", str(port)], capture_output=True, text=True,
                              env=environment({}), timeout=120, check=False)
        assert (done.returncode, done.stdout) == (1, "")
        (line,) = done.stderr.splitlines()
        assert str(port) in line
        assert "请换一个端口" in line
        assert client.get("/healthz").status_code == 200

    def test_without_an_index_it_does_not_start(self, tmp_path: Path) -> None:
        done = subprocess.run([KB, "serve", "--data", tmp_path / "没有", "--port", str(free_port())],
                              capture_output=True, text=True, env=environment({}), timeout=120, check=False)
        assert (done.returncode, done.stdout) == (1, "")
        (line,) = done.stderr.splitlines()
        assert "请先运行 kb index" in line

    @pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["interrupted", "terminated"])
    def test_stopped_it_ends_quietly(self, served: Path, how: signal.Signals) -> None:
        process = serve(served, free_port())
        try:
            started(process)
            process.send_signal(how)
            _, err = process.communicate(timeout=60)
        finally:
            end(process)
        assert "Traceback" not in err
        assert len([line for line in err.splitlines() if line]) <= 1
