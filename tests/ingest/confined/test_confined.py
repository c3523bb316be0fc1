"""Files made to do harm are refused with their own reason, in time, and cost the program that asks nothing."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from evals.bench.hostile import make
from kb.errors import ReadError
from kb.ingest import pipeline
from kb.ingest.confined import build
from kb.ingest.confined.child import Child, ChildEnded
from kb.ingest.readers.allowance import allow

RULES = "甲单位党支部工作规则\n\n1.党支部每月召开1次会议。\n2.党支部书记每年讲1次党课。\n"
HERE = f"{__name__}:"


def echo(value: str) -> str:
    return value


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def hoard() -> int:
    return len([bytearray(1 << 20) for _ in range(4000)])


def fail() -> None:
    raise RecursionError


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def slow_for_a_reason() -> str:
    for n in range(3):
        allow(5, ("页", n, 3))
        time.sleep(1.8)
    return "好"


def untrusted() -> Path:
    return Path("/")


def child(function: str, *, memory: int = 300) -> Child:
    return Child(HERE + function, memory=memory, returns=())


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "规则.txt"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_an_ordinary_file_reads_as_it_does_here(rules: Path) -> None:
    assert build(rules, key="规则.txt") == pipeline.build(rules, key="规则.txt")


def test_what_takes_too_long_is_ended_and_the_next_goes_on() -> None:
    slow = child("sleep")
    began = time.monotonic()
    with pytest.raises(ChildEnded, match="time"):
        slow.call(60, seconds=1)
    assert time.monotonic() - began < 10
    assert slow.call(0, seconds=10) is None
    slow.close()


def test_what_needs_too_much_memory_is_told_and_the_next_goes_on() -> None:
    hoarder = child("hoard")
    for _ in range(2):
        with pytest.raises(MemoryError):
            hoarder.call(seconds=30)
    hoarder.close()


def test_a_child_that_dies_or_fails_is_told() -> None:
    dying, failing = child("die"), child("fail")
    with pytest.raises(ChildEnded, match="died"):
        dying.call(seconds=20)
    with pytest.raises(ReadError, match="RecursionError"):
        failing.call(seconds=20)
    dying.close()
    failing.close()


def test_what_is_slow_for_a_reason_is_waited_for() -> None:
    notes: list[object] = []
    patient = child("slow_for_a_reason")
    assert patient.call(seconds=5, told=notes.append) == "好"
    assert notes == [["页", n, 3] for n in range(3)]
    patient.close()


def test_only_what_is_trusted_comes_back() -> None:
    strange = child("untrusted")
    with pytest.raises(Exception, match="pathlib"):
        strange.call(seconds=20)
    strange.close()


def test_several_threads_take_turns() -> None:
    one, said = child("echo"), []
    threads = [threading.Thread(target=lambda n=n: said.append(one.call(f"第{n}", seconds=20))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == sorted(f"第{n}" for n in range(8))
    one.close()


@pytest.mark.parametrize(("name", "reason"), [
    ("一行三十兆.txt", "文字太多"), ("千万空行.txt", "行数太多"), ("全是标点.txt", "没有找到条款"),
    ("实体.docx", "DTD|打不开"), ("截断.docx", "打不开"), ("截断.pdf", "打不开"), ("乱码.pdf", "打不开"),
    ("改名.docx", "打不开"), ("改名.xlsx", "没有|打不开"), ("零字节.txt", "文字编码")])
def test_a_hostile_file_is_refused_with_its_reason(tmp_path: Path, rules: Path, name: str, reason: str) -> None:
    began = time.monotonic()
    with pytest.raises(ReadError, match=reason) as caught:
        build(make(tmp_path, name), key=name)
    assert name in str(caught.value) and "\n" not in str(caught.value)
    assert time.monotonic() - began < 20
    assert build(rules, key="规则.txt")[1].clauses


def test_a_slow_file_names_the_setting(rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_READ_SECONDS", "1")
    with pytest.raises(ReadError, match="KB_READ_SECONDS"):
        build(make(tmp_path, "一千五百页.pdf"), key="x")
    monkeypatch.delenv("KB_READ_SECONDS")
    assert build(rules, key="规则.txt")[1].clauses
