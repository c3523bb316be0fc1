"""`kb doctor`, `kb backup` and `kb restore` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.config import Settings
from tests.running import kb_here
from tests.search.samples import SECRETARY

pytestmark = pytest.mark.model


@pytest.fixture
def data(model_settings: Settings, tmp_path: Path) -> Path:
    """One document, with the real model."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "models").symlink_to(model_settings.models.resolve())
    (tmp_path / "规则.txt").write_text(SECRETARY, encoding="utf-8")
    assert kb_here("index", tmp_path / "规则.txt", "--data", data).code == 0
    return data


def test_what_is_wrong_is_said_and_mended(data: Path) -> None:
    assert kb_here("doctor", "--data", data).out.splitlines()[-1] == "一切完好。"
    (damaged,) = data.glob("index/s-*/names.json")
    damaged.write_text("{}", encoding="utf-8")
    assert "索引损坏" in kb_here("ask", "党费", "--data", data).complaint(1)
    found = kb_here("doctor", "--json", "--data", data)
    assert found.code == 1 and "kb doctor --repair" in found.err
    assert json.loads(found.out)["sound"] is False
    mended = kb_here("doctor", "--repair", "--json", "--data", data).json()
    assert mended["sound"] and [a["check"] for a in mended["found"]] == ["索引"]
    assert kb_here("doctor", "--data", data).code == 0


def test_there_and_back(data: Path, tmp_path: Path) -> None:
    before = kb_here("clauses", "--json", "--data", data).out
    assert "已备份到" in kb_here("backup", tmp_path / "备份.zip", "--data", data).out
    elsewhere = tmp_path / "别处"
    assert "1 个文件" in kb_here("restore", tmp_path / "备份.zip", "--data", elsewhere).out
    assert kb_here("clauses", "--json", "--data", elsewhere).out == before
    assert "找不到备份" in kb_here("restore", tmp_path / "没有.zip", "--data", data).complaint(1)
    assert "备份写不下" in kb_here("backup", tmp_path / "没有" / "x.zip", "--data", data).complaint(1)
    assert "还没有知识库" in kb_here("backup", tmp_path / "x.zip", "--data", tmp_path / "空").complaint(1)
