"""Which topic a reader means."""

from __future__ import annotations

import pytest

from kb.training.topics.topic import topic_named, topics

TEN = ["三会一课", "党课", "组织生活会", "民主评议党员", "发展党员", "党费", "述职评议",
       "教育培训学时", "换届任期", "党员活动阵地"]


def test_the_topics_of_training_are_there_first() -> None:
    assert [t.name for t in topics()][:10] == TEN


def test_a_topic_has_its_matters() -> None:
    found = topic_named("“三会一课”")
    assert found is not None
    assert [m.name for m in found.all] == ["支部党员大会", "支委会", "党小组会", "党课", "三会一课"]


@pytest.mark.parametrize(("name", "matter"), [("学时", "学时"), ("換屆", "任期"), ("志愿服务", "志愿服务")])
def test_a_word_alone_is_a_topic_of_one_matter(name: str, matter: str) -> None:
    found = topic_named(name)
    assert found is not None and [m.name for m in found.all] == [matter]


@pytest.mark.parametrize("name", ["", "？！", "  "])
def test_what_says_nothing_is_none(name: str) -> None:
    assert topic_named(name) is None


def test_a_longer_word_that_means_something_else_does_not_count() -> None:
    found = topic_named("支委会")
    assert found is not None and found.matters[0].spans("总支部委员会每月召开1次会议") == ()
