"""Of figures ruled alike, the one whose case a question tells, or that of no special case."""

from __future__ import annotations

import pytest

from kb.answer.usual import usual
from kb.ingest.analysis import ClauseAnalysis
from tests.answer.samples import analysed, at
from tests.question.samples import understood

LEAVE = analysed("事假全年累计不超过12天。编外聘用人员事假全年累计不超过8天。")
GUIDES = analysed("专职指导员每月到每家单位工作不少于3天。兼职指导员每月到每家单位工作不少于1天。")
PAY = analysed("党员交纳月工资收入的1%。收入5000元以上的党员交纳月工资收入的2%。")


@pytest.mark.parametrize(("analysis", "question", "chosen", "expected"), [
    (LEAVE, "在编人员一年最多请几天事假", "每年不超过8天", "每年不超过12天"),
    (LEAVE, "编外聘用人员一年最多请几天事假", "每年不超过8天", "每年不超过8天"),
    (GUIDES, "专职指导员每月到一家单位几天", "每月至少1天", "每月至少3天"),
    (GUIDES, "兼职指导员每月到一家单位几天", "每月至少3天", "每月至少1天"),
    (GUIDES, "指导员每月到一家单位几天", "每月至少1天", "每月至少3天"),  # nothing tells them apart: what is ruled first
    (GUIDES, "专职指导员每月到一家单位满1天就够了吗", "每月至少1天", "每月至少3天"),
])
def test_the_case_that_is_told_or_the_usual_one_answers(
        analysis: ClauseAnalysis, question: str, chosen: str, expected: str) -> None:
    frame = next(f for f in analysis.frames if f.value == chosen)
    assert usual(frame, at(analysis, analysis.sentences[0]), understood(question), lambda _: 1.0).value == expected


def test_a_case_that_a_number_tells_is_left() -> None:
    high = next(f for f in PAY.frames if f.value == "2%")
    asked = understood("工资6000元的党员按多少比例交党费")
    assert usual(high, at(PAY, PAY.sentences[1]), asked, lambda _: 1.0) is high
