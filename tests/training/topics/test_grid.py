"""The table as people read it."""

from __future__ import annotations

from pathlib import Path

from kb.training.topics.grid import Line, cell_text, grid
from tests.training.topics.samples import topic_of


def line(lines: tuple[Line, ...], matter: str, who: str) -> Line:
    return next(x for x in lines if (x.matter, x.who) == (matter, who))


def test_both_rules_of_a_conflict_stand_in_one_cell(tmp_path: Path) -> None:
    found = grid(topic_of(tmp_path, "三会一课"))
    assert found.kinds == ("国企", "机关")
    assembly = line(found.lines, "支部党员大会", "对党支部")
    assert [cell_text(assembly, n) for n in range(2)] == [
        "—", "每季度1次（规定不一致）；每月1次（规定不一致）"]


def test_a_kind_that_gives_no_number_says_so(tmp_path: Path) -> None:
    lectures = line(grid(topic_of(tmp_path, "三会一课")).lines, "党课", "对党支部")
    assert cell_text(lectures, 0) == "有规定，没有写数"


def test_the_clauses_stand_under_their_kinds(tmp_path: Path) -> None:
    groups = grid(topic_of(tmp_path, "三会一课", "机关"), ("机关",)).groups
    assert {(g.kinds, g.who) for g in groups} == {("机关", "对党组织"), ("机关", "对书记")}
