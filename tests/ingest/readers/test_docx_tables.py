"""Tables of Word files: their cells, and the labels of their rows."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml import parse_xml

from kb.ingest.readers import read_file
from kb.ingest.readers.reading import Cell, Paragraph, Table
from tests.ingest.helpers import DATA
from tests.ingest.readers.docx_files import FORM, W, clauses_in, run, write_form


def test_block_merged_over_rows_and_columns_is_one_cell(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(3, 3)
    for i, row in enumerate(("甲乙丙", "丁戊己", "庚辛壬")):
        for j, text in enumerate(row):
            table.cell(i, j).text = text if (i, j) not in ((0, 1), (1, 0), (1, 1)) else ""
    table.cell(0, 0).merge(table.cell(1, 1))
    document.save(str(tmp_path / "a.docx"))
    assert read_file(tmp_path / "a.docx").blocks[1] == Table(
        (
            (Cell("甲", rows=2, columns=2), Cell("丙")),
            (Cell("己"),),
            (Cell("庚"), Cell("辛"), Cell("壬")),
        )
    )


def test_row_of_one_line_stays_in_its_table(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(3, 2)
    for i, row in enumerate(("甲乙", "丙", "丁戊")):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    table.cell(1, 0).merge(table.cell(1, 1))
    document.save(str(tmp_path / "a.docx"))
    blocks = [b for b in read_file(tmp_path / "a.docx").blocks if b != Paragraph("")]
    assert blocks == [
        Table(((Cell("甲"), Cell("乙")), (Cell("丙", columns=2),), (Cell("丁"), Cell("戊"))))
    ]


def test_row_of_one_cell_with_several_paragraphs_parts_the_table(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(3, 2)
    for i, row in enumerate(("甲乙", "丙", "丁戊")):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    table.cell(1, 0).merge(table.cell(1, 1)).add_paragraph("己")
    document.save(str(tmp_path / "a.docx"))
    blocks = [b for b in read_file(tmp_path / "a.docx").blocks if b != Paragraph("")]
    assert blocks == [
        Table(((Cell("甲"), Cell("乙")),)),
        Paragraph("丙"),
        Paragraph("己"),
        Table(((Cell("丁"), Cell("戊")),)),
    ]


def test_empty_cell_that_is_not_merged_has_no_label_from_above(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(len(FORM), 3)
    for i, row in enumerate(FORM):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    document.save(str(tmp_path / "a.docx"))
    assert [c.path for c in clauses_in(tmp_path / "a.docx")] == [
        ("班子建设", "换届选举"),
        ("分工负责",),
        ("党费管理", "收缴公示"),
    ]


def test_cell_merged_downwards_heads_each_of_its_rows(tmp_path: Path) -> None:
    found = clauses_in(write_form(tmp_path / "规则.docx"))[2:]
    assert [c.path[-2:] for c in found] == [
        ("班子建设", "换届选举"),
        ("班子建设", "分工负责"),
        ("党费管理", "收缴公示"),
    ]
    assert [c.text for c in found] == [row[2] for row in FORM[1:]]


def test_cell_merged_across_stays_a_label(tmp_path: Path) -> None:
    last = clauses_in(write_form(tmp_path / "规则.docx", merge_across=True))[-1]
    assert last.text == "按月足额收缴党费，每年至少公示1次收缴情况。"
    assert last.path[-1] == "党费管理"


def test_smart_tag_in_a_cell_is_kept(tmp_path: Path) -> None:
    path = write_form(tmp_path / "规则.docx")
    document = Document(str(path))
    cell = document.tables[0].cell(3, 2).paragraphs[0]._p
    cell.append(parse_xml(f'<w:smartTag {W} w:element="x">{run("另有规定的除外。")}</w:smartTag>'))
    document.save(str(path))
    assert clauses_in(path)[-1].text.endswith("另有规定的除外。")


def test_table_of_one_column_is_read_as_paragraphs(tmp_path: Path) -> None:
    document = Document()
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = "党员守则"
    for text in ("1.按月交纳党费。", "2.参加组织生活。"):
        frame.add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    assert [c.number for c in clauses_in(tmp_path / "a.docx")] == ["1", "2"]


def test_libreoffice_docx_table_rows_have_their_labels() -> None:
    rows = clauses_in(DATA / "rules.docx")[13:]
    assert [c.path[-2:] for c in rows] == [
        ("班子建设", "换届选举"),
        ("班子建设", "分工负责"),
        ("党费管理", "收缴公示"),
    ]
    assert {c.list_title for c in rows} == {"附件1：党支部考核评分表"}
