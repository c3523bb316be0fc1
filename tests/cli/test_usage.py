"""The command line as a user meets it: help, wrong usage, and nothing there yet."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kb.question.filters import scope_names
from tests.running import QUESTION, kb, kb_here

COMMANDS = ("index", "ask", "search", "show", "documents", "clauses", "obligations", "eval", "serve", "mcp")
ANSWER_KEYS = {"question", "status", "answer", "findings", "clauses", "took_ms"}
FINDING_KEYS = {"clause", "quote", "start", "end", "value", "period", "subject", "scope"}
CLAUSE_KEYS = {"id", "document_id", "document", "path", "number", "citation", "text", "scope", "roles", "page",
               "status", "score"}



class TestUsage:
    @pytest.mark.parametrize(("args", "said"), [
        (["nope"], "nope"),
        (["ask", "--nope", "党课"], "--nope"),
        (["ask"], "问题"),
        (["show", "甲", "乙"], "乙"),
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
