from __future__ import annotations

import pytest

from kb.answer.whole import Passage, counted_points, entire, listing, opening, passage_text
from tests.answer.structured import BY_ID, THIRD
from tests.search.samples import clause


def test_every_one_of_several_clauses() -> None:
    whole = listing("《清单》一、学习教育", [BY_ID["s1"], BY_ID["s2"]], unit="项")
    assert whole.text == "共 2 项（《清单》一、学习教育）：组织支部委员会学习，撰写笔记；每月讲授时事课1次。"
    assert [(p.clause.id, p.start, p.end) for p in whole.passages] == [("s1", 0, 17), ("s2", 0, 12)]
    assert not whole.within


@pytest.mark.parametrize(("text", "head"), [
    ("坚持学习：每月一次。", "坚持学习"), ("组织支部学习，撰写笔记。", "组织支部学习，撰写笔记"),
    ("坚持学习制度，" + "每月组织全体同志集中学习理论知识并撰写学习心得体会笔记" * 2, "坚持学习制度"),
    ("学" * 40, "学" * 29 + "…"), ("甲" * 30, "甲" * 30),
])
def test_how_a_clause_begins(text: str, head: str) -> None:
    assert opening(clause("c", text)) == head


def test_a_passage_on_one_line_behind_its_number() -> None:
    third = BY_ID["第三条"]
    (whole,) = entire([third])
    assert whole.words.startswith("会费按下列标准缴纳：（一）教师每月缴纳10元；（二）")
    point = Passage(third, THIRD.index("（二）"), THIRD.index("；\n（三）"), THIRD.index("学生每月"))
    assert passage_text("第三条第2项", point) == "第三条第2项：学生每月缴纳1元。"


def test_a_long_passage_is_cut_and_says_so() -> None:
    said = passage_text("第一条", Passage(clause("c", "学" * 300), 0, 300))
    assert said == "第一条：" + "学" * 179 + "…"


def test_the_points_of_a_clause_are_counted() -> None:
    said = "第三条共 3 项：教师每月缴纳10元；学生每月缴纳1元；退休人员免缴。"
    assert counted_points(BY_ID["第三条"], "第三条") == said
    assert counted_points(BY_ID["第四条"]) == ""
