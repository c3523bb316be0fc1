from __future__ import annotations

import pytest

from kb.answer.evidence import Evidence
from kb.answer.others import of_others
from kb.ingest.analysis import analyse
from kb.language.tokenizer import Tokenizer, dictionary
from kb.question.question import understand
from tests.answer.samples import at
from tests.search.samples import clause

TOKENIZER = Tokenizer(dictionary())


def sentence(text: str, *, scope: tuple[str, ...]) -> Evidence:
    a = analyse(clause("c", text, path=("责任清单",), scope=scope), "")
    return at(a, a.sentences[0])


def others(question: str, text: str, *, scope: tuple[str, ...] = ("通用",)) -> bool:
    return of_others(sentence(text, scope=scope), understand(question, TOKENIZER))


@pytest.mark.parametrize(("question", "text"), [
    ("团支部书记一年上几次党课", "党支部书记每年至少上1次党课。"), ("副书记一年上几次党课", "书记每年至少上1次党课。"),
    ("工会主席任期几年", "党支部书记每届任期3年。"), ("预备党员一年要学多少学时", "正式党员每年学习不少于24学时。"),
    ("主题团日多久一次", "主题党日每月开展1次。"), ("流动党员多久联系一次", "离退休党员每季度联系1次。"),
    ("党总支的书记由谁担任", "二级学院院长担任党总支副书记。"),
    ("支部多久上一次党课", "党总支班子成员每年至少到所在支部讲1次党课。"),
])
def test_a_rule_for_another_name_is_anothers(question: str, text: str) -> None:
    assert others(question, text)


@pytest.mark.parametrize(("question", "text"), [
    ("支部书记一年上几次党课", "党支部书记每年至少上1次党课。"),
    ("书记一年上几次党课", "党支部书记每年至少上1次党课。"),
    ("党员一年要学多少学时", "党员每年学习不少于24学时。"), ("支委会多久开一次", "支部委员会每月召开1次。"),
    ("主题党日多久一次", "主题党日每月开展1次。"), ("党费多久公示一次", "每年公示1次党费收缴情况。"),
])
def test_a_rule_for_the_name_itself_is_not(question: str, text: str) -> None:
    assert not others(question, text)


def test_the_names_of_one_kind_of_organisation_are_not_those_of_another() -> None:
    assert others("小学党支部一届几年", "支部委员会每届任期3年。", scope=("高校",))
    assert not others("高校党支部一届几年", "支部委员会每届任期3年。", scope=("高校",))


@pytest.mark.parametrize(("question", "text", "another"), [
    ("机房多久检查一次", "电梯每周检查一次。", True),  # no list holds these names
    ("电梯多久检查一次", "电梯每周检查一次。", False),
    ("食堂多久检查一次", "电梯每周检查一次。", True),
    ("HX-500多久保养一次", "型号为HX-320的扫描仪每年保养一次。", True),
    ("HX-320多久保养一次", "型号为HX-320的扫描仪每年保养一次。", False),
    ("HX-3200多久保养一次", "型号为HX-320的扫描仪每年保养一次。", True),
])
def test_things_that_no_list_holds_are_told_apart_by_what_is_said_of_them(question: str, text: str, another: bool
                                                                          ) -> None:
    assert others(question, text) is another
