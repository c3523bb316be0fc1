from __future__ import annotations

import pytest

from tests.checklist.samples import drawn

ONE = "梨园县税务局党支部书记责任清单\n\n1.{}\n"
TWO = "梨园县税务局党支部建设标准\n\n1.{}\n"


def conflicts(one: str, two: str) -> list[tuple[str, bool]]:
    found = drawn(ONE.format(one), TWO.format(two))
    return [(i.quote, i.stricter) for i in found.items if i.conflict is not None]


def count(one: str, two: str) -> int:
    return len([i for i in drawn(ONE.format(one), TWO.format(two)).items if i.must])


@pytest.mark.parametrize(("one", "two", "follow"), [
    ("每月召开1次支部党员大会。", "每季度召开一次党员大会。", "每月"),
    ("党课每半年1次。", "每季度组织1次党课。", "每季度"),
    ("每月向党员公布1次党费收缴情况。", "每年年底公布党费收缴情况。", "每月"),
    ("支委会每月1次。", "支部委员会每月召开2次。", "2次"),
    ("主题党日活动经费每年不超过500元。", "主题党日活动经费每年不超过300元。", "300"),
    ("每年5月底前上报发展党员计划。", "每年3月底前上报发展党员计划。", "3月")])
def test_the_same_thing_ruled_differently_is_a_conflict_with_one_to_follow(one: str, two: str, follow: str) -> None:
    found = conflicts(one, two)
    assert len(found) == 2
    (strict,) = [quote for quote, stricter in found if stricter]
    assert follow in strict


@pytest.mark.parametrize(("one", "two"), [
    ("每月召开1次支部委员会。", "支委会每月1次。"), ("每季度组织1次党课。", "党课教育每季一次。")])
def test_the_same_duty_said_twice_is_one(one: str, two: str) -> None:
    assert count(one, two) == 1 and conflicts(one, two) == []


@pytest.mark.parametrize(("one", "two"), [
    ("每月召开1次支部委员会。", "每季度召开1次党员大会。"), ("党支部书记每年讲2次党课。", "每季度组织1次党课。"),
    ("每月开展1次检查。", "每季度开展1次考察。"), ("每年学习不少于24学时。", "每年学习不少于2次。"),
    ("召开一次党员大会。", "每季度召开1次党员大会。"), ("每半年召开会议1次。", "每年召开会议1次。")])
def test_different_things_and_kinds_of_number_stand_side_by_side(one: str, two: str) -> None:
    assert count(one, two) == 2 and conflicts(one, two) == []


def test_two_conflicts_of_one_name_are_told_apart_by_whom_they_bind() -> None:
    found = drawn(ONE.format("党员每年学习24学时，班子成员每年学习40学时。"),
                  TWO.format("党员每年学习32学时，班子成员每年学习56学时。"))
    labels = {i.conflict for i in found.items if i.must}
    assert labels == {"学时", "学时（班子成员）"} or labels == {"学时", "学时（党员）"}
    assert sum(i.stricter for i in found.items) == 2
