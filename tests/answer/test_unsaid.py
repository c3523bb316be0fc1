from __future__ import annotations

import pytest

from kb.answer.evidence import Evidence
from kb.answer.unsaid import of_another_code, of_another_subject, of_contrast, of_purpose, unsaid
from kb.language.tokenizer import Tokenizer, dictionary
from kb.question.question import Question, understand
from tests.answer.samples import analysed, at

TOKENIZER = Tokenizer(dictionary())


def asked(question: str) -> Question:
    return understand(question, TOKENIZER)


def first(text: str, above: str = "") -> Evidence:
    a = analysed(text, above=above)
    return at(a, a.sentences[0])


@pytest.mark.parametrize(("question", "text", "another"), [
    ("空压机多久检查一次", "冷库每周检查一次。", True),
    ("冷库多久检查一次", "冷库每周检查一次。", False),
    ("电焊工要持证上岗吗", "锅炉工应当持证上岗。", True),
    ("热水器滤网多久清洗一次", "空调滤网每季度清洗一次。", True),
    ("公车由谁调度", "公务用车由办公室统一调度。", False),  # one spelling of the same, by its characters
    ("职工食堂多久检查一次", "食堂每周检查一次。", False),  # only says more
    ("空调滤网多久清洗一次", "空调滤芯每季度清洗一次。", False),  # goes on differently
    ("冷库多久除霜一次", "空压机每周检查一次。", False),  # another matter: the judge's
])
def test_one_thing_in_the_place_of_another(question: str, text: str, another: bool) -> None:
    assert of_another_subject(first(text), asked(question)) is another


def test_what_the_headings_name_is_spoken_of_all_the_same() -> None:
    assert not of_another_subject(first("检查人每月检查一次。", "灭火器管理办法"), asked("灭火器多久检查一次"))
    assert of_another_subject(first("锅炉工应当持证上岗。", "电梯管理办法"), asked("电梯工要持证上岗吗"))


@pytest.mark.parametrize(("question", "another"), [
    ("MF-4的灭火器几年报废", False), ("MF-40的灭火器几年报废", True), ("MF4灭火器几年报废", False),
    ("灭火器几年报废", False)])
def test_codes_are_compared_whole(question: str, another: bool) -> None:
    assert of_another_code(first("型号为MF-4的灭火器每五年报废。"), asked(question)) is another


@pytest.mark.parametrize(("question", "purpose"), [("锅炉由谁维保", True), ("为什么制定锅炉办法", False)])
def test_what_a_document_is_made_for_answers_only_why(question: str, purpose: bool) -> None:
    assert of_purpose(first("第一条 为了加强锅炉管理，制定本办法。"), asked(question)) is purpose
    assert not of_purpose(first("为了安全，锅炉每日检查一次。"), asked(question))


@pytest.mark.parametrize(("question", "text", "left_out"), [
    ("值班室多久打扫一次", "值班室二十四小时有人值守。", True),
    ("值班室多久打扫一次", "值班室每日清扫。", False),  # one character is enough
    ("库房钥匙由谁保管", "库房每季度盘点一次。", True),
    ("库房多久安排一次", "库房每季度盘点一次。", False),  # says nothing of what is done
    ("库房盘点的周期是多久", "库房每季度盘点一次。", False),
    ("我是新来的库管员，库房多久打扫一次", "库房每季度盘点一次。", False),  # only of short questions
])
def test_a_clause_without_a_character_of_what_is_asked(question: str, text: str, left_out: bool) -> None:
    assert unsaid(first(text), asked(question)) is left_out


HEALTH = "专职指导员每年安排1次健康体检，费用为每人900元。"
BOTH = "专职指导员每月到每家单位3天。兼职指导员每月到每家单位1天。"
LEAVE = "事假全年累计不超过12天。编外聘用人员事假全年累计不超过8天。"


@pytest.mark.parametrize(("question", "text", "another"), [
    ("兼职指导员体检费是多少", HEALTH, True),
    ("专职指导员体检费是多少", HEALTH, False),
    ("指导员体检费是多少", HEALTH, False),
    ("兼职指导员每月到单位几天", BOTH, False),  # the clause rules both
    ("在编人员事假一年几天", LEAVE, False),  # what is ruled first is of no case
    ("春节慰问每人多少元", "七一慰问老党员，每人800元。", True),
])
def test_a_rule_for_one_case_says_nothing_of_one_that_excludes_it(question: str, text: str, another: bool) -> None:
    assert of_contrast(first(text), asked(question)) is another
