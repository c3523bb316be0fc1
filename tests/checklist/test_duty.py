from __future__ import annotations

import pytest

from kb.checklist.action import core, title_of
from tests.checklist.samples import drawn, item

HEAD = "水库管理局党支部建设标准\n\n"


@pytest.mark.parametrize(("action", "words"), [
    ("认真开展好党课教育", "党课"), ("支部委员会召开", "委员会"), ("固定", ""), ("召开", ""),
    ("向党员公布党费收缴情况", "党费收缴")])
def test_the_core_of_an_action(action: str, words: str) -> None:
    assert words in core(action) if words else core(action) == ""


@pytest.mark.parametrize(("text", "title"), [
    ("3.严肃组织生活。每月开1次会。", "严肃组织生活"), ("第十七条 党支部每年开会", "党支部每年开会"),
    ("（二）主题党日：每月1天", "主题党日")])
def test_the_title_of_a_clause(text: str, title: str) -> None:
    assert title_of(text) == title


class TestDuties:
    def test_two_rows_on_the_same_words_have_each_its_part(self) -> None:
        found = drawn(HEAD + "1.每月向上级党委上交党费和向党员公布1次党费收支。\n")
        assert [i.action for i in found.items if i.must] == ["向上级党委上交党费", "向党员公布党费收支"]

    def test_what_only_says_hold_is_told_by_what_its_sentence_is_about(self) -> None:
        found = drawn(HEAD + "1.主题党日要有计划，每月固定1天，活动有记录。\n")
        assert item(found, "固定").action == "主题党日：固定"

    def test_whom_of_its_people_a_duty_is_for_is_said(self) -> None:
        found = drawn(HEAD + "1.党员每年集中学习不少于24学时，班子成员不少于40学时。\n")
        assert {i.action for i in found.items if i.must} == {"党员集中学习", "班子成员集中学习"}

    def test_a_meeting_that_is_the_subject_is_what_is_held(self) -> None:
        assert "支部委员会" in item(drawn(HEAD + "1.支部委员会一般每月召开1次。\n"), "召开").action

    @pytest.mark.parametrize("text", [
        "1.有正式党员3名以上的，成立支部。", "1.两个以上发展对象入党时，逐个讨论。", "1.90分以上为优秀。",
        "1.每年缺席会议6次以上的取消补贴。"])
    def test_a_number_that_says_of_what_case_is_no_duty(self, text: str) -> None:
        assert [i for i in drawn(HEAD + text + "\n").items if i.must] == []

    @pytest.mark.parametrize(("text", "condition"), [
        ("1.党员人数较多的支部，每月开1次小组会。", "党员人数较多的支部"),
        ("1.规模较大的党支部，每年办2次培训。", "规模较大的"),
        ("1.党支部每年办2次培训。", None)])
    def test_conditions_as_printed(self, text: str, condition: str | None) -> None:
        assert item(drawn(HEAD + text + "\n"), "每").condition == condition

    def test_an_organisation_behind_a_verb_is_not_the_doer(self) -> None:
        head = "水库管理局党总支建设标准\n\n"
        text = head + "1.登记表经党委书记签字后，于5月6日前报送。\n2.围绕党支部建设，每年办1次活动。\n"
        found = drawn(text, role="党总支书记")
        assert [(i.who, i.quote) for i in found.items if i.must] == [
            ("branch", "每年办1次活动"), ("branch", "于5月6日前报送")]

    def test_officers_are_had_by_the_organisation(self) -> None:
        found = drawn(HEAD + "1.党支部委员会设委员5人，书记1人。\n")
        assert {i.who for i in found.items if i.must} == {"branch"}
