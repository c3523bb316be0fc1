"""Running the service: measurements, logs, a new index taken up, and an end that finishes what has begun."""

from __future__ import annotations

import gc
import json
import signal
import subprocess
import threading
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.live import Live
from kb.config import Settings
from kb.errors import SearchIndexError
from tests.api.conftest import Serving
from tests.api.problems import assert_problem
from tests.conftest import CORPUS, KB, copied, environment
from tests.serving import end, free_port, serve, started

pytestmark = pytest.mark.model

QUESTION = {"question": "党支部书记每年至少上几次党课"}
NEW_RULE = "第一条 支部图书角每年至少更新37次，由图书管理员负责。\n第二条 图书借出不超过15天。\n"
NEW_QUESTION = {"question": "支部图书角每年至少更新几次"}


@pytest.fixture
def data(built: Path, tmp_path: Path) -> Path:
    """A data folder of its own, to change."""
    return copied(built, tmp_path)


def kb_index(data: Path, *paths: Path) -> None:
    subprocess.run([KB, "index", *paths, "--data", data], capture_output=True, text=True, timeout=120, check=True,
                   env=environment({"KB_CORPUS": str(CORPUS)}))


@pytest.fixture
def new_document(tmp_path: Path) -> Path:
    path = tmp_path / "支部图书角管理办法.txt"
    path.write_text(NEW_RULE, encoding="utf-8")
    return path


def samples(api: httpx.Client) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(api.get("/metrics").text)
    return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


class TestMetrics:
    def test_requests_and_answers_are_counted(self, serving: Serving) -> None:
        with serving() as api:
            for question in (QUESTION, QUESTION, {"question": "今晚的足球比赛几点开始"}, {"question": "？"}):
                api.post("/api/ask", json=question)
            api.get("/", params={"q": QUESTION["question"]})
            api.post("/api/ask", json={})
            clause = api.get("/api/obligations").json()[0]["clause"]
            api.get(f"/api/clauses/{clause}")
            api.get("/api/clauses/nope")
            for n in range(5):
                api.get(f"/nope/{n}")
                api.request(f"ODD{n}", "/api/ask")
            found = samples(api)
            assert found["kb_answers_remembered_total", "found"] >= 2, "one question was asked three times"
            assert 0 < found["kb_answers_kept_bytes",] < 16 << 20
            assert found["kb_http_requests_total", "POST", "/api/ask", "200"] == 4
            assert found["kb_http_requests_total", "POST", "/api/ask", "422"] == 1
            assert found["kb_http_requests_total", "GET", "/", "200"] == 1
            assert found["kb_http_requests_total", "GET", "/api/clauses/{clause_id}", "200"] == 1
            assert found["kb_http_requests_total", "GET", "/api/clauses/{clause_id}", "404"] == 1
            assert found["kb_http_requests_total", "GET", "其他", "404"] == 5, "unknown addresses share one series"
            assert found["kb_http_requests_total", "OTHER", "/api/ask", "405"] == 5
            assert found["kb_http_request_seconds_count", "POST", "/api/ask"] == 5
            assert [found["kb_answers_total", s] for s in ("answered", "not_found", "invalid")] == [3, 1, 1]
            assert (found["kb_documents",], found["kb_clauses",]) == (5, 299)
            assert found["kb_http_requests_in_flight",] == 1
            assert [k for k in found if k[0] == "kb_index_info"]

    def test_each_application_counts_for_itself(self, serving: Serving) -> None:
        with serving() as api:
            assert not [k for k in samples(api) if k[0] == "kb_http_requests_total"]


