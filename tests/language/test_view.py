from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.view import same_length


@pytest.mark.parametrize(("text", "plain"), [
    ("第１２条", "第12条"), ("第⼀条", "第一条"), ("⻓沙", "长沙"), ("第三條 圖書", "第三条 图书"), ("ＡＢｃ", "ABc"),
    ("①会议", "①会议"), ("㈠党课", "㈠党课"), ("⒈党课", "⒈党课"),
    ("（一）：，。", "（一）：，。"), ("党\u3000课", "党\u3000课"),
])
def test_characters_are_seen_in_their_plain_form(text: str, plain: str) -> None:
    assert same_length(text) == plain


@given(st.text(max_size=60))
def test_it_is_as_long_as_the_text(text: str) -> None:
    assert len(same_length(text)) == len(text)
