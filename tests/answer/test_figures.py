from __future__ import annotations

import numpy as np
import pytest

from kb.answer.figures import (
    NAMES,
    FigureReader,
    candidates,
    compared,
    lacks_quantity,
    limits_met,
    load_figure_reader,
    slot_fit,
)
from kb.answer.sentences import load_sentence_reader
from kb.ingest.analysis import analyse
from kb.language.tokenizer import Tokenizer, dictionary
from kb.question.question import understand
from tests.search.samples import clause

TOKENIZER = Tokenizer(dictionary())
CLASS = "党支部每季度至少安排1次党课，每次不少于60分钟。"
LEAVE = "工龄满一年不满十年的，每年五天；工龄满十年不满二十年的，每年十天；工龄满二十年的，每年十五天。"


def read(question: str, text: str) -> str | None:
    analysis, asked = analyse(clause("c", text), "制度"), understand(question, TOKENIZER)
    near = [0.5] * len(analysis.sentences)
    reader = load_sentence_reader()
    likely = reader.holding_figure(reader.read(asked, analysis, near, lambda _: 1.0)).tolist()
    frame = load_figure_reader().read(asked, analysis, near, likely, lambda _: 1.0)
    return None if frame is None else frame.value


@pytest.mark.parametrize(("question", "text", "expected"), [
    ("党课多久上一次", CLASS, "每季度至少1次"), ("党课每次要讲多长时间", CLASS, "至少60分钟"),
    ("工龄12年年假几天", LEAVE, "每年10天"), ("工龄25年年假几天", LEAVE, "每年15天"),
    ("住宿费标准是多少钱", "综合定额为每人380元，其中住宿费180元、伙食费120元。", "180元"),
    ("网络学习一年封顶几学时", "每满60分钟折算1学时，全年折算不超过10学时。", "每年不超过10学时"),
    ("一天加班四个小时可以吗", "提前一个工作日申请，每日不超过三小时，每月不超过三十六小时。", "每日不超过3小时"),
    ("月收入一万块的交多少党费比例", "月收入5000元以上至10000元（含10000元）的，交1.5%；10000元以上的，交2%。", "1.5%"),
    ("月收入一万元以上的交多少比例", "月收入5000元以上至10000元（含10000元）的，交1.5%；10000元以上的，交2%。", "2%"),
    ("养老金六千二的交多少党费比例", "养老金5000元以下（含5000元）的，交0.5%；5000元以上的，交1%。", "1%"),
    ("不是要提前一个月申请吗", "由本人提前7天提出申请后，由支部审批，最长不超过5个月。", "提前7天"),
    ("要提前几天申请", "每次不超过四天，全年累计不超过十二天，应当提前两天申请。", "提前2天"),
])
def test_the_figure_of_the_kind_asked_for_is_read(question: str, text: str, expected: str) -> None:
    assert read(question, text) == expected


def test_a_clause_without_figures_gives_none() -> None:
    assert read("党课多久上一次", "认真上好党课。") is None


def test_a_figure_of_another_kind_does_not_fit() -> None:
    analysis = analyse(clause("c", "党课每季度1次。"), "制度")
    assert slot_fit(understand("党课要讲多少钱", TOKENIZER), analysis.frames[0]) == 0.0


@pytest.mark.parametrize(("question", "expected"), [("工龄12年年假几天", 1), ("工龄半年年假几天", -1), ("年假几天", 0)])
def test_conditions_are_held_against_the_figures_of_the_question(question: str, expected: int) -> None:
    assert limits_met(understand(question, TOKENIZER), analyse(clause("c", LEAVE), "制度")) == expected


ATTENDANCE = "党员年出勤率应在90%以上；出勤率低于50%的，取消当年评优资格。"


@pytest.mark.parametrize(("question", "value"), [
    ("出勤率要达到多少", "不低于90%"), ("出勤率低到多少就不能评优", "50%")])
def test_the_figure_of_a_case_answers_where_it_is_asked_for(question: str, value: str) -> None:
    assert value in (read(question, ATTENDANCE) or "")


def test_a_case_is_no_answer_to_whom_tells_his_own_figure() -> None:
    asked = understand("月收入六千元的交多少党费", TOKENIZER)
    analysis = analyse(clause("c", "月收入5000元以上的，交1.5%，每人另交10元。"), "制度")
    assert all(c in analysis.frames for c in candidates(asked, analysis)) and analysis.cases


def test_rows_stand_in_the_order_of_their_names() -> None:
    analysis = analyse(clause("c", CLASS), "制度")
    rows = compared(understand("党课多久上一次", TOKENIZER), analysis, [0.5], [1.0], lambda _: 1.0)
    assert rows.shape == (2, len(NAMES))
    assert rows[:, NAMES.index("slot")].tolist() == [1.0, 0.0]


def test_what_a_question_claims_does_not_choose_the_figure() -> None:
    weights = np.array([float(n in ("stated", "period")) for n in NAMES], dtype=np.float32)
    analysis = analyse(clause("c", "每月一次支委会，每半年一次党课。"), "制度")
    asked = understand("党课是每月一次吗", TOKENIZER)
    chosen = FigureReader(weights).read(asked, analysis, [0.5], [1.0], lambda _: 1.0)
    assert chosen is analysis.frames[0]  # nothing tells them apart, so the first stays


@pytest.mark.parametrize(("question", "text", "lacks"), [
    ("党费检查每次查几天", "每年3月和9月各开展1次党费检查。", True),
    ("党费检查多久一次", "每年3月和9月各开展1次党费检查。", False),
    ("听课的党员要有多少人", "党支部每季度至少安排1次党课。", True),
    ("主题党日多久搞一次", "主题党日每月固定1天。", False), ("党员大会多久开一次", "召开一次党员大会。", True),
    ("旷工几天可以解除合同", "一年内旷工六天的，可以解除合同。", False),  # a figure of the condition may be asked for
    ("档案要保存多长时间", "档案长期保存。", False),
    ("什么时候开会", "遇有重要情况随时召开。", False),
    ("要几个介绍人", "应当有两名正式党员作介绍人。", False),
])
def test_a_clause_lacks_the_kind_of_quantity_asked_for(question: str, text: str, lacks: bool) -> None:
    assert lacks_quantity(understand(question, TOKENIZER), analyse(clause("c", text), "制度")) is lacks
