"""Topics on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import kb_here


def test_the_topics_there_are() -> None:
    assert kb_here("topics").out.splitlines()[:2] == ["三会一课：支部党员大会、支委会、党小组会、党课", "党课"]
    assert kb_here("topics", "--json").json()[1] == {"topic": "党课", "matters": ["党课"]}


@pytest.mark.model
class TestTopic:
    def test_the_object(self, built: Path) -> None:
        found = kb_here("topic", "三会一课", "--scope", "机关", "--json", "--data", built).json()
        assert set(found) == {"topic", "rows", "silent", "without_number", "differences"}
        assert all("机关" in r["scope"] for r in found["rows"])

    def test_the_table(self, built: Path) -> None:
        out = kb_here("topic", "党课", "--data", built).out
        assert out.startswith("专题对照：党课\n") and "每年至少1次" in out and "机关（对书记）" in out

    @pytest.mark.parametrize("name", ["对照.xlsx", "对照.docx", "对照.csv", "对照.md"])
    def test_a_file(self, built: Path, tmp_path: Path, name: str) -> None:
        done = kb_here("topic", "党费", "--output", tmp_path / name, "--data", built)
        assert (done.code, done.out) == (0, "") and "已导出" in done.err
        assert (tmp_path / name).stat().st_size > 1000

    def test_what_is_unknown_is_one_line(self, built: Path, tmp_path: Path) -> None:
        assert "足球" in kb_here("topic", "足球", "--data", built).complaint(1)
        assert "火星" in kb_here("topic", "党课", "--scope", "火星", "--data", built).complaint(1)
        assert ".xlsx" in kb_here("topic", "党课", "--output", tmp_path / "a.pdf", "--data", built).complaint(1)
