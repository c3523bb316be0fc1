"""Who does what, as rules print it."""

from __future__ import annotations

import pytest

from kb.answer.doers import begins_with_doer, doers, holder, recipients


@pytest.mark.parametrize(("words", "who"), [
    ("钥匙由值班班长保管，开放登记由内务值日员填写。", ["值班班长", "内务值日员"]),
    ("考察由党委组织部牵头，副职人选由商会党委会同会员部考察。", ["党委组织部", "商会党委"]),
    ("支出须经书记批准，经费不得挪用。", ["书记"]),
    ("组织委员每月15日前收齐党费。", ["组织委员"]),
    ("班子成员由批准其成立的党组织指定。", ["批准其成立的党组织"]),
    ("2万元以上的，由校党委常委会审定。", ["校党委常委会"]),
    ("一天以上的由学员所在单位党组织主要负责人签字后报主办单位分管领导批准。",
     ["学员所在单位党组织主要负责人", "主办单位分管领导"]),
    ("研究后报校党委组织部部务会审批。", ["校党委组织部部务会"]), ("每季度向镇党委报告一次。", []),
    ("组织委员的职责是管好名册。", []), ("由于疫情等原因，可以顺延。", []), ("理由充分的，批准。", [])])
def test_those_who_act_are_named_as_printed(words: str, who: list[str]) -> None:
    assert [d.who for d in doers(words)] == who


def test_the_phrase_is_told_without_its_doer() -> None:
    found = doers("钥匙由值班班长保管，开放登记由值日员填写。")[0]
    assert (found.start, found.end, found.led) == (0, 9, True)
    assert "值班班长" not in found.rest and found.rest.endswith("保管")


def test_words_that_begin_with_somebody() -> None:
    assert begins_with_doer("党小组组长召集会议")
    assert not begins_with_doer("会议由党小组组长召集")


@pytest.mark.parametrize(("words", "who"), [
    ("名单报区委组织部备案。", ["区委组织部"]), ("对结果不服的，可以提请社工会调解。", ["社工会"]),
    ("清单分别由移交人、接收人留存。", []), ("向支部书记报告。", ["支部书记"]), ("向全体党员公布。", [])])
def test_those_to_whom_something_goes_are_named(words: str, who: list[str]) -> None:
    assert [d.who for d in recipients(words)] == who


def test_what_each_does_ends_where_the_next_is_led_in() -> None:
    first, second = doers("出省用车的由主要领导批准并报机关事务中心备案。")
    assert (first.act, second.act) == ("批准并报", "备案")


HELD = "成立党组书记任组长，其他党组成员任副组长的领导小组，党建科长兼任办公室主任。"


def test_who_holds_a_post_is_named_by_the_post() -> None:
    assert holder("领导小组组长由谁担任", HELD) == "党组书记"
    assert holder("副组长由谁担任", HELD) == "其他党组成员"
    assert holder("谁兼任办公室主任", HELD) == "党建科长"
    assert holder("领导小组多久开一次会", HELD) is None
