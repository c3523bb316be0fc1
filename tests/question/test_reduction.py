from __future__ import annotations

import numpy as np
import pytest

from evals.collection import split_questions
from kb.question.reduction import asking_part, question_vector
from tests.conftest import HashEmbedder


@pytest.mark.parametrize("question", ["", "党费多久公示一次", "我们支部人不多，想问一下党费多久公示一次，谢谢",
                                      "党" * 40])
def test_a_question_that_is_not_long_stays(question: str) -> None:
    assert asking_part(question) == question


@pytest.mark.parametrize(("preamble", "asking", "after"), [
    ("各位老师好，我最近刚接手这个岗位，前任走得急，很多材料都没来得及交代清楚。",
     "党费收缴情况多久公示一次？", ""),
    ("昨天开了一整天的会，回来腰酸背痛，领导又在群里发消息催进度，我实在没头绪。",
     "组织生活会由谁主持？", "先谢谢大家了！"),
    ("孩子今年上小学，家里事情也多，天天忙得团团转，可是材料还得接着写下去啊。",
     "入党积极分子要培训多少学时？", "盼复。"),
])
def test_a_long_question_keeps_the_part_that_asks(preamble: str, asking: str, after: str) -> None:
    assert asking_part(preamble + asking + after) == asking


def test_every_part_that_asks_is_kept_in_order() -> None:
    preamble = "孩子今年上小学，家里事情也多，天天忙得团团转，可是材料还得接着写下去啊。"
    short = asking_part(f"{preamble}党费多久公示一次？谢谢。组织生活会由谁主持？")
    assert short == "党费多久公示一次？组织生活会由谁主持？"


def test_the_part_that_names_the_topic_before_an_asking_part_is_kept() -> None:
    preamble = "孩子今年上小学，家里事情也多，天天忙得团团转，可是材料还得接着写下去啊。"
    asking = "最近要开组织生活会了，到底应该由谁来主持呢？"
    assert asking_part(preamble + asking) == asking


@pytest.mark.parametrize("question", ["今天的天气真是不错，" * 5, "党" * 200, "，" * 100, "啊！" * 50])
def test_a_long_question_that_asks_nothing_is_never_emptied(question: str) -> None:
    assert asking_part(question)


def test_what_is_kept_stands_in_the_question() -> None:
    for q in split_questions(["train", "dev"]):
        short = asking_part(q.question)
        rest = iter(q.question)
        assert all(c in rest for c in short)
        assert len(short) >= min(6, len(q.question))


def test_the_vector_of_a_long_question_lies_midway_between_the_whole_and_the_part_that_asks() -> None:
    embedder = HashEmbedder()
    asking = "入党积极分子要培训多少学时？"
    long = "孩子今年上小学，家里事情也多，天天忙得团团转，可是材料还得接着写下去啊。" + asking
    whole, part, both = embedder.embed_query(long), embedder.embed_query(asking), question_vector(long, embedder)
    assert float(both @ both) == pytest.approx(1)
    assert float(both @ whole) == pytest.approx(float(both @ part), abs=1e-5)


def test_the_vector_of_a_short_question_is_its_own() -> None:
    embedder = HashEmbedder()
    assert np.array_equal(question_vector("党费多久公示一次", embedder), embedder.embed_query("党费多久公示一次"))
