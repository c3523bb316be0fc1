from __future__ import annotations

import pytest

from kb.errors import QuestionError
from kb.question.filters import checked_question, checked_role, checked_scope, scope_names


def test_every_kind_of_organisation_can_be_chosen_the_general_one_last() -> None:
    names = scope_names()
    assert set(names) == {"学校", "高校", "机关", "国企", "两新", "事业单位", "农村", "社区", "通用"}
    assert names[-1] == "通用"


@pytest.mark.parametrize("name", ["国企", "通用"])
def test_a_kind_of_organisation_there_is(name: str) -> None:
    assert checked_scope(name) == name


@pytest.mark.parametrize("empty", [None, ""])
def test_no_filter(empty: str | None) -> None:
    assert checked_scope(empty) is None
    assert checked_role(empty) is None


def test_an_unknown_kind_of_organisation_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(QuestionError, match="没有这类单位：公司。可用：.*国企.*通用") as e:
        checked_scope("公司")
    assert "\n" not in str(e.value)


@pytest.mark.parametrize(("name", "role"), [
    ("党支部书记", "党支部书记"), ("支部书记", "党支部书记"), ("支委", "支部委员")])
def test_a_role_by_any_spelling_is_its_canonical_name(name: str, role: str) -> None:
    assert checked_role(name) == role


def test_an_unknown_role_is_an_error_that_names_some_there_are() -> None:
    with pytest.raises(QuestionError, match="不认识的角色：校草。.*党支部书记"):
        checked_role("校草")


def test_blanks_around_a_question_go() -> None:
    assert checked_question(" \n党课上几次　") == "党课上几次"


def test_what_utf8_cannot_hold_is_an_error_that_names_its_place() -> None:
    with pytest.raises(QuestionError, match="第 3 个字不是文字.*UTF-8"):
        checked_question("党课\udce5上几次")
