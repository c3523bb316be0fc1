"""Whose list a clause stands in, and whose kind of organisation its doer belongs to."""

from __future__ import annotations

import pytest

from kb.checklist.kinds import is_of_other_kind
from tests.checklist.samples import drawn

RULE = "\n\n1.每季度检查1次党务公开。\n"


@pytest.mark.parametrize("title", [
    "清水县水利局纪委书记责任清单", "清水县水利局团委书记责任清单", "清水县水利局党支部组织委员责任清单",
    "清水县水利局党支部纪检监察委员责任清单"])
def test_lists_of_others(title: str) -> None:
    assert drawn(title + RULE).items == ()


def test_a_working_committee_stands_where_a_committee_does() -> None:
    title = "清水县水利局党工委书记责任清单"
    assert drawn(title + RULE).items == ()
    assert [i.who for i in drawn(title + RULE, role="党委书记").items if i.must] == ["own"]


def test_the_list_of_a_member_in_the_rules_of_his_branch() -> None:
    text = ("清水县水利局党支部责任清单\n\n党支部书记责任清单\n\n1.每季度上1次党课。\n\n"
            "党支部组织委员责任清单\n\n1.每月收1次党费。\n")
    assert [i.action for i in drawn(text).items if i.must] == ["上党课"]


@pytest.mark.parametrize(("doer", "scope", "other"), [
    ("村党支部书记", "国企", True), ("村党支部书记", "农村", False), ("新任村（社区）党组织书记", "社区", False),
    ("新任村（社区）党组织书记", "国企", True), ("学校党支部书记", "高校", False), ("党支部书记", "国企", False),
    ("集团公司", "农村", False), (None, "农村", False)])
def test_kinds_of_organisation(doer: str | None, scope: str, other: bool) -> None:
    assert is_of_other_kind(doer, scope) is other


def test_a_report_to_a_meeting_is_not_the_meeting() -> None:
    found = drawn("清水县水利局党支部书记责任清单\n\n1.每年12月底前向支部党员大会述职。\n",
                  "清水县水利局党支部建设标准\n\n1.支部党员大会每季度召开1次。\n")
    assert all(i.conflict is None for i in found.items)
