"""What surrounds every request: ids, errors, security headers, compression, and the pages of other sites."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import httpx
import pytest

from api.live import Live
from kb.store.library import open_library
from tests.api.conftest import Serving
from tests.api.problems import assert_problem

pytestmark = pytest.mark.model

QUESTION = {"question": "党支部书记每年至少上几次党课"}


class TestRequestId:
    def test_a_plain_one_is_kept(self, api: httpx.Client) -> None:
        for stated in ("abc-123", "a" * 100, "urn:uuid:1f/2=+"):
            response = api.get("/healthz", headers={"x-request-id": stated})
            assert response.headers["x-request-id"] == stated

    def test_any_other_is_replaced(self, api: httpx.Client) -> None:
        made = {api.get("/healthz", headers={"x-request-id": stated}).headers["x-request-id"]
                for stated in ("", "a" * 101, "<script>", "a b", '{"x":1}')} | {api.get("/x").headers["x-request-id"]}
        assert len(made) == 6
        assert all(len(i) == 32 and i.isalnum() for i in made)


class TestErrors:
    def test_a_method_that_is_not_taken_names_those_that_are(self, api: httpx.Client) -> None:
        response = api.put("/api/ask", json=QUESTION)
        assert_problem(response, 405)
        assert response.headers["allow"] == "POST"

    def test_a_browser_gets_a_page(self, api: httpx.Client) -> None:
        response = api.get("/<b>nope</b>", headers={"accept": "text/html,*/*;q=0.8"})
        assert response.status_code == 404
        assert response.headers["content-type"].startswith("text/html")
        assert "没有这个地址" in response.text
        assert response.headers["x-request-id"] in response.text
        assert "<b>nope" not in response.text

    def test_a_program_gets_a_problem_whatever_it_accepts(self, api: httpx.Client) -> None:
        assert_problem(api.get("/api/nope", headers={"accept": "text/html"}), 404)

    def test_a_library_that_fails_is_told_without_particulars_and_logged(
            self, live: Live, serving: Serving, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
            caplog: pytest.LogCaptureFixture) -> None:
        with closing(open_library(tmp_path / "library.db")) as library, serving() as api:
            with library.database.writing() as c:
                c.exec_driver_sql("DROP TABLE clauses")
            monkeypatch.setattr(live, "_library", library)
            response = api.get("/api/documents")
        assert assert_problem(response, 503) == "知识库暂时读不了，已记录。请稍后再试，或告诉管理员。"
        assert response.headers["retry-after"] == "30"
        (logged,) = [r for r in caplog.records if r.name == "api.errors" and r.exc_info]
        assert logged.levelname == "ERROR" and "no such table: clauses" in caplog.text

    def test_what_nobody_expected_is_logged_but_not_shown(
            self, live: Live, serving: Serving, monkeypatch: pytest.MonkeyPatch,
            caplog: pytest.LogCaptureFixture) -> None:
        monkeypatch.setattr(live, "_answerer", "broken")
        monkeypatch.setattr(live, "refresh", lambda: False)
        with serving() as api:
            response = api.post("/api/ask", json=QUESTION)
            detail = assert_problem(response, 500)
            assert "str" not in detail and "Attribute" not in detail
            assert response.headers["content-security-policy"]
        (logged,) = [r for r in caplog.records if r.name == "api.request" and r.exc_info]
        assert logged.levelname == "ERROR"
        assert "AttributeError" in caplog.text

    def test_earlier_questions_are_no_longer_than_a_question(self, api: httpx.Client) -> None:
        assert "history" in assert_problem(api.post("/api/ask", json=QUESTION | {"history": ["党" * 2001]}), 422)
        long = {"history": ["党" * 2000] * 8}
        assert api.post("/api/ask", json=QUESTION | long).status_code == 200
        assert "history" in assert_problem(api.post("/api/ask", json=QUESTION | {"history": ["党" * 1601] * 10}), 422)


class TestSecurityHeaders:
    @pytest.mark.parametrize("path", ["/", "/static/site.css", "/healthz", "/nope", "/api/ask", "/openapi.json"])
    def test_they_are_on_everything(self, api: httpx.Client, path: str) -> None:
        headers = api.get(path).headers
        policy = headers["content-security-policy"].split("; ")
        assert {"default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'",
                "form-action 'self'", "frame-ancestors 'self'"} <= set(policy)
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] and headers["permissions-policy"] and headers["cross-origin-opener-policy"]
        assert "no-cache" in headers["cache-control"]

    def test_static_files_are_asked_for_again_only_when_changed(self, api: httpx.Client) -> None:
        tag = api.get("/static/site.css").headers["etag"]
        assert api.get("/static/site.css", headers={"if-none-match": tag}).status_code == 304


class TestOtherSites:
    ALLOWED, OTHER = "http://oa.example.cn", "http://evil.example.com"

    def test_those_that_are_allowed_may_ask_and_frame_the_chat_box(self, serving: Serving) -> None:
        with serving(origins=(self.ALLOWED,)) as api:
            asked = api.post("/api/ask", json=QUESTION, headers={"origin": self.ALLOWED})
            assert asked.headers["access-control-allow-origin"] == self.ALLOWED
            before = api.options("/api/ask", headers={
                "origin": self.ALLOWED, "access-control-request-method": "POST",
                "access-control-request-headers": "authorization,content-type,x-stainless-lang"})
            assert before.status_code == 200
            refused = api.post("/api/ask", json={}, headers={"origin": self.ALLOWED})
            assert refused.headers["access-control-allow-origin"] == self.ALLOWED
            assert_problem(refused, 422)
            for path in ("/embed", "/embed/large", "/embed/link"):
                assert f"frame-ancestors 'self' {self.ALLOWED}" in api.get(path).headers["content-security-policy"]
            assert "x-frame-options" not in api.get("/embed").headers
            assert self.ALLOWED not in api.get("/").headers["content-security-policy"]

            other = api.post("/api/ask", json=QUESTION, headers={"origin": self.OTHER})
            assert "access-control-allow-origin" not in other.headers

    def test_without_the_setting_there_are_none(self, api: httpx.Client) -> None:
        asked = api.post("/api/ask", json=QUESTION, headers={"origin": self.ALLOWED})
        assert "access-control-allow-origin" not in asked.headers
        for path in ("/embed", "/embed/link", "/embed/link/large", "/"):
            assert api.get(path).headers["content-security-policy"].endswith("frame-ancestors 'self'")


class TestCompression:
    def test_an_answer_is_compressed_where_the_reader_can_take_it(self, api: httpx.Client) -> None:
        packed = api.post("/api/ask", json=QUESTION, headers={"accept-encoding": "gzip"})
        plain = api.post("/api/ask", json=QUESTION, headers={"accept-encoding": "identity"})
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.json() | {"took_ms": 0} == plain.json() | {"took_ms": 0}
        assert int(packed.headers["content-length"]) < len(plain.content) / 2
