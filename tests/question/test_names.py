from __future__ import annotations

import pytest

from kb.question.names import names, names_in


def named(text: str) -> list[tuple[str, str]]:
    return [(n.slot, text[n.start:n.end]) for n in names(text)]


@pytest.mark.parametrize(("text", "found"), [
    ("国企党支部书记上党课", [("scope", 0, 2), ("role", 2, 7)]),
    ("副书记和学校的组织委员", [("role", 0, 3), ("scope", 4, 6), ("role", 7, 11)]),
    ("学校党委的校长", [("role", 0, 4), ("role", 5, 7)]),
    ("支委会、党员大会", []),
    ("", []),
])
def test_places_of_the_roles_and_kinds_of_organisation_named(text: str, found: list[tuple[str, int, int]]) -> None:
    assert names_in(text) == found


@pytest.mark.parametrize(("text", "found"), [
    ("国企党支部书记", [("unit", "国企"), ("office", "党支部书记")]),
    ("高校党总支的党费", [("unit", "高校"), ("body", "党总支")]),
    ("学校普通党员一年学多少学时", [("unit", "学校"), ("member", "普通党员")]),
    ("两新组织的党课", [("unit", "两新组织")]),
    ("学校党组织书记", [("unit", "学校"), ("office", "党组织书记")]),
    ("机关事业单位支部", [("unit", "机关事业单位"), ("body", "支部")]),
])
def test_each_name_has_its_kind(text: str, found: list[tuple[str, str]]) -> None:
    assert named(text) == found


@pytest.mark.parametrize(("text", "found"), [
    ("综合部门的", [("unit", "综合部门")]),
    ("异地商会", [("unit", "异地商会")]),
    ("中层干部", [("member", "中层干部")]),
    ("镇党委组织委员", [("unit", "镇"), ("office", "党委组织委员")]),
    ("市xx局支部", [("unit", "市xx局"), ("body", "支部")]),
    ("局机关党建工作领导小组的组长", [("unit", "局机关"), ("office", "组长")]),
])
def test_a_name_that_no_list_holds_is_told_by_its_ending(text: str, found: list[tuple[str, str]]) -> None:
    assert named(text) == found


def test_joined_names_are_one() -> None:
    assert named("支委和书记") == [("member", "支委和书记")]


@pytest.mark.parametrize("text", [
    "支部党员大会", "党员活动室", "《党员手册》", "“双带头人”", "支委会", "哪些部门", "几家企业", "主题党日", "",
])
def test_what_stands_within_a_term_a_title_or_an_asking_word_is_no_name(text: str) -> None:
    assert named(text) == []


def test_words_before_a_term_are_no_part_of_a_name_behind_it() -> None:
    assert named("主题党日律所一次几个小时") == [("unit", "律所")]
