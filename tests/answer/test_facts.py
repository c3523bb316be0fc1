from __future__ import annotations

import pytest

from kb.answer.facts import chosen, explained, facts_asked, focus, shown


@pytest.mark.parametrize(("question", "names"), [
    ("党课要讲多长时间", ["时长"]), ("慰问金每人多少钱", ["金额"]), ("表格交到哪里", ["地点"]),
    ("由谁签字", ["人或部门"]), ("无故缺席怎么处理", ["后果"]), ("心得体会写多少字", ["字数"]),
    ("党课多长时间一次", []), ("党员大会怎么开", []),
])
def test_the_kind_of_fact_asked_for(question: str, names: list[str]) -> None:
    assert [f.name for f in facts_asked(question)] == names


@pytest.mark.parametrize(("question", "quote", "clause", "value"), [
    ("党课要讲多长时间", "每次不少于2小时", "每次不少于2小时", 1.0),
    ("党课要讲多长时间", "党支部书记讲党课", "党支部书记讲党课。每次不少于2小时。", 0.5),
    ("党课要讲多长时间", "党支部书记讲党课", "党支部书记讲党课", -1.0),
    ("党课怎么讲", "党支部书记讲党课", "党支部书记讲党课", 0.0),
    ("党课讲多长时间，在哪里讲", "每次不少于2小时", "每次不少于2小时", -1.0),
])
def test_whether_words_can_give_the_fact(question: str, quote: str, clause: str, value: float) -> None:
    assert shown(question, quote, clause) == value


@pytest.mark.parametrize(("question", "clause", "value"), [
    ("“四必谈”是指什么", "“四必谈”即受处分必谈、有困难必谈。", 1.0),
    ("三联三保是什么意思", "推行“三联三保”，支委联党员、党员联班组、班组联岗位。", 1.0),
    ("四个意识包括哪些", "增强“四个意识”、坚定“四个自信”、做到“两个维护”。", -1.0),
    ("四个意识包括哪些", "每月开展一次主题党日。", 0.0),
    ("多久开展一次主题党日", "“四必谈”即受处分必谈。", 0.0),
])
def test_whether_a_term_is_explained_or_only_used(question: str, clause: str, value: float) -> None:
    assert explained(question, clause) == value


@pytest.mark.parametrize(("question", "clause", "value"), [
    ("发文件还是开会通报", "以文件形式通报", 1.0), ("发文件还是开会通报", "次月公布结果", -1.0),
    ("怎么通报", "次月公布结果", 0.0)])
def test_whether_either_side_of_a_choice_is_spoken_of(question: str, clause: str, value: float) -> None:
    assert chosen(question, clause) == value


@pytest.mark.parametrize(("question", "held", "value"), [
    ("谈话记录由谁保管", "谈话记录由组织委员保管", (1.0, 1.0)),
    ("谈话记录由谁保管", "每半年开展一次谈话", (-1.0, -1.0)),
    ("开展谈心谈话", "谈心谈话", (0.0, 0.0)),
])
def test_the_words_beside_the_asking_one(question: str, held: str, value: tuple[float, float]) -> None:
    assert focus(question, held) == value
