from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.sentences import sentence_start, sentences, whole_sentences


def cut(text: str) -> list[str]:
    return [text[s:e] for s, e in sentences(text)]


@pytest.mark.parametrize(("text", "expected"), [
    ("每年至少为本支部党员上1次党课。每季度向全体党员公示1次党费收缴情况。",
     ["每年至少为本支部党员上1次党课。", "每季度向全体党员公示1次党费收缴情况。"]),
    ("主持召开支部委员会，研究重要事项；组织党员参加主题党日活动",
     ["主持召开支部委员会，研究重要事项；", "组织党员参加主题党日活动"]),
    ("1.抓好学习。每年参加集中学习培训不少于32学时。", ["1.抓好学习。每年参加集中学习培训不少于32学时。"]),
    ("每年参加集中学习培训不少于32学时。要记笔记。", ["每年参加集中学习培训不少于32学时。", "要记笔记。"]),
    ("党员要做到“讲政治、有信念，讲规矩、有纪律。”支部要带头做好示范引领工作。",
     ["党员要做到“讲政治、有信念，讲规矩、有纪律。”", "支部要带头做好示范引领工作。"]),
    ("每月召开1次支部委员会会议\n每季度召开1次支部党员大会",
     ["每月召开1次支部委员会会议", "每季度召开1次支部党员大会"]),
    ("按时缴纳党费", ["按时缴纳党费"]),
    ("", []),
    (" \n ", []),
])
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.text(alphabet="党课书记每年1次，。；！？”）\n \t", max_size=120))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(0 <= s < e <= len(text) for s, e in spans)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    assert re.sub(r"\s", "", "".join(cut(text))) == re.sub(r"\s", "", text)
    assert all(part == part.strip() for part in cut(text))


@pytest.mark.parametrize(("text", "expected"), [
    ("抓好学习。每年学习不少于32学时；要记笔记。", ["抓好学习。", "每年学习不少于32学时；要记笔记。"]),
    ("做到“有纪律。”支部要带头！\n谈心", ["做到“有纪律。”", "支部要带头！\n", "谈心"]),
    ("", []),
])
def test_whole_sentences_end_at_full_stops_however_short(text: str, expected: list[str]) -> None:
    assert [text[s:e] for s, e in whole_sentences(text)] == expected


@given(st.text(alphabet="党课1次，。；！”）\n ", max_size=60))
def test_each_whole_sentence_begins_where_the_one_before_ends(text: str) -> None:
    spans = whole_sentences(text)
    assert [s for s, _ in spans[1:]] == [e for _, e in spans[:-1]]
    assert spans == [] or spans[-1][1] == len(text)
    for s, e in spans:
        assert {sentence_start(text, place) for place in range(s, e)} == {s}
