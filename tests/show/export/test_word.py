"""The Word file of a conversation, opened again: texts come out as they went in, whatever they hold."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.show.card import present
from kb.show.export.text import one_line
from kb.show.export.word import to_docx
from kb.types import Query
from tests.samples import DAY, HOSTILE, answered, refused


def test_question_answer_quotes_and_citations() -> None:
    card = present(Query("那呢", scope="机关"), answered("那呢", understood_as="书记多久上党课"), asked_on=DAY)
    document = Document(BytesIO(to_docx([card], today=DAY)))
    texts = [p.text for p in document.paragraphs]
    assert texts[0] == "党建问答" and "2026-11-21" in texts[1]
    assert [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"] == ["1. 那呢"]
    for text in ("每年至少1次。", "1.书记每年至少上1次党课，并作记录。", "——《办法》第1条",
                 "其他单位的规定", "学校：每年至少2次", "理解为：书记多久上党课　筛选：机关"):
        assert text in texts, text
    marked = [r.text for p in document.paragraphs for r in p.runs if r.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert marked == ["每年至少上1次", "书记每年至少上2次党课。", "每季度上1次"]


def test_what_nothing_answers_shows_the_nearest_as_no_answer() -> None:
    document = Document(BytesIO(to_docx([present(Query("食堂几点开门"), refused(), asked_on=DAY)], today=DAY)))
    texts = [p.text for p in document.paragraphs]
    assert "内容相近的条款（不是回答）" in texts
    assert sum(t.startswith("——《办法》") for t in texts) == 3


def test_markup_and_control_characters_in_a_question_are_text() -> None:
    question = f"{HOSTILE}\x00\x0b\x1f\ufffe\ud800</w:t>"
    document = Document(BytesIO(to_docx([present(Query(question), refused(question), asked_on=DAY)], today=DAY)))
    assert f"1. {HOSTILE}</w:t>" in [p.text for p in document.paragraphs]


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_any_question_gives_a_file_that_opens(question: str) -> None:
    document = Document(BytesIO(to_docx([present(Query(question), refused(question), asked_on=DAY)], today=DAY)))
    assert f"1. {one_line(question)}" in [p.text for p in document.paragraphs]
