"""Who asks is not whom a question is about."""

from __future__ import annotations

import pytest

from kb.question.introduction import without_introduction


@pytest.mark.parametrize(("asked", "rest"), [
    ("我是学院辅导员，积极分子和发展对象的人数是几比几", "学院积极分子和发展对象的人数是几比几"),
    ("我是局机关支部的组织委员，评议党员以后要留哪些表", "局机关评议党员以后要留哪些表"),
    ("我在国企党委工作，党小组会多久开一次", "国企党小组会多久开一次"),
    ("我是支部书记，一年得上几回党课", "支部书记一年得上几回党课"),
    ("我是支部书记，我要做哪些事", "支部书记我要做哪些事"),
])
def test_the_kind_of_organisation_stays_and_the_office_where_it_is_asked_about(asked: str, rest: str) -> None:
    assert without_introduction(asked) == rest


@pytest.mark.parametrize("asked", [
    "党支部书记一年上几次党课", "我是团支部书记，一年上几次党课", "我是入党积极分子，一年参加几次组织生活",
    "我是书记，几次"])
def test_nothing_is_left_out_where_who_asks_is_asked_about(asked: str) -> None:
    assert without_introduction(asked) is None
