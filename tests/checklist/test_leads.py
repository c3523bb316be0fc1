from __future__ import annotations

import pytest

from kb.checklist.leads import Named, bodies, lead_of, levels_in, named_in
from kb.language.vocabulary import role_named


def test_every_name_of_the_data_is_a_role() -> None:
    for b in bodies():
        for name in (*b.names, *b.secretaries, *b.peers):
            known = role_named(name)
            assert known is not None and known.name == name


@pytest.mark.parametrize(("text", "named"), [
    ("党总支（直属党支部）", [Named("党总支"), Named("党支部", "直属党支部")]),
    ("党委（总支）书记", [Named("党总支书记"), Named("党委书记")]), ("党委（总支）", [Named("党委"), Named("党总支")]),
    ("党支部书记和班子成员", [Named("党支部书记"), Named("班子成员")]), ("群众", []),
    ("总支、直属支部", [Named("党总支"), Named("党支部", "直属支部")])])
def test_two_levels_that_are_named_together_are_both_named(text: str, named: list[Named]) -> None:
    assert sorted(named_in(text), key=str) == sorted(named, key=str)


@pytest.mark.parametrize(("text", "levels"), [
    ("党总支班子成员", {"党总支"}), ("支部党员大会", {"党支部"}), ("党小组会", {"党小组"}), ("学校党委", {"党委"}),
    ("党员", set()), ("党委（党组）书记", {"党委", "党组"})])
def test_levels_are_found_within_longer_words(text: str, levels: set[str]) -> None:
    assert levels_in(text) == levels


class TestLead:
    def test_a_secretary_is_what_stands_for_those_of_every_level_but_no_other(self) -> None:
        branch = lead_of("党支部书记")
        assert [branch.is_role(n) for n in ("党支部书记", "党组织书记", "书记", "党总支书记", "副书记")] == [
            True, True, True, False, False]
        assert not lead_of("党组书记").is_role("党组织书记")  # a leading group is not of the grass roots

    def test_a_role_without_an_organisation_leads_none(self) -> None:
        member = lead_of("组织委员")
        assert member.body is None and not member.is_body("党支部")
        assert member.is_role("支部委员") and not member.is_role("宣传委员")

    def test_one_that_stands_for_all_levels_is_each_of_them(self) -> None:
        any_level = lead_of("党组织书记")
        assert any_level.is_body("党支部") and any_level.is_body("党委") and not any_level.is_body("党组")
