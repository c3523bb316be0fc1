"""`kb tenant` and `kb --tenant` as a user runs them, each tenant in a folder of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.store.library import open_library
from tests.running import kb_here


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with an empty library, and with those of two tenants."""
    open_library(tmp_path / "library.db").close()
    for code, name in (("jia", "甲单位"), ("yi", "乙单位")):
        done = kb_here("tenant", "add", code, name, "--host", f"{code}.example", "--data", tmp_path)
        assert done.code == 0 and "只显示这一次" in done.err and f"kb --tenant {code} index" in done.err
        assert {line.partition("：")[0] for line in done.out.splitlines()[1:]} == {"管理口令", "阅读口令"}
        open_library(tmp_path / "tenants" / code / "library.db").close()
    return tmp_path


def test_added_listed_changed_and_removed(folder: Path) -> None:
    rows = kb_here("tenant", "list", "--json", "--data", folder).json()
    assert [(r["code"], r["name"], r["hosts"]) for r in rows] == [
        ("jia", "甲单位", ["jia.example"]), ("yi", "乙单位", ["yi.example"])]
    assert "甲单位" in kb_here("tenant", "list", "--data", folder).out
    changed = kb_here("tenant", "change", "yi", "--name", "丙单位", "--host", "a.example", "--host", "B.example",
                      "--tokens", "--json", "--data", folder).json()
    assert (changed["name"], changed["hosts"]) == ("丙单位", ["a.example", "b.example"])
    assert changed["admin_token"] != changed["read_token"]
    assert (folder / "tenants" / "yi" / "reading.key").read_text() == changed["read_token"]
    assert changed["admin_token"] not in (folder / "tenants" / "yi" / "admin.key").read_text()
    assert "--yes" in kb_here("tenant", "remove", "yi", "--data", folder).complaint(1)
    assert (folder / "tenants" / "yi" / "library.db").exists()
    assert "已撤销“丙单位”" in kb_here("tenant", "remove", "yi", "--yes", "--data", folder).out
    assert not (folder / "tenants" / "yi").exists() and (folder / "tenants" / "jia").exists()
    assert [r["code"] for r in kb_here("tenant", "list", "--json", "--data", folder).json()] == ["jia"]


@pytest.mark.parametrize(("arguments", "said"), [
    (("add", "jia", "别的", "--host", "x.example"), "已有代号为 jia"),
    (("add", "x", "甲单位", "--host", "x.ex"), "已有名为"),
    (("add", "x", "丙", "--host", "JIA.example"), "已经给了“甲单位”"),
    (("add", "../x", "丙", "--host", "x.ex"), "代号"),
    (("add", "x", "丙", "--host", "http://x.ex:80"), "主机名"),
    (("add", "x", " ", "--host", "x.ex"), "名称"),
    (("add", "x", "丙", "--host", "x.ex", "--role", "kb"), "PostgreSQL"),
    (("change", "x", "--name", "丙"), "没有这个单位"),
    (("change", "yi", "--open"), "--tokens"),
    (("remove", "x", "--yes"), "没有这个单位"),
    (("guard",), "数据文件夹里")])
def test_what_makes_no_sense_is_refused(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    before = (folder / "tenants.json").read_text(encoding="utf-8")
    assert said in kb_here("tenant", *arguments, "--data", folder).complaint(1)
    assert (folder / "tenants.json").read_text(encoding="utf-8") == before


def test_a_command_is_for_the_tenant_that_is_named(folder: Path) -> None:
    kb_here("--tenant", "jia", "key", "add", "甲的程序", "--data", folder)
    kb_here("key", "add", "乙的程序", "--data", folder, KB_TENANT="yi")
    kb_here("key", "add", "共用的程序", "--data", folder)
    held = {code: [k["name"] for k in json.loads(kb_here(*(("--tenant", code) if code else ()), "key", "list", "--json",
                                                         "--data", folder).out)] for code in ("", "jia", "yi")}
    assert held == {"": ["共用的程序"], "jia": ["甲的程序"], "yi": ["乙的程序"]}
    assert "没有这个单位：bing" in kb_here("--tenant", "bing", "documents", "--data", folder).complaint(1)
    assert "没有这个单位：bing" in kb_here("--tenant", "bing", "index", "--data", folder).complaint(1)
    assert not (folder / "tenants" / "bing").exists()
    assert "代号 ../x 不对" in kb_here("--tenant", "../x", "documents", "--data", folder).complaint(1)


def test_a_list_of_tenants_that_cannot_be_read_is_not_taken_for_an_empty_one(folder: Path) -> None:
    (folder / "tenants.json").write_text("[{")
    assert "单位名单读不出" in kb_here("tenant", "list", "--data", folder).complaint(1)
    assert "单位名单读不出" in kb_here("tenant", "add", "x", "丙", "--host", "x.ex", "--data", folder).complaint(1)
