"""What asks for a quiz, and what is a question about rules all the same."""

from __future__ import annotations

import pytest

from kb.question.quiz_request import quiz_request


@pytest.mark.parametrize(("said", "topic", "n", "types", "scope"), [
    ("出5道关于党费的选择题", "党费", 5, ("single", "multiple"), None),
    ("给我出10个三会一课的判断题", "三会一课", 10, ("truefalse",), None),
    ("来一套党员教育测试题", "党员教育", 20, (), None),
    ("帮我出几道题", "", 5, (), None),
    ("请生成机关党课的多选题5道", "党课", 5, ("multiple",), "机关"),
    ("我想要二十道发展党员的简答题！", "发展党员", 20, ("short",), None),
    ("三会一课的判断题出3道", "三会一课", 3, ("truefalse",), None),
    ("编写一份关于组织生活会的试题", "组织生活会", 20, (), None),
    ("考考我党课", "党课", 10, (), None)])
def test_a_quiz_is_asked_for(said: str, topic: str, n: int, types: tuple[str, ...], scope: str | None) -> None:
    asked = quiz_request(said)
    assert asked is not None
    assert (asked.topic, asked.n, asked.types, asked.scope) == (topic, n, types, scope)


@pytest.mark.parametrize("said", [
    "做好选人用人问题", "党费怎么收", "主题党日怎么定主题", "研究部署重点难题", "出台了哪些规定解决突出问题",
    "党员要参加几次测试", "组织生活会前要开展专题学习吗", "支部做调研课题", "什么是选择题", ""])
def test_a_question_about_rules_is_none(said: str) -> None:
    assert quiz_request(said) is None


def test_the_page_and_the_command() -> None:
    asked = quiz_request("出3道国企党课的填空题")
    assert asked is not None
    assert asked.address == "/quiz?topic=%E5%85%9A%E8%AF%BE&scope=%E5%9B%BD%E4%BC%81&n=3&type=fill"
    assert asked.command == "kb quiz --topic 党课 --scope 国企 -n 3 --type fill"
    assert asked.command in asked.text and "/quiz?topic=党课" in asked.text


def test_so_many_at_most() -> None:
    asked = quiz_request("出999道题")
    assert asked is not None and asked.n == 200
