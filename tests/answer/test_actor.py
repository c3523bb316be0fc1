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
    ("出省用车由谁批准", "出县用车的，由分管领导批准；出省用车的，由主要领导批准并报机关事务中心备案。", "主要领导"),
    ("支出三万元由谁审定", "5000元以下的，由支委会决定；2万元以上的，由校党委常委会审定。", "校党委常委会"),
    ("开除学生由谁决定", "警告由系务会决定，记过由学生处决定，开除学籍由校长办公会决定。", "校长办公会"),
    ("请假两天报谁批准", "半天以内由班主任批准，一天以上的由本单位签字后报主办单位分管领导批准。", "主办单位分管领导"),
    ("书记离任由哪个部门监交", "书记离任在党委组织部监交下移交台账，清单由移交人、接收人留存。", None),
    ("由谁主持支部党员大会", "支部党员大会每季度召开1次，讨论支部重要事项。", None),
    ("谁来打扫", "活动室应当整洁。", None),
])
def test_who_does_what_is_asked_is_named_as_printed(question: str, words: str, who: str | None) -> None:
    assert actor(understood(question), words) == who


def test_a_reason_is_nobody() -> None:
    assert actor(understood("谁说明请假理由"), "请假理由充分的，批准。") is None
