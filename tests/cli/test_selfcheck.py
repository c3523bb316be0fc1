"""`kb selfcheck` as a user meets it, over the whole corpus."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.running import Done, kb_here

pytestmark = pytest.mark.model

PLANS = ROOT / "evals" / "selfcheck" / "plans"
SECRETARY = ("--role", "党支部书记", "--scope", "机关")


def check(built: Path, *args: str | Path) -> Done:
    return kb_here("selfcheck", *args, "--data", built)


def test_a_plan_is_reported_gaps_first(built: Path) -> None:
    done = check(built, PLANS / "数字不足.docx", *SECRETARY)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0] == "对照检查：党支部书记（机关）2026年，数字不足.docx"
    assert lines[1].startswith("共 ") and "次数不足" in lines[1]
    heads = [n for n, line in enumerate(lines) if line.startswith(("未列入（", "次数不足（", "拿不准（", "已列入（"))]
    assert [lines[n][:3] for n in heads] == ["未列入", "次数不", "拿不准", "已列入"]
    at = lines.index("· 召开支部委员会（全年应有12次，查到9次）")
    assert heads[1] < at < heads[2]
    assert "全年召开9次" in lines[at + 1] and "第2段" in lines[at + 1]
    assert lines[at + 2] == "    规定：每月至少召开1次支部委员会和1次支部党员大会"
    assert "第3条" in lines[at + 3]


def test_the_object_has_the_checklist_and_what_was_found(built: Path) -> None:
    made = check(built, PLANS / "数字不足.docx", *SECRETARY, "--json").json()
    plain = kb_here("checklist", *SECRETARY, "--year", "2026", "--json", "--data", built).json()
    assert (made["role"], made["scope"], made["year"], made["count"]) == ("党支部书记", "机关", 2026, plain["count"])
    assert sum(made["counts"].values()) == made["count"]
    for found, item in zip(made["items"], plain["items"], strict=True):
        assert found.items() >= item.items()
        assert found["verdict"] in ("已列入", "次数不足", "未列入", "拿不准")
        assert found["found"] is None or found["found"] >= 0
        assert all(m["text"] and m["place"] for m in found["matched"])
    meeting = next(i for i in made["items"] if i["action"] == "召开支部委员会")
    assert (meeting["verdict"], meeting["found"], meeting["required"]) == ("次数不足", 9, 12)


def test_the_year_is_the_plan_s_unless_one_is_given(built: Path, tmp_path: Path) -> None:
    (tmp_path / "计划.txt").write_text("2024年工作计划\n每月召开支委会", encoding="utf-8")
    (tmp_path / "无年份.txt").write_text("每月召开支委会", encoding="utf-8")
    assert check(built, tmp_path / "计划.txt", *SECRETARY, "--json").json()["year"] == 2024
    assert check(built, tmp_path / "无年份.txt", *SECRETARY, "--json").json()["year"] == date.today().year
    other = check(built, tmp_path / "计划.txt", *SECRETARY, "--year", "2026", "--json").json()
    assert (other["year"], other["plan_year"]) == (2026, 2024)
    assert "2024年" in other["notices"][0]
    assert other["counts"]["已列入"] == 0


@pytest.mark.parametrize("name", ["结果.docx", "结果.xlsx"])
def test_it_goes_to_a_file(built: Path, tmp_path: Path, name: str) -> None:
    done = check(built, PLANS / "勾选表.xlsx", *SECRETARY, "--output", tmp_path / name)
    assert (done.code, done.out) == (0, "")
    assert str(tmp_path / name) in done.err
    assert (tmp_path / name).stat().st_size > 5000


@pytest.mark.parametrize(("args", "said"), [
    (["没有.docx", *SECRETARY], "找不到文件"),
    (["空.txt", *SECRETARY], "文件是空的"),
    (["空白.txt", *SECRETARY], "没有文字"),
    (["坏.docx", *SECRETARY], "打不开"),
    (["长.txt", *SECRETARY], "太长"),
    (["计划.txt", "--role", "火星", "--scope", "机关"], "不认识的角色"),
    (["计划.txt", "--role", "党支部书记", "--scope", "火星"], "没有这类单位"),
    (["计划.txt", *SECRETARY, "--output", "结果.pdf"], "不支持导出"),
])
def test_what_cannot_be_done_is_said_in_a_line(built: Path, tmp_path: Path, args: list[str], said: str) -> None:
    for name, text in (("空.txt", ""), ("空白.txt", " \n\n"), ("坏.docx", "PK\x03\x04坏"),
                       ("长.txt", "支委会。" * 60_000), ("计划.txt", "每月召开支委会")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert said in check(built, tmp_path / args[0], *args[1:]).complaint(1)


@pytest.mark.parametrize("args", [["计划.txt", "--role", "党支部书记"], [*SECRETARY],
                                  ["计划.txt", *SECRETARY, "--year", "今年"]])
def test_wrong_usage(built: Path, args: list[str]) -> None:
    check(built, *args).complaint(2)
