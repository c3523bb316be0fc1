"""Feedback and questions that found nothing, over real HTTP: stored, looked at, exported."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from evals.qrels import load_questions
from kb.store.library import open_library
from kb.store.questions import open_questions
from tests.administering import Administrator, administrator, service
from tests.api.problems import assert_problem
from tests.api.test_api import OFF_TOPIC, QUESTION
from tests.conftest import copied
from tests.serving import end, free_port, serve, started

pytestmark = pytest.mark.model

HOSTILE = "<img src=x onerror=alert(1)>这条不对\n第二行"


@pytest.fixture(scope="module")
def data(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(built, tmp_path_factory.mktemp("feedback"))


@pytest.fixture(scope="module")
def admin(data: Path) -> Iterator[Administrator]:
    with service(data) as where, administrator(where) as someone:
        yield someone


def said(admin: Administrator, **fields: object) -> int:
    return admin.client.post("/api/feedback", json={"question": QUESTION, **fields}).status_code


def exported(admin: Administrator, query: str, to: Path) -> list[dict[str, object]]:
    response = admin.client.get(f"/admin/questions.jsonl?{query}")
    assert response.headers["content-type"].startswith("application/x-ndjson")
    to.write_bytes(response.content)
    return [json.loads(line) for line in response.text.splitlines()]


def test_feedback_is_stored_and_shown_as_text(admin: Administrator) -> None:
    assert said(admin, history=["党课"], scope="机关", role="党支部书记", status="answered", useful=False,
                remark=HOSTILE, clauses=["a-1"], kind="answer") == 204
    assert said(admin, useful=False, remark="再说一遍") == 204
    assert said(admin, useful=True) == 204
    assert said(admin, useful=None, kind="report", question="想要村里的规定", status="not_found") == 204
    page = admin.page("/admin/questions?kind=not_useful")
    assert "&lt;img src=x" in page and "<img src=x" not in page and "再说一遍" in page
    assert "2 次" in page and "想要村里的规定" not in page
    assert "想要村里的规定" in admin.page("/admin/questions?kind=report")


@pytest.mark.parametrize("fields", [
    {"question": ""}, {"question": "长" * 2001}, {"remark": "长" * 1001}, {"useful": "也许"}, {"kind": "别的"},
    {"history": ["问"] * 21}, {"clauses": ["x"] * 51}, {"clauses": ["x" * 65]}, {"unknown": 1}, {"status": "?"},
])
def test_feedback_out_of_bounds_is_refused(admin: Administrator, fields: dict[str, object]) -> None:
    assert_problem(admin.client.post("/api/feedback", json={"question": QUESTION, **fields}), 422)


def test_questions_that_found_nothing_are_counted_once_each(admin: Administrator) -> None:
    for _ in range(2):
        assert admin.ask(OFF_TOPIC)["status"] == "not_found"
    admin.page(f"/?q={OFF_TOPIC}")
    for other in (QUESTION, "你好", "？？"):
        admin.ask(other)
    page = admin.page("/admin/questions?kind=not_found")
    assert OFF_TOPIC in page and "3 次" in page
    assert QUESTION not in page and "你好" not in page


def test_asking_at_once_loses_no_count(admin: Administrator) -> None:
    with ThreadPoolExecutor(8) as several:
        list(several.map(lambda _: admin.ask("火星上的党组织几点开会"), range(24)))
    assert "24 次" in admin.page("/admin/questions?q=火星")


def test_export_opens_in_the_evaluation(admin: Administrator, data: Path, tmp_path: Path) -> None:
    said(admin, useful=False)
    admin.ask(OFF_TOPIC)
    admin.ask("支委会人数怎么定的火星版本")
    rows = exported(admin, "", tmp_path / "q.jsonl")
    questions = load_questions(tmp_path / "q.jsonl")
    assert len(questions) == len(rows) and len({q.id for q in questions}) == len(questions)
    by_text = {q.question: q for q in questions}
    assert by_text[OFF_TOPIC].category == "unanswerable" and not by_text[OFF_TOPIC].answerable
    assert by_text[QUESTION].category == "unlabelled" and not by_text[QUESTION].gold

    library = open_library(data / "library.db")
    clause = next(c for c in library.clauses() if "支部委员会一般由3-5人组成" in c.text)
    result = admin.done(admin.post("/admin/questions/attach", clause=clause.id, question=OFF_TOPIC))
    assert result.startswith("done")
    library.close()
    exported(admin, "kind=not_found&done=all", tmp_path / "q.jsonl")
    gold = {q.question: q for q in load_questions(tmp_path / "q.jsonl")}[OFF_TOPIC].gold
    assert [g.quote for g in gold] == [clause.text]
    assert admin.ask(OFF_TOPIC)["clauses"][0]["id"] == clause.id


def test_questions_are_marked_as_dealt_with(admin: Administrator) -> None:
    admin.ask("木星上几点吃晚饭")
    key = re.search(r'name="keys" value="([^"]+)"', admin.page("/admin/questions?q=木星"))
    assert key
    fields = {"keys": key.group(1), "back": "kind=not_found&done=open"}
    where = admin.post("/admin/questions/mark", **fields, outcome="irrelevant").headers["location"]
    assert "木星" not in admin.page(where)
    assert "与本库无关（1）" in admin.page("/admin/questions?done=irrelevant&q=木星")
    admin.post("/admin/questions/mark", **fields, outcome="open")
    assert "木星" in admin.page("/admin/questions")
    assert admin.client.get("/admin/questions?kind=drop").status_code == 422
    assert admin.post("/admin/questions/mark", **fields, outcome="drop").status_code == 422
    assert admin.post("/admin/questions/mark", outcome="done").status_code == 303  # nothing was chosen


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_what_was_noted_is_written_when_the_service_is_stopped(built: Path, tmp_path: Path, sent: int) -> None:
    data = copied(built, tmp_path)
    process = serve(data, port := free_port())
    try:
        started(process)
        asked = httpx.post(f"http://127.0.0.1:{port}/api/ask", json={"question": OFF_TOPIC}, timeout=60)
        assert asked.json()["status"] == "not_found"
        process.send_signal(sent)
        process.wait(30)
    finally:
        end(process)
    library = open_library(data / "library.db")
    assert [q.question for q in open_questions(library)] == [OFF_TOPIC]
    library.close()


def test_a_clause_is_named_for_questions_and_taken_back(admin: Administrator, data: Path) -> None:
    asked = "土星上几点吃早饭"
    library = open_library(data / "library.db")
    clause = next(c for c in library.clauses() if "支部委员会一般由3-5人组成" in c.text)
    library.close()
    assert clause.text[:30] in admin.client.get(
        "/admin/questions/try", params={"clause": clause.id, "question": asked}).text
    assert admin.client.get("/admin/questions/try", params={"clause": "没有", "question": asked}).status_code == 404
    assert admin.done(admin.post("/admin/questions/pin", clause="没有", question=asked)).startswith("failed")
    assert admin.done(admin.post("/admin/questions/pin", clause=clause.id, question=asked)).startswith("done")
    assert [f["quote"] for f in admin.ask(asked)["findings"]] == [clause.text]
    remove = re.search(r'action="(/admin/pinned/\d+/remove)"', admin.page("/admin/questions"))
    assert remove
    assert admin.done(admin.post(remove.group(1))).startswith("done")
    assert admin.ask(asked)["status"] == "not_found"
