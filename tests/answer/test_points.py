from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answer.points import Point, lead_in, own_number, paragraphs, points, rows
from tests.answer.structured import THIRD


def words(text: str, found: tuple[Point, ...]) -> list[str]:
    return [text[p.opening:p.end] for p in found]


@pytest.mark.parametrize(("text", "each"), [
    ("第三条 包括：（一）甲；（二）乙；（三）丙。", ["甲", "乙", "丙"]),
    ("要求：1.甲。2.乙。", ["甲", "乙"]),
    ("要求：①甲②乙", ["甲", "乙"]),
    ("做到(1)甲(2)乙", ["甲", "乙"]),
    ("做法一是甲，二是乙", ["甲", "乙"]),
    ("（一）甲：1.子2.丑（二）乙", ["甲：1.子2.丑", "乙"]),
    ("1.每年3.5次，2.乙", ["每年3.5次", "乙"]),
])
def test_the_outermost_points(text: str, each: list[str]) -> None:
    assert words(text, points(text)) == each


@pytest.mark.parametrize("text", ["", "没有分项。", "（一）只有一项", "依照第（一）项、第（二）项办理。", "3.乙4.丙",
                                  "第十二条 共（二）项"])
def test_no_points(text: str) -> None:
    assert points(text) == ()


def test_every_paragraph_may_count_its_own() -> None:
    first, second = rows(THIRD)
    assert words(THIRD, first) == ["教师每月缴纳10元", "学生每月缴纳1元", "退休人员免缴"]
    assert words(THIRD, second) == ["患重病", "依照前款第（三）项免缴后又复工"]


def test_the_points_of_one_paragraph_and_of_one_point() -> None:
    second = paragraphs(THIRD)[1]
    assert [words(THIRD, row) for row in rows(THIRD, second)] == [["患重病", "依照前款第（三）项免缴后又复工"]]
    text = "（一）甲：1.子；2.丑。（二）乙：1.寅；2.卯；3.辰。"
    assert [words(text, row) for row in rows(text, points(text)[1])] == [["寅", "卯", "辰"]]


def test_paragraphs_hold_their_points() -> None:
    found = paragraphs(THIRD)
    assert [p.value for p in found] == [1, 2]
    assert THIRD[found[0].opening:].startswith("会费按")
    assert THIRD[found[0].start:found[0].end].endswith("（三）退休人员免缴。")
    assert THIRD[found[1].start:found[1].end].startswith("有下列情形的")
    assert paragraphs("") == ()


@pytest.mark.parametrize(("text", "lead"), [
    ("第三条 包括：（一）甲；（二）乙。", "包括："), ("第三条 交会费。其余另定。", "交会费"), ("1.甲", "甲"),
    ("", ""),
])
def test_what_stands_before_the_points(text: str, lead: str) -> None:
    assert lead_in(text) == lead


@pytest.mark.parametrize(("text", "length"), [
    ("第三条 会费", 4), ("12.会费", 3), ("（三）会费", 3), ("会费", 0), ("", 0),
])
def test_the_length_of_the_own_number(text: str, length: int) -> None:
    assert own_number(text) == length


@given(st.text("第一二三条款项（）(1)2.3、①②。；\n甲乙", max_size=60))
def test_points_and_paragraphs_stand_in_the_text_in_order(text: str) -> None:
    for row in (*rows(text), paragraphs(text)):
        assert [p.value for p in row] == list(range(1, len(row) + 1))
        assert all(0 <= p.start <= p.end <= len(text) for p in row)
        assert all(a.end <= b.start for a, b in zip(row, row[1:], strict=False))


@given(st.lists(st.text("甲乙丙丁", min_size=1, max_size=5), min_size=2, max_size=15))
def test_as_many_points_as_were_written(each: list[str]) -> None:
    numerals = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五".split()
    text = "要求：" + "".join(f"（{n}）{e}；" for n, e in zip(numerals, each, strict=False))
    assert words(text, points(text)) == each
