from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files

import pytest

from kb.data import load_toml
from kb.language.vocabulary import (
    boilerplate,
    duty_words,
    find_roles,
    offices,
    role_named,
    roles,
    roles_of_heading,
    scopes,
    scopes_of_heading,
    scopes_of_text,
    scopes_within,
    title_endings,
)

DATA = sorted(p.name for p in files("kb.data").iterdir() if p.name.endswith(".toml"))
REGEX_KEYS = {"patterns", "opening", "closing", "asks", "shows", "premise", "recipient", "passes_on", "loosely",
              "in_part", "unless_known"}
ASKED = ("asks.toml", "chat.toml", "quantities.toml")


def regexes(name: str, value: object, key: str = "") -> Iterator[str]:
    """Every string of a data file that the program takes for a regular expression."""
    if isinstance(value, dict):
        for k, v in value.items():
            yield from regexes(name, v, k)
    elif isinstance(value, list):
        for v in value:
            yield from regexes(name, v, key)
    elif isinstance(value, str) and (key in REGEX_KEYS or name == "boilerplate.toml"):
        yield value


@pytest.mark.parametrize("name", DATA)
def test_every_data_file_parses_and_its_regexes_compile(name: str) -> None:
    text = files("kb.data").joinpath(name).read_text(encoding="utf-8")
    data = tomllib.loads(text)
    assert data == load_toml(name)
    for pattern in regexes(name, data):
        re.compile(pattern)


def test_the_files_known_to_hold_regexes_do() -> None:
    held = {name for name in DATA if any(regexes(name, load_toml(name)))}
    assert {*ASKED, "boilerplate.toml"} <= held


def test_no_regex_of_what_is_asked_matches_the_empty_text() -> None:
    for name in ASKED:
        assert [p for p in regexes(name, load_toml(name)) if re.search(p, "")] == []


def test_data_files_that_the_program_asks_for_are_not_empty() -> None:
    assert roles() and scopes() and duty_words() and title_endings()
    assert boilerplate().toc.search("目录")


class TestRoles:
    def test_every_spelling_names_one_role(self) -> None:
        spellings = Counter(s for r in roles() for s in {r.name, *r.alias})
        assert [s for s, n in spellings.items() if n > 1] == []

    def test_every_role_above_is_a_role(self) -> None:
        names = {r.name for r in roles()}
        assert [(r.name, above) for r in roles() for above in r.is_a if above not in names] == []

    @pytest.mark.parametrize(("text", "found"), [
        ("党支部书记上党课", (("党支部书记", 0, 5),)),
        ("由支部书记负责", (("党支部书记", 1, 5),)),
        ("书记和副书记", (("书记", 0, 2), ("副书记", 3, 6))),
        ("机关党委专职副书记", (("机关党委专职副书记", 0, 9),)),
        ("按时收缴", ()),
        ("", ()),
    ])
    def test_roles_in_a_text_the_longest_spelling_at_each_place(self, text: str,
                                                                found: tuple[tuple[str, int, int], ...]) -> None:
        assert find_roles(text) == found

    @pytest.mark.parametrize(("name", "canonical"), [
        ("党支部书记", "党支部书记"), ("支部书记", "党支部书记"), ("积极分子", "入党积极分子"), ("支委", "支部委员"),
    ])
    def test_a_role_by_any_spelling(self, name: str, canonical: str) -> None:
        role = role_named(name)
        assert role is not None
        assert role.name == canonical

    @pytest.mark.parametrize("name", ["校草", "", "党支部书记们"])
    def test_an_unknown_role(self, name: str) -> None:
        assert role_named(name) is None

    @pytest.mark.parametrize(("text", "families"), [
        ("书记和副书记", {"书记", "副书记"}),
        ("党支部书记、党总支书记", {"书记"}),
        ("由组织委员负责，党小组长协助", {"支部委员", "党小组长"}),
        ("全体党员和党支部", set()),
        ("", set()),
    ])
    def test_families_of_offices_organisations_and_members_being_none(self, text: str, families: set[str]) -> None:
        assert offices(text) == families

    @pytest.mark.parametrize(("heading", "bound"), [
        ("党支部书记工作责任清单", ("党支部书记",)),
        ("一、党支部书记", ("党支部书记",)),
        ("党组书记、副书记", ("党组书记", "副书记")),
        ("（二）党支部书记和组织委员职责", ("党支部书记", "组织委员")),
        ("党员教育管理", ()),
        ("发展党员工作", ()),
        ("工作职责", ()),
        ("", ()),
    ])
    def test_roles_that_a_heading_binds(self, heading: str, bound: tuple[str, ...]) -> None:
        assert roles_of_heading(heading) == bound


class TestScopes:
    def test_the_names_of_the_contract(self) -> None:
        assert {s.name for s in scopes()} == {"学校", "高校", "机关", "国企", "两新", "事业单位", "农村", "社区"}

    def test_a_kind_lies_within_a_kind_there_is(self) -> None:
        names = {s.name for s in scopes()}
        assert [s.name for s in scopes() if s.within is not None and s.within not in names] == []
        assert [s.within for s in scopes() if s.name == "高校"] == ["学校"]

    @pytest.mark.parametrize(("heading", "kinds"), [
        ("国有企业党支部建设标准", ("国企",)),
        ("“两新”组织党支部建设标准", ("两新",)),
        ("高等学校党支部", ("高校",)),
        ("中小学校党支部", ("学校",)),
        ("市直机关党支部规范化建设参考目录", ("机关",)),
        ("机关事业单位党建", ("事业单位", "机关")),
        ("第一章 总则", ()),
    ])
    def test_kinds_that_a_heading_names_the_narrower_hiding_the_wider(self, heading: str,
                                                                      kinds: tuple[str, ...]) -> None:
        assert scopes_of_heading(heading) == kinds

    @pytest.mark.parametrize(("narrow", "wide", "within"), [
        (("高校",), ("学校",), True),
        (("学校",), ("高校",), False),
        (("高校",), ("高校", "学校"), False),
        (("高校", "国企"), ("学校",), False),
        ((), ("学校",), False),
    ])
    def test_whether_kinds_lie_within_others(self, narrow: tuple[str, ...], wide: tuple[str, ...],
                                             within: bool) -> None:
        assert scopes_within(narrow, wide) is within

    @pytest.mark.parametrize(("text", "kinds"), [
        ("村民和村委会商量村务，村集体出资。", ("农村",)),
        ("村民和村委会。", ()),
        ("村民村委会村务，患者医院科研，学校教研组校长。", ()),
        ("", ()),
    ])
    def test_the_kind_that_a_whole_text_speaks_of(self, text: str, kinds: tuple[str, ...]) -> None:
        assert scopes_of_text(text) == kinds
