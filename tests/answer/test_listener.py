from __future__ import annotations

import pytest

from kb.answer.listener import Listener
from kb.question.finder import Finder
from kb.search.holdings import Holdings
from kb.search.index.build import build_index
from tests.conftest import HashEmbedder
from tests.search.samples import clause

WASTE = clause("w", "厨余垃圾每天清运一次，混投垃圾每次罚款五十元。")


def listener() -> Listener:
    finder = Finder(build_index([WASTE], {"d": "垃圾分类办法"}, [], HashEmbedder()), HashEmbedder())
    return Listener(Holdings.of([WASTE]), finder)


@pytest.mark.parametrize(("question", "chat"), [
    ("你好", True), ("谢谢！", True), ("你真垃圾", True), ("abc", True),
    ("厨余垃圾多久清运一次", False),  # the library rules it: no abuse
    ("混投垃圾罚多少", False), ("党费交多少", False),
])
def test_chat_is_told_from_what_the_library_rules(question: str, chat: bool) -> None:
    assert listener().is_chat(question) is chat
