from __future__ import annotations

import pytest

from kb.question.joined import Joined, alike, joined, kind_of_name
from tests.question.samples import tokenizer


def found(text: str, *, surely: bool = False) -> Joined | None:
    return joined(text, tokenizer().spans(text), 0, len(text), surely=surely)


@pytest.mark.parametrize(("text", "items", "behind"), [
    ("国企支部、两新支部和机关支部", ("国企支部", "两新支部", "机关支部"), ""),
    ("支部的党员大会、支委会、党课", ("党员大会", "支委会", "党课"), ""),
    ("厂区食堂和职工宿舍的开放时间", ("厂区食堂", "职工宿舍"), "的开放时间"),
    ("局长和科长出差的住宿标准", ("局长", "科长"), "出差的住宿标准"),
    ("细则里培养联系人和入党介绍人", ("培养联系人", "入党介绍人"), ""),
    ("中央细则和贵州规程规定的谈话人", ("中央细则", "贵州规程"), "规定的谈话人"),
    ("中层干部的任期和支委会的任期", ("中层干部的任期", "支委会的任期"), ""),
    ("机关事业单位和“两新”组织发展党员的方针", ("机关事业单位", "“两新”组织"), "发展党员的方针"),
])
def test_joined_things_begin_and_end_where_they_are_most_alike(text: str, items: tuple[str, ...], behind: str) -> None:
    run = found(text)
    assert run is not None
    assert run.items == items
    assert text[run.end:] == behind
    assert text[run.start:].startswith(items[0])


@pytest.mark.parametrize("text", ["党员大会的记录", "普及党课知识", "参与换届选举", "、党课", "和", ""])
def test_where_nothing_is_joined_there_is_nothing(text: str) -> None:
    assert found(text, surely=True) is None


def test_less_likeness_is_enough_where_something_is_asked_of_each() -> None:
    assert found("借书和还书") is None
    run = found("借书和还书", surely=True)
    assert run is not None
    assert run.items == ("借书", "还书")


@pytest.mark.parametrize(("name", "kind"), [
    ("党支部", "body"), ("入党介绍人", "person"), ("支委会", "meeting"), ("住宿费", "money"), ("实施细则", "document"),
    ("出国4个月", "measure"), ("“两新”组织", "body"), ("颜色", "")])
def test_the_kind_of_a_name_is_told_by_its_ending(name: str, kind: str) -> None:
    assert kind_of_name(name) == kind


def test_names_of_one_kind_may_stand_side_by_side() -> None:
    assert alike("党课", "支委会")
    assert not alike("党课", "颜色")
