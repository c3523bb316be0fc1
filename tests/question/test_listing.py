from __future__ import annotations

import pytest

from kb.question.listing import Listing, listing_asked


def listing(text: str) -> Listing:
    found = listing_asked(text)
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "about"), [
    ("学习教育有哪些要求", ("学习教育",)),
    ("学习教育都有什么", ("学习教育",)),
    ("学习教育包括哪几项内容?", ("学习教育",)),
    ("请列出学习教育的全部内容", ("学习教育",)),
    ("党支部书记的职责", ("党支部书记",)),
    ("接收党员从讨论到上报分几步", ("接收党员",)),
    ("从申请到转正分几步", ("从申请到转正",)),
])
def test_what_the_list_is_about(text: str, about: tuple[str, ...]) -> None:
    assert listing(text).about == about


@pytest.mark.parametrize(("text", "counts", "unit", "number", "whole"), [
    ("学习教育一共几条", True, "条", None, True),
    ("学习教育有几项", True, "项", None, False),
    ("学习教育分几步", True, "步", None, False),
    ("学习教育是哪三项", False, "条", 3, False),
    ("会费办法有多少条", True, "条", None, True),
    ("会费办法的全部条款有哪些", False, "条", None, True),
    ("学习教育有哪些要求", False, "条", None, False),
])
def test_how_it_is_counted(text: str, counts: bool, unit: str, number: int | None, whole: bool) -> None:
    found = listing(text)
    assert (found.counts, found.unit, found.number, found.whole) == (counts, unit, number, whole)


def test_what_is_asked_for_by_name_and_in_quotation_marks() -> None:
    found = listing("“一岗双责”包括哪些奖励措施")
    assert found.quoted == ("一岗双责",)
    assert listing("考核有哪些纪律").nouns == ("纪律",)
    assert listing("考核有哪些要求").nouns == ()


@pytest.mark.parametrize(("text", "heading", "before"), [
    ("学习教育有哪些", "学习教育", ""),
    ("书记清单里的学习教育一共有几条", "学习教育", "书记清单里的"),
    ("请列出学习教育的全部内容", "学习教育", ""),
    ("具体要求有哪些要求", "具体要求", ""),
    ("学习教育活动有哪些", "学习教育", None),
    ("学习有哪些", "学习教育", None),
    ("学习教育有哪些", "", None),
])
def test_a_heading_that_is_named_word_for_word(text: str, heading: str, before: str | None) -> None:
    assert listing(text).before(heading) == before


@pytest.mark.parametrize("text", ["", "党课每年上几次", "什么叫党课", "哪些人参加", "书记什么时候讲课"])
def test_a_question_for_no_list(text: str) -> None:
    assert listing_asked(text) is None
