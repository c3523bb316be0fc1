from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.vocabulary import roles
from kb.question.parts import MAX_SIDES, parts


@pytest.mark.parametrize(("question", "asked"), [
    ("书记和副书记在党费上各管什么", ["书记在党费上各管什么", "副书记在党费上各管什么"]),
    ("村党支部和律所支部的支委会多久开一次", ["村党支部的支委会多久开一次", "村律所支部的支委会多久开一次"]),
    ("党员异动信息，机关报给谁、国企报给谁？", ["党员异动信息，机关报给谁", "党员异动信息，国企报给谁"]),
    ("轮训班几年参加一次，每次几天", ["轮训班几年参加一次", "轮训班，每次几天"]),
    ("中层干部的任期和支委会的任期分别几年", ["中层干部的任期几年", "支委会的任期几年"]),
    ("支部的党员大会、支委会、党课分别多久一次",
     ["支部的党员大会多久一次", "支部的支委会多久一次", "支部的党课多久一次"]),
    ("组织生活会和民主生活会的对象各是谁", ["组织生活会的对象是谁", "民主生活会的对象是谁"]),
])
def test_each_part_stands_alone(question: str, asked: list[str]) -> None:
    assert parts(question) == tuple(asked)


@pytest.mark.parametrize("question", [
    "党支部书记每年至少上几次党课", "党员异动信息报给谁", "党员大会和支委会的记录由谁保管", "村书记每年述职吗", "",
    "、、、"])
def test_one_question_has_no_parts(question: str) -> None:
    assert parts(question) == ()


def test_there_are_never_more_parts_than_can_be_answered() -> None:
    assert len(parts("机关、学校、国企、社区、农村、医院的支委会分别多久开一次")) <= MAX_SIDES


names = st.sampled_from([r.name for r in roles()] + ["国企", "高校", "社区", "农村"])


@given(st.lists(names, min_size=2, max_size=MAX_SIDES, unique=True))
def test_each_of_the_joined_names_gets_a_question_of_its_own(joined: list[str]) -> None:
    question = f"{'、'.join(joined[:-1])}和{joined[-1]}的党课每年上几次"
    assert parts(question) == tuple(f"{name}的党课每年上几次" for name in joined)
