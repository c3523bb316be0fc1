from __future__ import annotations

import pytest

from kb.answer.headings import headed
from kb.answer.whole import Whole
from kb.question.listing import listing_asked
from kb.types import Clause
from tests.answer.structured import BY_ID, DUTIES, ORGANISER, SECRETARY, STUDY, asked, outline, rarity


def answered(text: str, admitted: tuple[str, ...] = tuple(BY_ID)) -> Whole | None:
    listing = listing_asked(text)
    assert listing is not None

    def admits(clause: Clause) -> bool:
        return clause.id in admitted

    return headed(asked(text), listing, outline(), rarity, admits=admits)


@pytest.mark.parametrize(("text", "items"), [
    ("党支部书记任务清单有哪些内容", ["s1", "s2", "s3"]),
    ("请列出党支部书记任务清单的全部内容", ["s1", "s2", "s3"]),
    ("党支部书记任务清单里的学习教育有几条", ["s1", "s2"]),
    ("组织委员任务清单的学习教育包括哪些", ["o1", "o2"]),
    ("学习教育都有什么", ["s1", "s2", "o1", "o2"]),
    ("会费办法的总则一共几条", ["第一条", "第二条", "第二条之一"]),
    ("总则有哪些规定", ["第一条", "第二条", "第二条之一"]),
])
def test_everything_under_the_headings_of_these_words(text: str, items: list[str]) -> None:
    whole = answered(text)
    assert whole is not None and [p.clause.id for p in whole.passages] == items


def test_each_list_of_the_heading_is_named() -> None:
    whole = answered("学习教育都有什么")
    assert whole is not None
    assert whole.text.startswith(f"共 4 条（《{DUTIES}》{SECRETARY} {STUDY}、《{DUTIES}》{ORGANISER} {STUDY}）：")


@pytest.mark.parametrize("text", [
    "学习有哪些", "学习教育经费有哪些", "公务员法的总则有哪些", "附则有哪些", "学习教育是哪三项",
    "国企的学习教育有哪些",
])
def test_other_words_another_place_another_number(text: str) -> None:
    assert answered(text) is None


def test_only_what_the_filters_let_through() -> None:
    whole = answered("学习教育都有什么", ("s1", "o2", "s3"))
    assert whole is not None and [p.clause.id for p in whole.passages] == ["s1", "o2"]
