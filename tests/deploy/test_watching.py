"""What is watched (监测): metrics on the dashboard and in the alerts are exported, fields of the log are described."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.api.conftest import Serving, live, serving  # noqa: F401  (fixtures)
from tests.conftest import ROOT, environment
from tests.running import kb
from tests.serving import end, free_port, serve, started

DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
QUESTION = {"question": "党支部书记每年至少上几次党课"}
OF_PROMETHEUS = {"up"}


def expressions() -> list[str]:
    board = json.loads((DEPLOY / "grafana" / "dangjian.json").read_text(encoding="utf-8"))
    alerts = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))
    queries = [v["query"]["query"] for v in board["templating"]["list"] if v["type"] == "query"]
    return [*(t["expr"] for p in board["panels"] for t in p["targets"]),
            *(r["expr"] for g in alerts["groups"] for r in g["rules"]),
            *(q.removeprefix("label_values(").replace(",", " ,") for q in queries)]


def names(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:kb|process)_[a-z_]+\b|\bup\b", re.sub(r'"[^"]*"', "", expression)))


@pytest.fixture(scope="module")
def exported(serving: Serving) -> dict[str, set[str]]:  # noqa: F811
    """Every series of /metrics with the names of its labels."""
    with serving() as api:
        api.post("/api/ask", json=QUESTION)
        found: dict[str, set[str]] = {}
        for family in text_string_to_metric_families(api.get("/metrics").text):
            for sample in family.samples:
                found.setdefault(sample.name, set()).update(sample.labels)
    return found


@pytest.mark.model
class TestMetrics:
    def test_every_metric_that_is_watched_exists(self, exported: dict[str, set[str]]) -> None:
        watched = [names(e) for e in expressions()]
        assert all(watched), "every expression names a metric"
        assert set().union(*watched) - exported.keys() == OF_PROMETHEUS

    def test_every_label_that_is_selected_exists(self, exported: dict[str, set[str]]) -> None:
        of_prometheus = {"job", "instance"}
        for expression in expressions():
            for name, selected in re.findall(r"\b(kb_[a-z_]+)\{([^}]*)\}", expression):
                labels = set(re.findall(r"([a-z]+)(?:=~|!~|!=|=)", re.sub(r'"[^"]*"', '""', selected)))
                assert labels <= exported[name] | of_prometheus, expression

    def test_the_page_describes_what_is_exported(self, exported: dict[str, set[str]]) -> None:
        table = PAGE[PAGE.index("## 指标"):PAGE.index("## 备份")]
        described = set(re.findall(r"`(kb_[a-z_]+)", table))
        families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in exported if name.startswith("kb_")}
        assert described == families


def described_fields() -> set[str]:
    table = PAGE[PAGE.index("| 字段 |"):]
    rows = re.match(r"(?:\|.*\n)+", table)
    assert rows is not None
    return set(re.findall(r"^\| `([a-z_]+)`", rows[0], re.MULTILINE))


@pytest.fixture
def logged(served: Path) -> Iterator[set[str]]:
    """The fields of a service that logs all it can: a question, a key, an error that nobody foresaw."""
    key = kb("key", "add", "试日志", "--data", served).out.split()[-1]
    process = serve(served, port := free_port(), {"KB_LOG_LEVEL": "debug", "KB_LOG_QUESTIONS": "1"})
    try:
        started(process)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as api:
            api.post("/api/ask", json=QUESTION, headers={"Authorization": f"Bearer {key}"})
            api.get("/healthz")
        process.terminate()
        _, err = process.communicate(timeout=60)
    finally:
        end(process)
        kb("key", "withdraw", "试日志", "--data", served)
    failing = ("import logging\nfrom api import logs\nlogs.configure('info')\n"
               "try: 1 / 0\nexcept ZeroDivisionError: logging.exception('x')")
    done = subprocess.run([sys.executable, "-c", failing], capture_output=True, text=True, check=True, cwd=ROOT,
                          env=environment({}))
    lines: list[dict[str, Any]] = [json.loads(line) for line in (err + done.stderr).splitlines()]
    yield set().union(*lines)


@pytest.mark.model
def test_every_field_of_the_log_is_described_and_no_other(logged: set[str]) -> None:
    assert described_fields() == logged


def test_everything_that_writes_into_the_log_is_named() -> None:
    writers = {".".join(path.relative_to(ROOT).with_suffix("").parts)
               for package in ("api", "kb") for path in (ROOT / package).rglob("*.py")
               if "getLogger(__name__)" in path.read_text(encoding="utf-8")}
    section = PAGE[PAGE.index("## 日志"):PAGE.index("## 指标")]
    assert set(re.findall(r"^\| `((?:api|kb)\.[a-z_.]+)`", section, re.MULTILINE)) == writers | {"api.request"}
