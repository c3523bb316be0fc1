from __future__ import annotations

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.ordinals import LAST, Ordinal, heading_units, mentioned_ordinals, printed_ordinal


def mentioned(text: str) -> list[tuple[str, int, int]]:
    return [(m.ordinal.unit, m.ordinal.value, m.ordinal.sub) for m in mentioned_ordinals(text)]


@pytest.mark.parametrize(("text", "ordinal", "length"), [
    ("第十二条 党员", Ordinal("条", 12), 4),
    ("第12条", Ordinal("条", 12), 4),
    ("第二条之一", Ordinal("条", 2, 1), 5),
    ("第三章 总则", Ordinal("章", 3), 3),
    ("（三）管理", Ordinal("", 3), 3),
    ("(3)管理", Ordinal("", 3), 3),
    ("三、管理", Ordinal("", 3), 2),
    ("3.管理", Ordinal("", 3), 2),
    ("③管理", Ordinal("", 3), 1),
    ("附件2：登记表", Ordinal("附件", 2), 3),
    ("21", Ordinal("", 21), 2),
])
def test_the_number_that_a_heading_begins_with(text: str, ordinal: Ordinal, length: int) -> None:
    assert printed_ordinal(text) == (ordinal, length)


@pytest.mark.parametrize("text", ["", "总则", "三会一课", "十大任务", "0.管理", "2022年计划"])
def test_what_begins_with_no_number(text: str) -> None:
    assert printed_ordinal(text) is None


@pytest.mark.parametrize(("text", "found"), [
    ("办法第二章第三条第(二)项", [("章", 2, 0), ("条", 3, 0), ("项", 2, 0)]),
    ("第十条(三)", [("条", 10, 0), ("", 3, 0)]),
    ("规定(三)", []),
    ("第3个部分", [("部分", 3, 0)]),
    ("步骤三和附件2", [("步骤", 3, 0), ("附件", 2, 0)]),
    ("最后一条", [("条", LAST, 0)]),
    ("头一条", [("条", 1, 0)]),
    ("倒数第二条", [("条", -2, 0)]),
    ("第二条之一", [("条", 2, 1)]),
    ("第一百零二条", [("条", 102, 0)]),
    ("第一百〇二条", [("条", 102, 0)]),
    ("第一百○二条", [("条", 102, 0)]),
    ("第一〇二条", [("条", 102, 0)]),
    ("第〇五条", [("条", 5, 0)]),
    ("第一六条", [("条", 16, 0)]),
    ("第廿三条", [("条", 23, 0)]),
    ("第卅条", [("条", 30, 0)]),
    ("第贰拾壹条", [("条", 21, 0)]),
    ("第零条", []),
    ("第几条", []),
    ("三条意见", []),
])
def test_the_numbers_that_a_question_mentions(text: str, found: list[tuple[str, int, int]]) -> None:
    assert mentioned(text) == found


@given(st.integers(1, 1999))
def test_a_number_is_the_same_in_chinese_numerals_and_in_figures(number: int) -> None:
    chinese = cn2an.an2cn(number)
    spellings = {f"第{number}条", f"第{chinese}条", f"第{chinese.replace('零', '〇')}条",
                 f"第{chinese.replace('零', '○')}条", f"第{cn2an.an2cn(number, 'up')}条"}
    if 10 < number < 20:
        spellings.add(f"第{chinese.removeprefix('一')}条")
    assert {tuple(mentioned(s)) for s in spellings} == {(("条", number, 0),)}


@given(st.integers(10, 1999))
def test_figures_one_by_one_are_a_number_too(number: int) -> None:
    digits = "".join("〇一二三四五六七八九"[int(d)] for d in str(number))
    assert mentioned(f"第{digits}条") == [("条", number, 0)]


@given(st.text("第一二十百〇廿条款项章之附件(（)） 3倒数最后", max_size=20))
def test_what_is_mentioned_stands_in_the_text(text: str) -> None:
    found = mentioned_ordinals(text)
    assert all(text[m.start:m.end] == m.said and m.ordinal.value for m in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


def test_what_numbers_of_headings_count() -> None:
    assert {"章", "部分", "附件"} <= heading_units()
    assert "条" not in heading_units()
