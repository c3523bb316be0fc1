"""The handout, read back."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

from docx import Document

from kb.training.pack.handout import as_docx
from tests.training.pack.reading import docx_lines
from tests.training.pack.samples import CLAUSES, LESSON, made


def test_headings_tables_and_paper() -> None:
    document = Document(BytesIO(as_docx(made())))
    section = document.sections[0]

    assert section.page_width is not None and round(section.page_width.cm, 1) == 21.0
    assert [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"] == [
        "党课", "党费", "资料来源"]
    assert [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 2"][:5] == [
        "规定要点", "对照表", "条款原文", "材料怎么留", "常见问题"]
    assert [c.text for c in document.tables[0].rows[0].cells] == ["谁来做", "高校", "学校", "机关"]


def test_contents_point_to_the_headings_and_pages_are_numbered() -> None:
    with ZipFile(BytesIO(as_docx(made()))) as held:
        body, foot = held.read("word/document.xml").decode(), held.read("word/footer1.xml").decode()

    pointed = re.findall(r"PAGEREF (_Toc\d+)", body)
    assert len(pointed) == 13 and pointed == re.findall(r'bookmarkStart w:id="\d+" w:name="(_Toc\d+)"', body)
    assert re.findall(r"> (PAGE|NUMPAGES) <", foot) == ["PAGE", "NUMPAGES"]


def test_a_clause_has_its_number_kinds_words_and_citation() -> None:
    lines = docx_lines(as_docx(made(LESSON)))
    at = lines.index("[2] 机关")

    assert lines[at + 1:at + 3] == [CLAUSES["a2"].text, "——《清水县水利局党支部工作办法》 第2条"]


def test_questions_have_their_answers_and_quotes() -> None:
    lines = docx_lines(as_docx(made(LESSON)))
    at = lines.index("问：党课（党支部书记）多久一次？")

    assert lines[at + 1:at + 4] == ["答：机关，每年至少2次", "党支部书记每年至少为本支部党员上2次党课",
                                    "——《清水县水利局党支部工作办法》 第2条"]


def test_the_same_pack_is_the_same_bytes() -> None:
    assert as_docx(made()) == as_docx(made())
