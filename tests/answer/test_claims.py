"""What a yes/no question claims."""

from __future__ import annotations

import pytest

from kb.answer.claims import another_named, claims
from tests.answer.samples import analysed
from tests.question.samples import understood


def test_what_only_seeks_consent_is_no_claim() -> None:
    assert claims(understood("秘书长的费用，由会长审批，是这样吗？")) == ["秘书长的费用", "由会长审批"]


@pytest.mark.parametrize(("question", "words", "another"), [
    ("秘书长自己的费用，由监事长来审批，是这样吗？", "秘书长本人的费用由会长审批，会长本人的费用由监事长审批。", True),
    ("会长自己的费用，由监事长来审批，是这样吗？", "秘书长本人的费用由会长审批，会长本人的费用由监事长审批。", False),
    ("看善本不用找馆长，特藏部主任批了就可以吗？", "阅览善本须经特藏部主任批准。", False),  # denied
    ("可以去找社里的工会帮忙，是吧？", "对复核结果不服的，可以提请社工会调解。", False),  # 社里 says only whose
    ("由当初批它设立的那个党组织定，对不对？", "其班子成员由批准其成立的党组织指定。", False)])
def test_another_than_the_one_claimed_is_named(question: str, words: str, another: bool) -> None:
    assert another_named(understood(question), analysed(words), words) is another
