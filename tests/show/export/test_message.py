"""An answer to pass on: conclusion, clauses and sources, as text and as HTML."""

from __future__ import annotations

from dataclasses import replace

from lxml import html

from kb.show.card import present
from kb.show.export.message import to_html, to_text
from kb.types import Query
from tests.samples import DAY, HOSTILE, answered, refused

EXPECTED = """\
问：书记多久上一次党课
答：每年至少1次。

依据：
①【机关】每年至少上1次
——《办法》第1条

其他单位的规定：
②【学校】书记每年至少上2次党课。
——《办法》第2条
③【高校】每季度上1次
——《办法》第3条

（2026年11月21日查自党建规章知识库，以正式文件为准）"""


def test_as_text() -> None:
    assert to_text(present(Query("书记多久上一次党课"), answered(), asked_on=DAY)) == EXPECTED


def test_as_html_with_the_whole_clause_and_its_words_in_bold() -> None:
    tree = html.fragment_fromstring(to_html(present(Query("党课"), answered(), asked_on=DAY)), create_parent="div")
    assert [q.text_content() for q in tree.xpath(".//blockquote/p[1]")] == [
        "①【机关】1.书记每年至少上1次党课，并作记录。", "②【学校】书记每年至少上2次党课。",
        "③【高校】书记每季度上1次党课。"]
    assert [b.text_content() for b in tree.xpath(".//blockquote//b")] == [
        "每年至少上1次", "书记每年至少上2次党课。", "每季度上1次"]


def test_a_question_is_text() -> None:
    card = present(Query(HOSTILE), replace(refused(HOSTILE), answer=HOSTILE), asked_on=DAY)
    tree = html.fragment_fromstring(to_html(card), create_parent="div")
    assert tree.xpath(".//img | .//a") == []
    assert tree.text_content().startswith(f"问：{HOSTILE}答：{HOSTILE}")
