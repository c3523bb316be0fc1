from __future__ import annotations

import pytest

from kb.answer.actor import actor
from tests.question.samples import understood


@pytest.mark.parametrize(("question", "words", "who"), [
    ("党员材料由谁保管", "党员材料由组织委员设专柜保管，借阅须经书记签字同意。", "组织委员"),
    ("会议记录归谁整理", "因故缺席的委员应当书面请假，会议记录由总支秘书整理。", "总支秘书"),
    ("班级群谁来当管理员", "班级微信群管理员由辅导员担任，不得由学生单独担任。", "辅导员"),
    ("谈话记录由谁写", "谈话结束后，谈话记录由谈话人填写并密封保存。", "谈话人"),
    ("谁审批超过限额的支出", "5000元以下的由书记审批，超过限额的支出由机关党委书记、副书记审批。",
     "机关党委书记、副书记"),
    ("谁负责收党费", "组织委员负责收缴党费，每月15日前收齐。", "组织委员"),
    ("由谁主持支部党员大会", "支部党员大会每季度召开1次，讨论支部重要事项。", None),
    ("谁来打扫", "活动室应当整洁。", None),
])
def test_who_does_what_is_asked_is_named_as_printed(question: str, words: str, who: str | None) -> None:
    assert actor(understood(question), words) == who


def test_a_reason_is_nobody() -> None:
    assert actor(understood("谁说明请假理由"), "请假理由充分的，批准。") is None
