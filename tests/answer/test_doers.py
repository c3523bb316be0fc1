"""Who does what, as rules print it."""

from __future__ import annotations

import pytest

from kb.answer.doers import begins_with_doer, doers


@pytest.mark.parametrize(("words", "who"), [
    ("钥匙由值班班长保管，开放登记由内务值日员填写。", ["值班班长", "内务值日员"]),
    ("考察由党委组织部牵头，副职人选由商会党委会同会员部考察。", ["党委组织部", "商会党委"]),
    ("支出须经书记批准，经费不得挪用。", ["书记"]),
    ("组织委员每月15日前收齐党费。", ["组织委员"]),
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
