"""Reading over HTTP: search, documents, clauses and obligations."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.problems import assert_problem
from tests.conftest import KB, environment

pytestmark = pytest.mark.model


def kb(built: Path, *arguments: str) -> Any:
    done = subprocess.run([KB, *arguments, "--json", "--data", built], capture_output=True, text=True,
                          env=environment({}), timeout=120, check=True)
    return json.loads(done.stdout)


def get(api: httpx.Client, path: str, **query: str) -> Any:
    response = api.get(path, params=query)
    assert response.status_code == 200, response.text
    return response.json()


class TestSearch:
    def test_it_gives_what_the_command_line_gives(self, api: httpx.Client, built: Path) -> None:
        for retriever in ("hybrid", "bm25", "vector"):
            found = get(api, "/api/search", q="党费公示", k="4", retriever=retriever)
            assert len(found["clauses"]) == 4
            assert found == kb(built, "search", "党费公示", "-k", "4", "--retriever", retriever)

    def test_filters_keep_what_binds(self, api: httpx.Client) -> None:
        plain = get(api, "/api/search", q="党课", k="20")["clauses"]
        school = get(api, "/api/search", q="党课", k="20", scope="学校", role="书记")["clauses"]
        assert {s for c in plain for s in c["scope"]} > {"学校", "机关"}
        assert {s for c in school for s in c["scope"]} == {"学校", "高校"}

    @pytest.mark.parametrize(("query", "named"), [
        ({}, "q"), ({"q": ""}, "检索词"), ({"q": "？！"}, "检索词"), ({"q": "党" * 2001}, "q"),
        ({"q": "党", "k": "0"}, "k"),
        ({"q": "党", "k": "x"}, "k"), ({"q": "党", "retriever": "google"}, "retriever"),
        ({"q": "党", "scope": "火星"}, "火星"), ({"q": "党", "role": "校草"}, "校草"),
        ({"q": "党", "scop": "机关"}, "scop"),
    ], ids=str)
    def test_a_wrong_parameter_is_named(self, api: httpx.Client, query: dict[str, str], named: str) -> None:
        assert named in assert_problem(api.get("/api/search", params=query), 422)


class TestDocuments:
    def test_the_list_is_that_of_the_command_line(self, api: httpx.Client, built: Path) -> None:
        documents = get(api, "/api/documents")
        assert documents == kb(built, "documents")
        assert sum(d["clauses"] for d in documents) == 299

    def test_one_with_its_outline(self, api: httpx.Client) -> None:
        for stated in get(api, "/api/documents"):
            document = get(api, f"/api/documents/{stated['id']}")
            assert {k: document[k] for k in stated} == stated
            assert len(document["outline"]) == stated["clauses"]
            first = document["outline"][0]
            assert get(api, f"/api/clauses/{first['id']}")["text"] == first["text"]
            assert list(dict.fromkeys(c["list_title"] for c in document["outline"])) == [
                x["title"] for x in stated["lists"]]

    @pytest.mark.parametrize("path", ["/api/documents/nope", "/api/documents/%00", "/api/clauses/x",
                                      "/api/documents/%3Cscript%3E"])
    def test_what_is_not_there(self, api: httpx.Client, path: str) -> None:
        assert "kb " not in assert_problem(api.get(path), 404), "its readers have no command line"


class TestClauses:
    def test_a_clause_stands_between_its_neighbours(self, api: httpx.Client, built: Path) -> None:
        (document,) = [d for d in get(api, "/api/documents") if d["clauses"] == 20]
        ids = [c["id"] for c in get(api, f"/api/documents/{document['id']}")["outline"]]
        shown = [get(api, f"/api/clauses/{i}") for i in ids]
        assert [c["before"] and c["before"]["id"] for c in shown] == [None, *ids[:-1]]
        assert [c["after"] and c["after"]["id"] for c in shown] == [*ids[1:], None]
        assert shown[3] == kb(built, "show", ids[3])

    def test_its_obligations_are_rows_of_the_table(self, api: httpx.Client) -> None:
        table = get(api, "/api/obligations")
        clause = get(api, f"/api/clauses/{table[0]['clause']}")
        assert clause["obligations"] == [o for o in table if o["clause"] == clause["id"]]
        for o in clause["obligations"]:
            assert clause["text"][o["start"]:o["end"]] == o["quote"]


class TestObligations:
    def test_the_table_is_that_of_the_command_line(self, api: httpx.Client, built: Path) -> None:
        assert get(api, "/api/obligations", scope="学校", role="书记") == kb(
            built, "obligations", "--scope", "学校", "--role", "书记")

    def test_by_document(self, api: httpx.Client) -> None:
        rows = get(api, "/api/obligations", document="学校党建")
        assert {r["document"] for r in rows} == {"学校党建工作任务清单"}
        assert "没有的文件" in assert_problem(api.get("/api/obligations", params={"document": "没有的文件"}), 404)

    def test_a_wrong_filter_is_named(self, api: httpx.Client) -> None:
        assert "火星" in assert_problem(api.get("/api/obligations", params={"scope": "火星"}), 422)


class TestETag:
    @pytest.mark.parametrize("path", ["/api/documents", "/api/obligations", "/api/documents/{id}"])
    def test_what_has_not_changed_is_not_sent_again(self, api: httpx.Client, path: str) -> None:
        path = path.format(id=get(api, "/api/documents")[0]["id"])
        first = api.get(path)
        tag = first.headers["etag"]
        assert "no-cache" in first.headers["cache-control"]
        for stated in (tag, f'"other", {tag}', "*", tag.removeprefix("W/")):
            again = api.get(path, headers={"if-none-match": stated})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        other = api.get(path, headers={"if-none-match": 'W/"other"'})
        assert (other.status_code, other.content) == (200, first.content)

    def test_two_contents_have_two_tags(self, api: httpx.Client) -> None:
        tags = {api.get("/api/obligations", params={"scope": s}).headers["etag"] for s in ("学校", "机关")}
        assert len(tags) == 2
