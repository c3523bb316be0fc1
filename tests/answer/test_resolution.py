from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answer.outline import Outline
from kb.answer.resolution import Missing, Place, resolve
from kb.language.ordinals import mentioned_ordinals
from kb.search.holdings import Holdings
from tests.answer.structured import DUTIES, NAMES, ORGANISER, PAYING, RULES, SECRETARY, STUDY, item, outline

ALL = ("第一条", "第二条", "第二条之一", "第三条", "第四条", "第五条")


def led(said: str, document: str = "rules", path: tuple[str, ...] = ()) -> list[Place] | Missing:
    o = outline()
    return resolve(mentioned_ordinals(said), o.section(document, path), o)


def places(said: str, document: str = "rules", path: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The clause and the words in it, the heading where it is one, that the numbers lead to."""
    found = led(said, document, path)
    assert not isinstance(found, Missing), found
    return [(p.clause.id if p.clause else p.section.path[-1],
             p.clause.text[p.point.opening:p.point.end] if p.clause and p.point else "") for p in found]


@pytest.mark.parametrize(("said", "where"), [
    ("第三条", [("第三条", "")]), ("第3条", [("第三条", "")]), ("第二条之一", [("第二条之一", "")]),
    ("第二条", [("第二条", "")]), ("最后一条", [("第五条", "")]), ("倒数第二条", [("第四条", "")]),
    ("第二章", [(PAYING, "")]), ("第二章第四条", [("第四条", "")]), ("最后一章", [("第三章 附则", "")]),
    ("第三条第一款第二项", [("第三条", "学生每月缴纳1元")]),
    ("第三条第二款第二项", [("第三条", "依照前款第（三）项免缴后又复工")]),
    ("第三条第三项", [("第三条", "退休人员免缴")]),
    ("第三条第一项", [("第三条", "教师每月缴纳10元"), ("第三条", "患重病")]),
])
def test_numbers_lead_to_their_words(said: str, where: list[tuple[str, str]]) -> None:
    assert places(said) == where


def test_how_words_of_a_clause_are_called() -> None:
    found = led("第三条第二款第一项")
    assert not isinstance(found, Missing) and [p.said for p in found] == ["第2款第1项"]


def test_bare_numbers_of_lists() -> None:
    assert places("第3条", "duties", (SECRETARY,)) == [("s3", "")]
    assert places("第一部分", "duties", (SECRETARY,)) == [(STUDY, "")]
    assert places("第一部分第2条", "duties", (ORGANISER,)) == [("o2", "")]


@pytest.mark.parametrize(("said", "missing"), [
    ("第六条", Missing("第六条", f"《{RULES}》", ALL, "条", 0, complete=False)),
    ("第四章", Missing("第四章", f"《{RULES}》", ("第一章总则", "第二章缴纳", "第三章附则"), "章", 0)),
    ("第二章第五条", Missing("第五条", f"《{RULES}》{PAYING}", ("第三条", "第四条"), "条", 1)),
    ("第三条第三款", Missing("第三款", f"《{RULES}》{PAYING}第三条", ("第1款", "第2款"), "款", 1)),
    ("第三条第二款第三项", Missing("第三项", f"《{RULES}》{PAYING}第三条第2款", ("第1项", "第2项"), "项", 2)),
    ("第四条第一项", Missing("第一项", f"《{RULES}》{PAYING}第四条", (), "项", 1)),
    ("第二条之二", Missing("第二条之二", f"《{RULES}》", ALL, "条", 0, complete=False)),
    ("第二款", Missing("第二款", f"《{RULES}》", ALL, "条", 0, complete=False)),
])
def test_a_number_that_does_not_exist(said: str, missing: Missing) -> None:
    assert led(said) == missing


def test_a_row_that_starts_again_is_not_counted_as_one() -> None:
    clauses = [item(f"c{n}", "1", "甲。", (DUTIES, heading)) for n, heading in enumerate(
        ["一、申请", "二、培养", "三、接收", "一、权限", "二、表格"])]
    o = Outline(Holdings.of(clauses), {"duties": NAMES["duties"]})
    assert resolve(mentioned_ordinals("第四步"), o.section("duties"), o) == Missing(
        "第四步", f"《{DUTIES}》", ("一、申请", "二、培养", "三、接收"), "步", 0)


def test_numbers_with_one_left_out_are_not_complete() -> None:
    clauses = [replace(item(f"c{n}", n, "甲。", (SECRETARY,)), ordinal=int(n)) for n in ("1", "2", "4")]
    o = Outline(Holdings.of(clauses), {"duties": NAMES["duties"]})
    found = resolve(mentioned_ordinals("第3条"), o.section("duties"), o)
    assert found == Missing("第3条", f"《{DUTIES}》", ("第1条", "第2条", "第4条"), "条", 0, complete=False)


@given(st.integers(1, 200))
def test_another_number_is_never_given_in_its_place(number: int) -> None:
    found = led(f"第{number}条")
    if number <= 5:
        assert places(f"第{number}条") == [(f"第{'一二三四五'[number - 1]}条", "")]
    else:
        assert isinstance(found, Missing)
