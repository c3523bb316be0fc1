"""`kb key` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.keys import id_in
from kb.store.keys import key_stated
from kb.store.library import open_library
from tests.running import kb_here


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with an empty library."""
    open_library(tmp_path / "library.db").close()
    return tmp_path


def test_made_listed_and_withdrawn(folder: Path) -> None:
    done = kb_here("key", "add", "OA系统", "--rate", "60", "--data", folder)
    key = done.out.strip()
    assert id_in(key) is not None and "只显示这一次" in done.err
    (row,) = kb_here("key", "list", "--json", "--data", folder).json()
    assert (row["name"], row["rights"], row["rate"], row["used_at"]) == ("OA系统", "只读", 60, None)
    listed = kb_here("key", "list", "--data", folder)
    assert "OA系统" in listed.out and "每分钟 60 次" in listed.out and key[12:] not in listed.out
    assert "已有名为" in kb_here("key", "add", "OA系统", "--data", folder).complaint(1)
    assert "从现在起无效" in kb_here("key", "withdraw", "OA系统", "--data", folder).out
    library = open_library(folder / "library.db")
    assert key_stated(library, key) is None
    library.close()
    assert "已经收回" in kb_here("key", "withdraw", "OA系统", "--data", folder).complaint(1)


def test_with_administration(folder: Path) -> None:
    made = kb_here("key", "add", "同步程序", "--admin", "--json", "--data", folder).json()
    assert made["rights"] == "可管理" and id_in(made["key"]) == made["id"]


@pytest.mark.parametrize(("args", "said"), [(["add"], "名称"), (["add", "甲", "--rate", "-1"], "--rate"),
                                            (["drop"], "drop"), (["withdraw"], "名称或编号")])
def test_wrong_usage(folder: Path, args: list[str], said: str) -> None:
    line = kb_here("key", *args).complaint(2)
    assert said in line and "kb key" in line


def test_a_name_that_cannot_be_read(folder: Path) -> None:
    assert "看不见的字符" in kb_here("key", "add", "甲\u202e乙", "--data", folder).complaint(1)
