"""Whether words rule a matter or only mention it."""

from __future__ import annotations

import pytest

from kb.training.topics.naming import is_example, rules
from kb.training.topics.topic import Matter, topic_named


def matter(name: str) -> Matter:
    found = topic_named(name)
    assert found is not None
    return found.all[-1]


@pytest.mark.parametrize(("name", "text"), [
    ("三会一课", "认真落实“三会一课”制度"), ("党课", "按照年度计划开展党课"), ("述职评议", "向党员大会述职"),
    ("党费", "在党费收缴等方面做到及时准确"), ("党费", "每月按时向单位党委上交党费"), ("党课", "为本支部党员上党课"),
    ("党员大会", "支部党员大会每季度召开1次"), ("支委会", "支部委员会每月召开1次"),
    ("发展党员", "注重从青年中发展党员"),
    ("党员活动阵地", "党员活动室配置档案资料柜"), ("组织生活会", "以普通党员身份参加组织生活会"),
    ("三会一课", "把“三会一课”等制度落实好")])
def test_what_is_done_is_ruled(name: str, text: str) -> None:
    assert rules(matter(name), text)


@pytest.mark.parametrize(("name", "text"), [
    ("党员大会", "在党员大会上宣读决定"), ("党员大会", "由党员大会选举产生"), ("支委会", "支部委员会由3至5人组成"),
    ("支委会", "经支委会讨论后报批"), ("三会一课", "“三会一课”记录内容完整"), ("党费", "党费收缴明细齐全"),
    ("三会一课", "利用“三会一课”等多种形式"), ("组织生活会", "结合每年的组织生活会，开展评议"),
    ("发展党员", "依照《中国共产党发展党员工作细则》办理"), ("述职评议", "针对述职会议上的点评意见"),
    ("述职评议", "把学习情况作为领导干部述职、考核的内容"), ("换届任期", "换届选举材料、图片等齐全"),
    ("发展党员", "定期与入党积极分子谈话"), ("民主评议党员", "在民主评议党员、评先树优方面，推进公开"),
    ("党费", "党员花名册、党费收缴等台账完备")])
def test_a_paper_an_occasion_or_a_means_is_only_mentioned(name: str, text: str) -> None:
    assert rules(matter(name), text) == ()


def test_one_of_several_things_is_an_example() -> None:
    text = "走访谈心、上党课、帮带等活动"
    assert is_example(text, matter("党课").spans(text)[0])
    assert not is_example("上党课", matter("党课").spans("上党课")[0])
