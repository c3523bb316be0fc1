"""The load measurement, shortened, against a real service; and how it counts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evals.bench.load import Tally, evaluation_questions
from evals.bench.processes import cpu_seconds, family, proportional_mb, resident_mb
from tests.conftest import ROOT, environment

LOAD = [sys.executable, "-m", "evals.bench.load"]


@pytest.mark.model
def test_a_short_run_answers_everything_and_reports_each_part(built: Path) -> None:
    done = subprocess.run([*LOAD, "--data", built, "--json", "--people", "5", "--people-seconds", "4",
                           "--saturate-seconds", "1", "--workers", "2", "--questions", "60"],
                          capture_output=True, text=True, env=environment({}), cwd=ROOT, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    for part in (rows["people"], rows["memory"], *rows["saturated"]):
        assert part["failed"] == {} and part["answered"] > 0
        assert 0 < part["ms"]["median"] <= part["ms"]["p95"] <= part["ms"]["p99"]
    assert rows["memory"]["answered"] == 60
    assert [(r["workers"], r["connections"], bool(r["kept_mib"])) for r in rows["saturated"]] == [
        (2, 1, False), (2, 8, False), (2, 64, False), (2, 64, True)]
    assert all(r["per_second"] > 1 and r["cpu_ms"] > 0.1 for r in rows["saturated"])
    assert {len(r["mb"]) for r in rows["saturated"]} == {3}, "two processes, and one that looks after them"
    assert rows["memory"]["start_mb"] > 20 and rows["memory"]["end_mb"] > 20
    assert 0 < rows["page"]["first_answer_seconds"] < 20
    for page in rows["page"]["pages"].values():
        assert page["files"] > 1 and 0 < page["gzip_kb"] <= page["kb"] < 200


def test_without_a_library_it_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run([*LOAD, "--data", tmp_path], capture_output=True, text=True, env=environment({}), cwd=ROOT,
                          timeout=60, check=False)
    assert done.returncode == 1 and "kb index" in done.stderr and "Traceback" not in done.stderr


def test_percentiles_are_of_what_was_answered() -> None:
    tally = Tally(took=[float(n) for n in range(100, 0, -1)], failed={"503": 2})
    assert tally.summary() == {"answered": 100, "failed": {"503": 2},
                               "ms": {"median": 50.5, "p95": 96.0, "p99": 100.0, "max": 100.0}}
    assert Tally().summary()["ms"] == {"median": None, "p95": None, "p99": None, "max": None}


def test_the_questions_are_the_same_every_time() -> None:
    assert evaluation_questions() == evaluation_questions()
    assert len(evaluation_questions()) > 900


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="只有 Linux 有 /proc")
def test_resident_memory_is_read_of_a_process() -> None:
    own = os.getpid()
    assert (resident_mb(own) or 0) > 5
    assert 5 < (proportional_mb(own) or 0) <= (resident_mb(own) or 0) + 1
    assert own in family(own) and (cpu_seconds(own) or 0) > 0.1
