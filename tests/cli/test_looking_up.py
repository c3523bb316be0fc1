"""What is in the library, on the command line: search, documents, clauses and obligations."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import CORPUS
from tests.running import kb, kb_here

COMMANDS = ("index", "ask", "search", "show", "documents", "clauses", "obligations", "checklist", "eval", "serve",
            "mcp")
ANSWER_KEYS = {"question", "status", "answer", "findings", "clauses", "took_ms"}
FINDING_KEYS = {"clause", "quote", "start", "end", "value", "period", "subject", "scope"}
CLAUSE_KEYS = {"id", "document_id", "document", "path", "number", "citation", "text", "scope", "roles", "page",
               "status", "score"}



@pytest.mark.model
class TestLookingUp:
    @pytest.mark.parametrize("retriever", ["bm25", "vector", "hybrid"])
    def test_search(self, built: Path, retriever: str) -> None:
        found = kb("search", "党费收缴", "--json", "--retriever", retriever, "-k", "5", "--data", built).json()
        assert (found["query"], found["retriever"]) == ("党费收缴", retriever)
        assert len(found["clauses"]) == 5
        assert all(set(c) >= CLAUSE_KEYS for c in found["clauses"])
        scores = [c["score"] for c in found["clauses"]]
        assert scores == sorted(scores, reverse=True)
        assert "党费" in found["clauses"][0]["text"]

    def test_an_empty_search_is_named(self, built: Path) -> None:
        assert "检索词" in kb_here("search", " ", "--data", built).complaint(1)

    def test_where_to_look_for_what_is_not_there(self, built: Path) -> None:
        assert "kb search" in kb_here("show", "nope", "--data", built).complaint(1)
        assert "kb documents" in kb_here("clauses", "--document", "nope", "--data", built).complaint(1)

    def test_nothing_found_says_so(self, built: Path) -> None:
        done = kb_here("search", "zzzz", "--retriever", "bm25", "--data", built)
        assert (done.code, done.err) == (0, "")
        assert "没有找到" in done.out

    def test_documents_and_a_clause_with_its_neighbours(self, built: Path) -> None:
        documents = kb_here("documents", "--json", "--data", built).json()
        assert {d["source"] for d in documents} == {p.name for p in CORPUS.glob("*.txt")}
        assert all(d["clauses"] == sum(x["clauses"] for x in d["lists"]) > 0 for d in documents)
        clause = kb_here("search", "党费收缴", "--json", "-k", "1", "--data", built).json()["clauses"][0]
        shown = kb_here("show", clause["id"], "--json", "--data", built).json()
        assert {k: v for k, v in clause.items() if k != "score"}.items() <= shown.items()
        for near in (shown["before"], shown["after"]):
            assert near is None or {"id", "number", "text"} <= set(near)
        assert f"▶ {clause['text']}" in kb_here("show", clause["id"], "--data", built).out

    def test_every_clause_in_order_as_it_is_cited(self, built: Path) -> None:
        clauses = kb_here("clauses", "--json", "--data", built).json()
        counts = {d["id"]: d["clauses"] for d in kb_here("documents", "--json", "--data", built).json()}
        assert Counter(c["document_id"] for c in clauses) == counts
        found = kb_here("search", "党费收缴", "--json", "-k", "1", "--data", built).json()["clauses"][0]
        assert {k: v for k, v in found.items() if k != "score"} == next(c for c in clauses if c["id"] == found["id"])
        of_one = kb_here("clauses", "--document", found["document_id"], "--json", "--data", built).json()
        assert of_one == [c for c in clauses if c["document_id"] == found["document_id"]]

    def test_clauses_for_reading(self, built: Path) -> None:
        clause = kb_here("search", "党费收缴", "--json", "-k", "1", "--data", built).json()["clauses"][0]
        out = kb_here("clauses", "--document", clause["document"], "--data", built).out
        assert clause["text"].replace("\t", "  ") in out
        assert f"—— {clause['citation']}  {clause['id']}" in out
        assert re.search(r"共 \d+ 条。\n$", out)

    def test_clauses_of_an_unknown_document_are_named(self, built: Path) -> None:
        assert "没有的文件" in kb_here("clauses", "--document", "没有的文件", "--data", built).complaint(1)

    def test_an_unknown_clause_is_named(self, built: Path) -> None:
        assert "没有的-编号" in kb_here("show", "没有的-编号", "--data", built).complaint(1)

    def test_documents_for_reading(self, built: Path) -> None:
        done = kb_here("documents", "--data", built)
        assert done.code == 0
        assert [p.stem for p in CORPUS.glob("*.txt") if p.stem not in done.out.replace("\n", "")] == []