class TestLogs:
    @staticmethod
    def lines(data: Path, **settings: str) -> list[dict[str, Any]]:
        process = serve(data, port := free_port(), {"KB_LOG_LEVEL": "info", **settings})
        try:
            started(process)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}") as api:
                api.post("/api/ask", json=QUESTION, headers={"x-request-id": "asked-1"})
                api.get("/", params={"q": "党费多久公示一次"})
                took = []
                for _ in range(5):
                    began = time.perf_counter()
                    api.get("/healthz")
                    took.append(time.perf_counter() - began)
                assert min(took) < 0.03, "40 ms are a wait for an acknowledgement"
                api.get("/nope")
            process.terminate()
            _, err = process.communicate(timeout=60)
        finally:
            end(process)
        return [json.loads(line) for line in err.splitlines()]

    def test_one_line_a_request_without_the_question(self, served: Path) -> None:
        lines = self.lines(served)
        assert [(x["method"], x["route"], x["status"]) for x in lines] == [
            ("POST", "/api/ask", 200), ("GET", "/", 200), ("GET", "其他", 404)]
        assert lines[0]["request_id"] == "asked-1"
        assert {x["client"] for x in lines} == {"127.0.0.1"}
        assert all(x["ms"] > 0 and x["time"] and x["level"] == "INFO" for x in lines)
        assert "党" not in json.dumps(lines, ensure_ascii=False)

    def test_with_the_question_where_that_is_wanted(self, served: Path) -> None:
        asked = [x.get("question") for x in self.lines(served, KB_LOG_QUESTIONS="1")]
        assert asked == [QUESTION["question"], "党费多久公示一次", None]


class TestReload:
    def test_a_new_index_is_taken_up_without_a_failed_request(self, data: Path, new_document: Path) -> None:
        process = serve(data, port := free_port())
        statuses: list[int] = []
        stop = threading.Event()

        def keep_asking() -> None:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as api:
                while not stop.is_set():
                    statuses.append(api.post("/api/ask", json=QUESTION).status_code)
                    time.sleep(0.02)

        asking = threading.Thread(target=keep_asking)
        try:
            started(process)
            asking.start()
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as api:
                kb_index(data, new_document)
                until = time.monotonic() + 15
                while "37次" not in (answer := api.post("/api/ask", json=NEW_QUESTION).json())["answer"]:
                    assert time.monotonic() < until, answer
                    time.sleep(0.2)
                assert api.get("/readyz").status_code == 200
        finally:
            stop.set()
            if asking.ident:
                asking.join()
            end(process)
        assert set(statuses) == {200}
        assert len(statuses) > 20

    def test_the_one_before_is_freed(self, data: Path, new_document: Path) -> None:
        live = Live(Settings(data=data, corpus=CORPUS))
        assert not live.refresh(), "there is nothing new"
        before: list[weakref.ref[object]] = [weakref.ref(live.answerer), weakref.ref(live.answerer.finder)]
        model = live.answerer.finder.embedder
        kb_index(data, new_document)
        assert live.refresh()
        gc.collect()
        assert all(freed() is None for freed in before)
        assert live.answerer.finder.embedder is model, "it is in memory once"
        live.close()


class TestReadiness:
    def test_an_empty_library_is_not_ready(self, live: Live, data: Path, serving: Serving,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
        emptied = Live(Settings(data=data, corpus=CORPUS))
        with emptied.library.changing() as writer:
            for document in emptied.library.documents():
                writer.withdraw(document.source)
        assert emptied.refresh()
        assert not emptied.refresh()
        with pytest.raises(SearchIndexError, match="空的"):
            emptied.check()
        monkeypatch.setattr(live, "_answerer", None)
        monkeypatch.setattr(live, "refresh", lambda: False)
        with serving() as api:
            assert "空的" in assert_problem(api.get("/readyz"), 503)
            assert "空的" in assert_problem(api.post("/api/ask", json=QUESTION), 503)
            assert api.get("/healthz").status_code == 200
            assert samples(api)["kb_clauses",] == 0
        emptied.close()


class TestStopping:
    @pytest.fixture
    def asked(self) -> Iterator[ThreadPoolExecutor]:
        with ThreadPoolExecutor(40) as pool:
            yield pool

    def test_what_has_begun_is_finished(self, served: Path, asked: ThreadPoolExecutor) -> None:
        process = serve(served, port := free_port())
        try:
            started(process)
            api = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60,
                               limits=httpx.Limits(max_connections=40, max_keepalive_connections=40))
            list(asked.map(lambda _: api.get("/healthz"), range(80)))  # so that every connection stands
            begun = [asked.submit(api.post, "/api/ask", json=QUESTION) for _ in range(40)]
            while sum(f.done() for f in begun) < 3:
                time.sleep(0.001)
            process.send_signal(signal.SIGTERM)
            assert [f.result().status_code for f in begun] == [200] * 40
            assert process.wait(timeout=30) == 0
            with pytest.raises(httpx.ConnectError):
                api.get("/healthz")
        finally:
            end(process)
