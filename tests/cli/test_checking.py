"""The checklist on the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.running import kb_here

PAIR = ("--role", "党支部书记", "--scope", "机关")


@pytest.mark.model
class TestChecklist:
    def test_the_object_with_the_days_of_a_year(self, built: Path) -> None:
        found = kb_here("checklist", *PAIR, "--year", "2027", "--json", "--data", built).json()
        assert (found["role"], found["scope"], found["year"]) == ("党支部书记", "机关", 2027)
        assert {d[:4] for i in found["items"] for d in i["due"]} == {"2027"}

    def test_this_year_is_the_rule(self, built: Path) -> None:
        assert kb_here("checklist", *PAIR, "--json", "--data", built).json()["year"] == date.today().year

    def test_the_table_has_its_parts_and_the_total(self, built: Path) -> None:
        out = kb_here("checklist", *PAIR, "--data", built).out
        assert "每月（" in out and "一般职责（" in out
        assert out.splitlines()[-1].startswith("共 ")

    def test_nothing_ruled_says_so(self, built: Path) -> None:
        out = kb_here("checklist", "--role", "党支部书记", "--scope", "农村", "--data", built).out
        assert "没有对农村的党支部书记的规定" in out

    @pytest.mark.parametrize("name", ["清单.xlsx", "清单.docx", "清单.ics", "清单.md"])
    def test_a_file(self, built: Path, tmp_path: Path, name: str) -> None:
        done = kb_here("checklist", *PAIR, "--output", tmp_path / name, "--data", built)
        assert (done.code, done.out) == (0, "") and "已导出" in done.err
        assert (tmp_path / name).stat().st_size > 1000

    def test_what_is_unknown_is_one_line_that_names_what_there_is(self, built: Path, tmp_path: Path) -> None:
        assert "党支部书记" in kb_here("checklist", "--role", "站长", "--scope", "机关", "--data", built).complaint(1)
        assert "事业单位" in kb_here("checklist", "--role", "书记", "--scope", "火星", "--data", built).complaint(1)
        assert ".xlsx" in kb_here("checklist", *PAIR, "--output", tmp_path / "a.pdf", "--data", built).complaint(1)

    @pytest.mark.parametrize("year", ["0", "abc"])
    def test_what_is_no_year_is_named(self, year: str) -> None:
        assert "1921–9998" in kb_here("checklist", *PAIR, "--year", year).complaint(2)

    def test_a_role_and_a_kind_are_needed(self) -> None:
        assert "--role" in kb_here("checklist", "--scope", "机关").complaint(2)
