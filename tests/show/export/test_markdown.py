"""Markdown of a conversation, read by a Markdown parser: texts come out as they went in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from kb.show.card import present
from kb.show.export.markdown import escaped, to_markdown
from kb.types import Query
from tests.samples import DAY, HOSTILE, answered, cited, finding, refused

_READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def read(markdown: str) -> html.HtmlElement:
    return html.document_fromstring(f"<main>{_READER.render(markdown)}</main>")


def test_question_answer_quotes_and_citations() -> None:
    card = present(Query("那呢", scope="机关"), answered("那呢", understood_as="书记多久上党课"), asked_on=DAY)
    tree = read(to_markdown([card], today=DAY))
    assert [h.text_content() for h in tree.xpath("//h2")] == ["1. 那呢"]
    assert tree.xpath("string(//strong)") == "每年至少1次。", "the clause is quoted below"
    marked = [m.text_content() for m in tree.xpath("//blockquote//strong")]
    assert marked == ["每年至少上1次", "书记每年至少上2次党课。", "每季度上1次"]
    first = tree.xpath("//blockquote")[0].text_content()
    assert "1.书记每年至少上1次党课，并作记录。" in first and "——《办法》第1条" in first
    text = tree.text_content()
    for part in ("2026-11-21", "理解为：书记多久上党课", "筛选：机关", "其他单位的规定", "学校：每年至少2次"):
        assert part in text
    assert "相近的条款" not in text


def test_what_nothing_answers_shows_the_nearest_as_no_answer() -> None:
    tree = read(to_markdown([present(Query("食堂几点开门"), refused(), asked_on=DAY)], today=DAY))
    assert "内容相近的条款（不是回答）" in [h.text_content() for h in tree.xpath("//h3")]
    assert tree.xpath("//blockquote//strong") == [] and len(tree.xpath("//blockquote")) == 3


def test_markup_in_a_question_is_text() -> None:
    for question in (HOSTILE, "# 标题", "> 引", "- 项", "1. 项", "---", "```\n代码", "a | b\n--|--", "<!-- x", "[x]: http://a"):
        tree = read(to_markdown([present(Query(question), refused(question), asked_on=DAY)], today=DAY))
        (heading,) = tree.xpath("//h2")
        assert heading.text_content() == "1. " + " ".join(question.split())
        assert tree.xpath("//img | //a | //script | //code | //table | //hr | //*[@onerror]") == []


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=60))
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    assert MarkdownIt("commonmark").render(escaped(text)).strip() == f"<p>{_as_html(text)}</p>"


def _as_html(text: str) -> str:
    for char, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, name)
    return text


def test_what_is_no_markup_where_it_stands_is_not_escaped() -> None:
    for text in ("制度：a:b", "1.书记（每月1次）", "3-5人", "a_b", "R&D", "50%~60%", "第1条 > 第2条", "{甲}",
                 "5 < 6", "党课!"):
        assert escaped(text) == text


def test_no_tags_but_text() -> None:
    assert "<" not in to_markdown([present(Query("党课"), answered(), asked_on=DAY)], today=DAY)


def test_control_characters_are_left_out() -> None:
    assert escaped("党\x00课\x1b[31m\x0b\x85\ud800。") == "党课\\[31m。"


@pytest.mark.parametrize(("clause", "words", "shown"), [
    ("开展党课教育(半年一次),保证质量。", "开展党课教育(半年一次)", "> **开展党课教育(半年一次)**,保证质量。"),
    ("“三会一课”要开好。", "“三会一课”", "> **“三会一课**”要开好。"),
    ("每月开展“三会一课”。", "“三会一课”。", "> 每月开展“**三会一课”。**"),
])
def test_bold_takes_in_punctuation_where_it_can(clause: str, words: str, shown: str) -> None:
    of = cited("第1条", clause)
    card = present(Query("问"), replace(answered(), findings=(finding(of, words),), clauses=(of,)), asked_on=DAY)
    text = to_markdown([card], today=DAY)
    assert shown in text
    assert words.strip("“”。") in read(text).xpath("string(//blockquote//strong)")
