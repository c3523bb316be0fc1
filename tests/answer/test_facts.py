from __future__ import annotations

from dataclasses import replace

import pytest

from kb.answer.facts import chosen, explained, focus, is_headed, shown
from kb.ingest.analysis import pairs_of
from kb.language.pairs import flat
from kb.question.asking import facts_asked
from tests.answer.samples import PLAIN


@pytest.mark.parametrize(("question", "quote", "clause", "value"), [
    ("党课要讲多长时间", "每次不少于2小时", "每次不少于2小时", 1.0),
    ("党课要讲多长时间", "党支部书记讲党课", "党支部书记讲党课。每次不少于2小时。", 0.5),
    ("党课要讲多长时间", "党支部书记讲党课", "党支部书记讲党课", -1.0),
    ("党课怎么讲", "党支部书记讲党课", "党支部书记讲党课", 0.0),
    ("党课讲多长时间，在哪里讲", "每次不少于2小时", "每次不少于2小时", -1.0),
    ("党课讲多长时间，在哪里讲", "每次不少于2小时", "每次不少于2小时，在活动室讲", 0.5),
])
def test_whether_words_can_give_the_facts(question: str, quote: str, clause: str, value: float) -> None:
    assert shown(replace(PLAIN, facts=facts_asked(question)), quote, clause) == value


@pytest.mark.parametrize(("terms", "clause", "value"), [
    (("四必谈",), "“四必谈”即受处分必谈、有困难必谈。", 1.0),
    (("四必谈",), "“四必谈”是指受处分必谈。", 1.0),
    (("四必谈",), "四必谈（受处分必谈）要落实。", 1.0),
    (("党建联建",), "这一做法简称“党建联建”。", 1.0),
    (("三联三保",), "推行“三联三保”，支委联党员、党员联班组、班组联岗位。", 1.0),
    (("三联三保",), "推行“三联三保”，支委联党员。", -1.0),
    (("四个意识",), "增强“四个意识”、坚定“四个自信”、做到“两个维护”。", -1.0),
    (("四个意识",), "每月开展一次主题党日。", 0.0),
    (("双带头人工程", "双带头人"), "双带头人是指党建带头人、学术带头人。", 1.0),
    ((), "“四必谈”即受处分必谈。", 0.0),
])
def test_whether_a_term_is_explained_or_only_used(terms: tuple[str, ...], clause: str, value: float) -> None:
    assert explained(replace(PLAIN, terms=terms), clause) == value


@pytest.mark.parametrize(("heading", "headed"), [
    ("四必谈", True), ("（三）“四必谈”制度", True), ("落实“四必谈”等各项谈心谈话制度的要求", False),
    ("谈心谈话", False), ("", False)])
def test_what_stands_under_a_heading_that_is_the_term_explains_it(heading: str, headed: bool) -> None:
    asked = replace(PLAIN, terms=("四必谈",))
    assert is_headed(asked, heading) is headed
    assert explained(asked, "受处分的要谈。", heading) == float(headed)


@pytest.mark.parametrize(("choice", "clause", "value"), [
    (("发文", "文件", "开会"), "以文件形式通报", 1.0), (("发文", "文件", "开会"), "次月公示结果", -1.0),
    ((), "次月公示结果", 0.0)])
def test_whether_either_side_of_a_choice_is_spoken_of(choice: tuple[str, ...], clause: str, value: float) -> None:
    assert chosen(replace(PLAIN, choice=choice), pairs_of(flat(clause))) == value


@pytest.mark.parametrize(("beside", "held", "value"), [
    (("记录由", "保管"), "谈话记录由组织委员保管", (1.0, 1.0)),
    (("记录由", "保管"), "谈话记录归档", (0.0, -1.0)),
    (("记录由", "保管"), "每半年开展一次谈话", (-1.0, -1.0)),
    (("由", ""), "由组织委员保管", (1.0, 0.0)),
    (("", ""), "谈心谈话", (0.0, 0.0)),
])
def test_the_words_beside_the_asking_one(beside: tuple[str, str], held: str, value: tuple[float, float]) -> None:
    assert focus(replace(PLAIN, beside=beside), held) == value
