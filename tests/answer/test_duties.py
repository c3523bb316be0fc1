from __future__ import annotations

import pytest

from kb.answer.duties import duties
from kb.answer.whole import Whole
from kb.question.listing import listing_asked
from kb.types import Clause
from tests.answer.structured import BY_ID, DUTIES, SECRETARY, asked, outline, recall


def answered(text: str, admitted: tuple[str, ...] = tuple(BY_ID)) -> Whole | None:
    listing = listing_asked(text)
    assert listing is not None

    def admits(clause: Clause) -> bool:
        return clause.id in admitted

    return duties(asked(text), listing, outline(), recall(), [], admits=admits)


def found(text: str, admitted: tuple[str, ...] = tuple(BY_ID)) -> list[str]:
    whole = answered(text, admitted)
    return [] if whole is None else [p.clause.id for p in whole.passages]


@pytest.mark.parametrize("text", [
    "我是党支部书记,今年要做哪些事", "党支部书记有哪些职责", "机关党支部书记的任务有哪些", "党支部书记的职责",
    "支书都要干什么",
])
def test_all_that_the_list_of_a_role_holds(text: str) -> None:
    assert found(text) == ["s1", "s2", "s3"]


def test_another_role_has_its_own_list() -> None:
    assert found("我是组织委员,要做哪些事") == ["o1", "o2"]


def test_how_many_they_are_and_where_they_stand() -> None:
    whole = answered("党支部书记有哪些职责")
    assert whole is not None
    assert whole.text == (f"共 3 条（《{DUTIES}》{SECRETARY}）：组织支部委员会学习，撰写笔记；每月讲授时事课1次；"
                          "组织登山活动。")


@pytest.mark.parametrize("text", [
    "党支部书记在登山活动中要做哪些事", "有哪些职责", "支部委员会有哪些职责", "党支部书记有哪些奖励",
    "宣传委员有哪些职责", "国企党支部书记有哪些职责",
])
def test_a_narrower_question_or_no_role_of_a_list(text: str) -> None:
    assert answered(text) is None


def test_only_what_the_filters_let_through() -> None:
    assert found("党支部书记有哪些职责", ("s2", "o1")) == ["s2"]
