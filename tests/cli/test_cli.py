"""The command line as a user meets it: help, wrong usage, asking and looking up."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kb.question.filters import scope_names
from tests.conftest import CORPUS, KB, environment
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


class TestUsage:
    @pytest.mark.parametrize(("args", "said"), [
        (["nope"], "nope"),
        (["ask", "--nope", "党课"], "--nope"),
        (["ask"], "问题"),
        (["ask", "党课", "党费"], "党费"),
        (["ask", "党课", "--batch", "x.jsonl"], "二者取一"),
        (["search"], "词语"),
        (["search", "党课", "--retriever", "google"], "retriever"),
        (["search", "党课", "-k", "0"], "k"),
        (["search", "党课", "-k", "many"], "k"),
        (["show"], "条款编号"),
        (["ask", "--data"], "--data"),
        (["ask", "党课", "--json=1"], "--json"),
        (["ask", "--batch", "/"], "batch"),
        (["serve", "--port", "99999999"], "port"),
        (["search", "党课", "-k"], "-k"),
        (["-x"], "-x"),
        (["ask", "--batch"], "--batch"),
    ], ids=lambda a: " ".join(a) if isinstance(a, list) else "")
    def test_wrong_usage_exits_2_with_one_chinese_line(self, args: list[str], said: str) -> None:
        line = kb_here(*args).complaint(2)
        assert said in line
        command = "kb" if args[0] in ("nope", "-x") else f"kb {args[0]}"
        assert line.endswith(f"。运行 {command} --help 查看用法。")
        assert re.search(r"\b(Option|File|Invalid|is|not|requires|does)\b", line) is None

    @pytest.mark.parametrize(("args", "remedy"), [
        (["search", "党课", "--retriever", "google"], "'bm25', 'vector', 'hybrid'"),
        (["search", "党课", "-k", "many"], "1–100 的整数"),
        (["serve", "--port", "0"], "1–65535 的整数"),
        (["ask", "--batch", "/"], "应为文件"),
        (["ask", "党课", "--json=1"], "不带值"),
        (["ask", "--data"], "缺少它的值"),
    ], ids=lambda a: " ".join(a) if isinstance(a, list) else "")
    def test_wrong_usage_says_what_would_be_right(self, args: list[str], remedy: str) -> None:
        line = kb_here(*args).complaint(2)
        assert remedy in line
        assert args[-1].split("=")[0] in line

    def test_wrong_usage_of_the_installed_command(self) -> None:
        assert "没有命令 nope" in kb("nope").complaint(2)

    def test_nothing_at_all_shows_the_help_and_no_complaint(self) -> None:
        done = kb_here()
        assert (done.code, done.out) == (2, "")
        assert done.err == kb_here("--help").out

    @pytest.mark.parametrize("args", [["--help"], ["-h"], *([c, "--help"] for c in COMMANDS)],
                             ids=lambda a: " ".join(a))
    def test_help_is_in_chinese(self, args: list[str]) -> None:
        done = kb_here(*args)
        assert (done.code, done.err) == (0, "")
        assert "用法：" in done.out
        assert "显示帮助。" in done.out
        english = r"\b(usage|options?|commands?|args|arguments?|message|and|exit|default|required)\b"
        assert re.findall(english, done.out, re.IGNORECASE) == []

    def test_help_lists_the_commands(self) -> None:
        out = kb("--help").out
        assert [name for name in COMMANDS if name not in out] == []

    def test_version(self) -> None:
        assert re.fullmatch(r"kb \d+\.\d+\.\d+\n", kb("--version").out)

    def test_a_misspelt_command_or_option_names_those_that_are_near(self) -> None:
        assert "'serve'" in kb_here("serv").complaint(2)
        assert "'--scope'" in kb_here("ask", "党课", "--scop", "机关").complaint(2)

    def test_what_was_typed_in_several_lines_is_complained_of_in_one(self) -> None:
        assert "没有命令 一 二" in kb_here("一\n二").complaint(2)

    def test_the_kinds_of_organisation_are_those_of_the_vocabulary(self) -> None:
        said = "".join(kb_here("ask", "--help").out.split())
        assert f"只看这一类单位：{'、'.join(scope_names())}。" in said

    def test_help_imports_none_of_the_heavy_libraries(self) -> None:
        script = ("import sys\nfrom kb.cli.main import main\n"
                  "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
                  "heavy = ('numpy', 'sqlalchemy', 'rich', 'jieba', 'cn2an', 'faiss', 'pydantic', 'fastapi', 'api', "
                  "'evals')\n"
                  "print('loaded', [m for m in heavy if m in sys.modules])")
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "loaded []"


class TestNothingThereYet:
    @pytest.mark.parametrize("args", [
        ["ask", QUESTION], ["search", "党课"], ["documents"], ["show", "x-1"], ["clauses"]], ids=lambda a: a[0])
    def test_a_missing_library_is_named_with_the_remedy(self, tmp_path: Path, args: list[str]) -> None:
        line = kb(*args, "--data", tmp_path / "没有").complaint(1)
        assert str(tmp_path / "没有") in line
        assert "kb index" in line
        assert not (tmp_path / "没有").exists()

    def test_something_else_in_the_librarys_place_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "library.db").write_bytes(b"this is no database at all" * 100)
        line = kb_here("ask", QUESTION, "--data", tmp_path).complaint(1)
        assert str(tmp_path / "library.db") in line
        assert (tmp_path / "library.db").read_bytes().startswith(b"this is no")

    @pytest.mark.parametrize("command", ["ask", "index"])
    def test_a_file_as_data_folder_is_named(self, tmp_path: Path, command: str, document: Path) -> None:
        (tmp_path / "文件").touch()
        for data in (tmp_path / "文件", tmp_path / "文件" / "数据"):
            line = kb_here(command, document, "--data", data).complaint(1)
            assert str(data) in line
            assert "请" in line

    def test_a_setting_that_makes_no_sense_is_named(self, tmp_path: Path) -> None:
        assert "KB_THREADS" in kb_here("ask", QUESTION, "--data", tmp_path, KB_THREADS="很多").complaint(1)

    @pytest.mark.parametrize("args", [["--role", "校草"], ["--scope", "火星"]], ids=["role", "scope"])
    def test_an_unknown_role_or_scope_is_named(self, tmp_path: Path, args: list[str]) -> None:
        done = kb_here("ask", QUESTION, *args, "--data", tmp_path)
        assert done.code in (1, 2)
        assert args[1] in done.complaint(done.code)

    def test_an_empty_corpus_folder_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "规章").mkdir()
        for done in (kb_here("index", "--data", tmp_path / "data", KB_CORPUS=str(tmp_path / "规章")),
                     kb_here("index", tmp_path / "规章", "--data", tmp_path / "data")):
            line = done.complaint(1)
            assert str(tmp_path / "规章") in line
            assert "请放入" in line

    def test_a_broken_catalogue_is_named(self, tmp_path: Path, document: Path) -> None:
        (tmp_path / "corpus.toml").write_text("[[document]\n", encoding="utf-8")
        assert "corpus.toml" in kb_here("index", tmp_path, "--data", tmp_path / "data").complaint(1)


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
                  "heavy = ('torch', 'transformers', 'sentence_transformers', 'onnx', 'pydantic', 'api', 'evals')\n"
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
        assert clause["text"] in kb_here("show", clause["id"], "--data", built).out

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
