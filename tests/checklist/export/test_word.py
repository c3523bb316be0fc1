from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from kb.checklist.export.word import as_docx
from tests.checklist.export.samples import FOUND, TICKS


@pytest.fixture(scope="module")
def document() -> WordDocument:
    return Document(BytesIO(as_docx(FOUND, TICKS)))


def test_it_is_a4_across_with_the_head_of_each_table_on_every_page(document: WordDocument) -> None:
    (section,) = document.sections
    assert section.page_width is not None and section.page_height is not None
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    for table in document.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)


def test_no_table_is_wider_than_the_page(document: WordDocument) -> None:
    (section,) = document.sections
    assert section.page_width and section.left_margin and section.right_margin
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        assert sum(cell.width or 0 for cell in table.rows[0].cells) <= room * 1.001


def test_boxes_to_tick_and_what_is_done(document: WordDocument) -> None:
    lesson = document.tables[0].rows[1].cells
    assert [c.text for c in lesson[:4]] == [
        "1", "组织", "组织党课\n规定不一致（党课），按这一条从严；又见《细则》第3条", "每季度至少1次"]
    assert lesson[4].text == "☑ 3月底（3月20日完成，张三）\n☐ 6月底 ☐ 9月底 ☐ 12月底"
    assert document.tables[-1].rows[1].cells[2].text == "☑（2月1日完成）"
    assert document.tables[1].rows[1].cells[4].text == "☐"


def test_there_are_lines_to_sign(document: WordDocument) -> None:
    last = document.paragraphs[-1].text
    assert all(words in last for words in ("书记签字：", "检查人：", "日期："))


def test_chinese_letters_have_a_font_of_their_own(document: WordDocument) -> None:
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert (fonts.get(qn("w:ascii")), fonts.get(qn("w:eastAsia"))) == ("Times New Roman", "宋体")


def test_numbers_run_through_all_tables(document: WordDocument) -> None:
    assert [row.cells[0].text for t in document.tables for row in t.rows[1:]] == ["1", "2", "3", "4"]
