"""Without an index: at a terminal `kb ask` offers to build one, a program is only told what to run."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.conftest import KB, environment
from tests.running import kb

pytestmark = pytest.mark.model

QUESTION = "党支部书记每年至少上几次党课"


def at_a_terminal(data: Path, corpus: Path, typed: str) -> tuple[int, str, str]:
    """Exit code, standard output (a pipe), and what the terminal showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([KB, "ask", QUESTION, "--json", "--data", data], stdin=theirs, stderr=theirs,
                               stdout=subprocess.PIPE, text=True, env=environment({"KB_CORPUS": str(corpus)}))
    os.close(theirs)
    os.write(ours, typed.encode())
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:  # the terminal ends with the program
        pass
    out, _ = process.communicate(timeout=120)
    os.close(ours)
    return process.returncode, out, shown.decode()


def test_yes_builds_it_and_answers(data: Path, document: Path) -> None:
    code, out, shown = at_a_terminal(data, document.parent, "y\n")
    assert (code, out[:1]) == (0, "{"), shown
    assert "还没有知识库" in shown and "[y/N]" in shown and "已建好：1 个文件" in shown


def test_anything_else_leaves_everything_as_it_was(data: Path, document: Path) -> None:
    code, out, shown = at_a_terminal(data, document.parent, "\n")
    assert (code, out) == (1, "") and "kb index" in shown
    assert {p.name for p in data.iterdir()} == {"models"}


def test_a_program_is_not_asked(data: Path) -> None:
    assert "请先运行 kb index" in kb("ask", QUESTION, "--data", data, stdin="y\n").complaint(1)
