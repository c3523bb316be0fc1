from __future__ import annotations

from dataclasses import replace

import pytest

from kb.checklist.binding import bound, heading_of, in_scope
from kb.checklist.leads import lead_of
from kb.types import Clause

PLAIN = Clause("d-1", "d", 0, 0, 4, "每年1次", "1", (), "规则")


def clause(*roles: str, path: tuple[str, ...] = ()) -> Clause:
    return replace(PLAIN, roles=roles, path=path)


def who(role: str, of: Clause, subject: str | None, quote: str = "每年1次", title: str = "规则") -> str | None:
    found = bound(lead_of(role), of, title, subject, quote)
    return None if found is None else found.who


@pytest.mark.parametrize(("scope", "asked", "holds"), [
    (("机关", "事业单位"), "机关", True), (("通用",), "机关", True), (("学校",), "高校", False),
    (("高校",), "学校", False)])
def test_a_clause_binds_the_kinds_it_is_made_for_and_all_where_it_is_for_all(
        scope: tuple[str, ...], asked: str, holds: bool) -> None:
    assert in_scope(replace(PLAIN, scope=scope), asked) is holds


class TestHeading:
    @pytest.mark.parametrize(("role", "roles", "heading"), [
        ("党支部书记", ("党支部书记",), "own"), ("党支部书记", ("党组织书记",), "own"),
        ("党支部书记", ("党支部",), "body"), ("党支部书记", ("党组织",), "body"),
        ("党支部书记", ("党总支",), "above"), ("党支部书记", ("党委书记",), "above"),
        ("党支部书记", ("党组织副书记",), "other"), ("党支部书记", (), "none"), ("党总支书记", ("党支部",), "other"),
        ("党委书记", ("学校党委",), "body"), ("党组书记", ("党组织书记",), "other"), ("组织委员", ("支部委员",), "own"),
        ("党组织书记", ("党总支",), "body")])
    def test_whose_list(self, role: str, roles: tuple[str, ...], heading: str) -> None:
        assert heading_of(lead_of(role), clause(*roles), "规则")[0] == heading

    def test_a_level_in_brackets_is_bound_under_that_condition(self) -> None:
        of = clause("党总支", path=("四、党总支（直属党支部）抓党建工作的主要责任",))
        assert heading_of(lead_of("党支部书记"), of, "规则") == ("body", "直属党支部")
        assert heading_of(lead_of("党总支书记"), of, "规则") == ("body", None)

    def test_the_list_of_an_organisations_members_is_not_its_own(self) -> None:
        of = clause("党委", path=("宣传和群团委员责任清单",))
        assert heading_of(lead_of("党委书记"), of, "社区党委委员责任清单")[0] == "none"


class TestSubject:
    @pytest.mark.parametrize(("role", "roles", "subject", "bound"), [
        ("党支部书记", ("党支部",), "书记", "own"), ("党总支书记", ("党支部",), "书记", None),
        ("党支部书记", ("党支部",), "副书记和支委", "branch"),
        ("党支部书记", ("党支部",), "书记和支委", "own"), ("党支部书记", ("党支部",), "党员", "branch"),
        ("党支部书记", ("党支部",), "领导班子成员", "own"), ("党支部书记", ("党支部",), "党总支班子成员", None),
        ("党总支书记", ("党支部",), "党总支班子成员", "own"), ("党支部书记", ("机关党委书记",), "党员", "branch"),
        ("党支部书记", ("机关党委书记",), "领导干部", None), ("党组书记", ("机关党委书记",), "党员", None),
        ("党支部书记", ("机关党委书记",), "基层党组织书记和班子成员", "own"),
        ("党支部书记", ("党组织",), "党委（总支）", None), ("党总支书记", ("党组织",), "党委（总支）", "branch"),
        ("党委书记", ("党组织",), "党委（总支）", "branch"), ("党支部书记", ("党组织",), "领导小组", "branch"),
        ("党支部书记", ("党组织",), "党员干部、中层干部和党小组长", "branch"),
        ("党支部书记", ("党支部",), "党委（党组）书记", None), ("党委书记", ("党组织",), "党支部书记和委员", None),
        ("党支部书记", (), "党支部", "branch"), ("党支部书记", (), "有条件的企业", None),
        ("党委书记", (), "各级地方党委组织部门", None), ("党支部书记", ("党支部",), "镇纪委", None),
        ("党支部书记", (), "党支部书记和支部组织委员", "own"), ("党支部书记", ("党组织副书记",), "党支部", None)])
    def test_what_is_printed_counts(self, role: str, roles: tuple[str, ...], subject: str, bound: str | None) -> None:
        assert who(role, clause(*roles), subject) == bound

    def test_the_head_of_an_organisation_is_the_one_who_leads_it(self) -> None:
        quote = "各党总支（直属党支部）主要负责人要报告"
        assert who("党总支书记", clause(), "党总支（直属党支部）", quote) == "own"
        assert who("党总支书记", clause(), "党总支（直属党支部）主要负责人", quote) == "own"
        found = bound(lead_of("党支部书记"), clause(), "规则", "党总支（直属党支部）", "各党总支（直属党支部）要自查")
        assert found is not None and (found.who, found.condition) == ("branch", "直属党支部")

    def test_what_others_are_made_to_do_is_of_those_who_make_them(self) -> None:
        quote = "组织所属党支部每年开展1次评议"
        assert who("党总支书记", clause("党总支"), "党支部", quote) == "branch"
        assert who("党支部书记", clause("党总支"), "党支部", quote) is None

    def test_a_list_for_every_level_says_in_its_words_which_one_it_means(self) -> None:
        quote = "支部党员大会每季度召开1次"
        assert who("党总支书记", clause("党组织"), None, quote) is None
        assert who("党支部书记", clause("党组织"), None, quote) == "branch"
        assert who("党支部书记", clause("党组织"), None, "党小组会每月召开1次") == "branch"
        assert who("党总支书记", clause("党组织"), None, "党课每季度1次") == "branch"
