"""`kb ask` on the command line: the answer object, a person's reading, and what it loads."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import KB, environment
from tests.running import QUESTION, kb, kb_here

COMMANDS = ("index", "ask", "search", "show", "documents", "clauses", "obligations", "eval", "serve", "mcp")
ANSWER_KEYS = {"question", "status", "answer", "findings", "clauses", "took_ms"}
FINDING_KEYS = {"clause", "quote", "start", "end", "value", "period", "subject", "scope"}
CLAUSE_KEYS = {"id", "document_id", "document", "path", "number", "citation", "text", "scope", "roles", "page",
               "status", "score"}



def assert_answer_shape(answer: dict[str, Any]) -> None:
    assert ANSWER_KEYS <= set(answer)
    texts = {c["id"]: c["text"] for c in answer["clauses"]}
    for clause in answer["clauses"]:
        assert CLAUSE_KEYS <= set(clause)
        assert clause["citation"].startswith(f"《{clause['document']}》")
        assert isinstance(clause["path"], list)
        assert isinstance(clause["scope"], list)
    for finding in answer["findings"]:
        assert FINDING_KEYS <= set(finding)
        assert texts[finding["clause"]][finding["start"]:finding["end"]] == finding["quote"] != ""
    assert bool(answer["findings"]) == (answer["status"] == "answered")
    assert answer["answer"]


@pytest.mark.model
class TestAsking:
    def test_the_answer_object(self, built: Path) -> None:
        answer = kb("ask", QUESTION, "--json", "--data", built).json()
        assert_answer_shape(answer)
        assert (answer["question"], answer["status"]) == (QUESTION, "answered")
        assert len(answer["clauses"]) == max(10, len({f["clause"] for f in answer["findings"]}))
        assert any("1次" in f["quote"] and f["value"] for f in answer["findings"])

    def test_an_answer_for_reading_shows_clause_and_citation(self, built: Path) -> None:
        done = kb("ask", QUESTION, KB_DATA=str(built))
        assert (done.code, done.err) == (0, "")
        assert "党课" in done.out
        assert re.search("—— 《.+》", done.out)

    def test_words_with_blanks_between_are_one_question(self, built: Path) -> None:
        answer = kb_here("ask", "支委会", "多久", "开一次", "--json", "--data", built).json()
        assert (answer["question"], answer["status"]) == ("支委会多久开一次", "answered")
        assert kb_here("ask", "KPI", "A1", "怎么", "算", "--json", "--data", built).json()["question"] == "KPI A1怎么算"
        found = kb_here("search", "党费", "公示", "--json", "--data", built).json()
        assert found["query"] == "党费 公示" and found["clauses"]

    def test_a_question_without_words(self, built: Path) -> None:
        assert "没有看到问题" in kb_here("ask", "", "--data", built).complaint(1)
        answer = kb_here("ask", "？？？……！", "--json", "--data", built).json()
        assert (answer["status"], answer["findings"], answer["clauses"]) == ("invalid", [], [])
        assert ANSWER_KEYS <= set(answer)

    @pytest.mark.parametrize("command", ["ask", "search"])
    def test_a_question_of_10000_characters_is_named(self, built: Path, command: str) -> None:
        line = kb_here(command, "党" * 10_000, "--json", "--data", built).complaint(1)
        assert "太长" in line
        assert len(line) < 200

    def test_a_question_that_is_not_text_is_named(self, built: Path) -> None:
        done = subprocess.run([os.fsencode(KB), b"ask", "党课".encode() + b"\xff" + "几次".encode(), b"--data",
                               os.fsencode(built)], capture_output=True, env=environment({}), check=False)
        assert done.returncode == 1
        (line,) = done.stderr.decode().splitlines()
        assert "第 3 个字不是文字" in line

    def test_a_scope_keeps_out_what_binds_only_others(self, built: Path) -> None:
        answer = kb_here("ask", QUESTION, "--scope", "学校", "--json", "--data", built).json()
        assert_answer_shape(answer)
        assert [f["scope"] for f in answer["findings"] if f["scope"] == ["机关"]] == []

    def test_asking_loads_neither_training_framework_nor_service(self, built: Path) -> None:
        script = ("import sys\nfrom kb.cli.main import main\n"
                  f"try:\n    main(['ask', {QUESTION!r}, '--json', '--data', {str(built)!r}])\n"
                  "except SystemExit as e:\n    assert not e.code, e.code\n"
                  "heavy = ('torch', 'transformers', 'sentence_transformers', 'onnx', 'pydantic', 'api', 'evals',\n"
                  "         'psycopg', 'pgvector', 'sqlalchemy.dialects.postgresql', 'numpy.ma', 'kb.training.quiz',\n"
                  "         'kb.ingest.structure.lines')\n"
                  "print('loaded', [m for m in heavy if m in sys.modules])")
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "loaded []"

    def test_one_line_in_one_line_out(self, built: Path, tmp_path: Path) -> None:
        lines = [
            json.dumps({"id": "a", "question": QUESTION}, ensure_ascii=False),
            "坏了的一行",
            json.dumps({"id": "c", "question": "党费收缴情况多久公示一次？"}),
            json.dumps({"id": "d"}),
            json.dumps({"id": "e", "question": ""}),
            json.dumps({"id": "f", "question": "。。。"}),
            json.dumps({"id": "g", "question": "党" * 10_000}),
            json.dumps({"id": "h", "question": "那支部委员会呢", "history": ["党员大会多久召开一次"]}),
            json.dumps({"id": "i", "question": "今晚的足球比赛几点开始"}),
            json.dumps({"id": "j", "question": "黨組書記有哪些職責"}),
            json.dumps({"id": "k", "question": "主题党日\ud800活动怎么开展"}),
            json.dumps({"id": "l", "question": "谁负责党费收缴\n\n\t？"}),
        ]
        (tmp_path / "问题.jsonl").write_text("\n".join(lines), encoding="utf-8")
        done = kb_here("ask", "--batch", tmp_path / "问题.jsonl", "--data", built)
        out = done.rows()
        assert [o["id"] for o in out] == ["a", None, "c", *"defghijkl"]
        for o in out:
            assert_answer_shape(o)
        assert [o["id"] for o in out if "error" in o and o["id"] != "k"] == [None, "d", "g"]
        assert [o["id"] for o in out if o["status"] == "invalid" and o["id"] != "k"] == [None, "d", "e", "f", "g"]
        assert done.code == 1
        (line,) = done.err.splitlines()
        assert "行不是可用的问题" in line

    def test_figures_of_an_answer_stand_in_its_findings(self, built: Path) -> None:
        questions = [QUESTION, "党费收缴情况多久公示一次", "支部委员会每月召开几次", "党建工作领导小组每年召开几次会议",
                     "民主评议党员每年开展几次", "党员每年集中学习多少学时", "主题党日多久开展一次"]
        done = kb("ask", "--batch", "-", "--data", built,
                  stdin="".join(json.dumps({"id": n, "question": q}) + "\n" for n, q in enumerate(questions)))
        assert (done.code, done.err) == (0, "")
        assert [o["question"] for o in done.rows()] == questions
        for o in done.rows():
            assert_answer_shape(o)
            assert len(o["answer"]) <= 200
            if o["status"] == "answered":
                held = "".join(f["quote"] + str(f["value"]) for f in o["findings"])
                assert set(re.findall(r"\d+", o["answer"])) <= set(re.findall(r"\d+", held))

    def test_a_batch_file_that_cannot_be_read_is_named(self, built: Path, tmp_path: Path) -> None:
        assert "没有.jsonl" in kb_here("ask", "--batch", tmp_path / "没有.jsonl", "--data", built).complaint(1)

    def test_a_reader_that_went_away_causes_no_traceback(self, built: Path) -> None:
        read, write = os.pipe()
        os.close(read)
        try:
            done = subprocess.run([KB, "documents", "--json", "--data", built], stdout=write, stderr=subprocess.PIPE,
                                  text=True, env=environment({}), check=False)
        finally:
            os.close(write)
        assert done.stderr == ""
