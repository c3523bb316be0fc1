"""Topics over small documents, against what a reader finds in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import QuestionError
from tests.training.topics.samples import said, topic_of


def test_each_meeting_has_its_value_its_addressee_and_its_kind(tmp_path: Path) -> None:
    found = topic_of(tmp_path, "三会一课")
    assert said(found.rows) == [
        ("支部党员大会", "branch", "每季度", "1次"), ("支部党员大会", "branch", "每月", "1次"),
        ("支委会", "branch", "每月", "至少1次"), ("党小组会", "branch", "每月", "至少1次"),
        ("党课", "branch", None, None), ("党课", "secretary", "每年", "至少2次"), ("党课", "member", None, None)]
    assert found.without_number == ("国企",) and found.silent == ()


def test_two_rules_of_one_kind_share_a_label(tmp_path: Path) -> None:
    found = topic_of(tmp_path, "三会一课")
    apart = [r for r in found.rows if r.conflict]
    assert {(r.matter, r.period) for r in apart} == {("支部党员大会", "每季度"), ("支部党员大会", "每月")}
    assert len({r.conflict for r in apart}) == 1


def test_a_heading_names_what_its_clauses_rule(tmp_path: Path) -> None:
    found = topic_of(tmp_path, "党费")
    assert said(found.rows) == [("党费", "branch", "每月", "1次"), ("党费", "branch", None, None)]
    assert found.silent == ("机关",) and found.differences == "党费只有国企写明，每月1次；机关没有条款规定党费。"


def test_a_number_for_several_things_together_is_no_number_of_one(tmp_path: Path) -> None:
    assert [r.value for r in topic_of(tmp_path, "党课", "国企").rows] == [None, None]


EACH = """农村党支部党课制度

1.党课每半年讲1次，书记、驻村第一书记各讲1次。
2.组织生活会每年召开1次，班子成员各参加1次。
3.做好党课宣传。将好经验、好做法于每年11月底前报送镇党委组织办。
"""


def test_what_each_one_does_is_what_was_named_before(tmp_path: Path) -> None:
    found = topic_of(tmp_path, "党课", files={"农村党课制度.txt": EACH})
    counted = [row for row in said(found.rows) if row[3]]
    assert counted == [("党课", "branch", "每半年", "1次"), ("党课", "secretary", "每半年", "1次")]


def test_a_heading_on_another_matter_ends_what_the_title_names(tmp_path: Path) -> None:
    text = "社区党支部换届工作办法\n\n一、任期\n1.每届任期5年。\n二、组织生活会\n1.每年至少召开1次，专人记录。\n"
    found = topic_of(tmp_path, "换届任期", files={"社区换届.txt": text})
    assert said(found.rows) == [("换届任期", "branch", "任期", "5年")]


def test_hours_are_told_by_their_unit(tmp_path: Path) -> None:
    (row,) = topic_of(tmp_path, "教育培训学时").rows
    assert (row.who, row.owner, row.value, row.comparator, row.unit) == ("member", "党员", "至少30学时", ">=", "学时")


def test_the_chosen_kinds_alone_are_told_of(tmp_path: Path) -> None:
    found = topic_of(tmp_path, "组织生活会", "国营企业", "机关")
    assert found.silent == ("国企",) and found.without_number == ("机关",)
    assert [r.quote for r in found.rows] == ["认真落实组织生活会制度"]


def test_every_quote_is_verbatim(tmp_path: Path) -> None:
    found = topic_of(tmp_path, "述职评议")
    (row,) = found.rows
    assert (row.who, row.period, row.value) == ("secretary", "每年", "年底")
    assert row.quote == "党支部书记每年年底向党员大会述职"


@pytest.mark.parametrize(("name", "scope", "complaint"), [
    ("足球", (), "没有规定“足球”"), ("", (), "请写出"), ("党课", ("火星",), "没有这类单位：火星")])
def test_what_cannot_be_told_is_one_line(tmp_path: Path, name: str, scope: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(QuestionError, match=complaint):
        topic_of(tmp_path, name, *scope)


def test_one_kind_alone_is_told_without_the_others(tmp_path: Path) -> None:
    assert topic_of(tmp_path, "党费", "国企").differences == "党费每月1次。"
