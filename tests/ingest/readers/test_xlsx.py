"""Workbooks: the words that a sheet shows, as tables and the lines around them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kb.errors import ReadError
from kb.ingest.pipeline import build
from kb.ingest.readers import read_file, xlsx
from kb.ingest.readers.reading import Cell, Heading, Paragraph, Table
from tests.ingest.helpers import assert_whole

HEADER = ("序号", "项目", "工作任务", "完成时限")
TASKS = ("每季度召开一次党员大会，讨论支部工作。", "每月召开一次支部委员会，研究党员发展。")


def rows(sheet: Any, first: int, *lines: Sequence[object], column: int = 1) -> None:
    for r, line in enumerate(lines, first):
        for c, value in enumerate(line, column):
            if value is not None:
                sheet.cell(r, c, value)


def list_book() -> Workbook:
    book = Workbook()
    sheet = book.active
    rows(
        sheet,
        1,
        ("党支部任务清单",),
        ("填报单位：机关党委", None, None, "2024年1月"),
        HEADER,
        (1, "组织生活", TASKS[0], date(2024, 3, 31)),
        (2, None, TASKS[1], 0.5),
    )
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("B4:B5")
    sheet["D4"].number_format = 'm"月"d"日"前'
    sheet["D5"].number_format = "0%"
    return book


def test_a_sheet_is_its_lines_and_its_table(tmp_path: Path) -> None:
    book = list_book()
    rows(book.active, 7, ("注：由组织科解释，每半年检查一次。",))
    book.save(tmp_path / "a.xlsx")
    assert read_file(tmp_path / "a.xlsx").blocks == (
        Heading("党支部任务清单", 1),
        Paragraph("填报单位：机关党委  2024年1月"),
        Paragraph(""),
        Table(
            (
                tuple(Cell(name) for name in HEADER),
                (Cell("1"), Cell("组织生活", rows=2), Cell(TASKS[0]), Cell("3月31日前")),
                (Cell("2"), Cell(TASKS[1]), Cell("50%")),
            )
        ),
        Paragraph(""),
        Paragraph("注：由组织科解释，每半年检查一次。"),
    )


def test_a_row_is_a_clause_under_its_labels(tmp_path: Path) -> None:
    list_book().save(tmp_path / "a.xlsm")
    document, parts = build(tmp_path / "a.xlsm", key="a")
    assert_whole(document.text, parts)
    assert document.title == "党支部任务清单"
    assert [(c.number, c.path[-1:], c.text) for c in parts.clauses[-2:]] == [
        ("1", ("组织生活",), f"工作任务：{TASKS[0]}\t完成时限：3月31日前"),
        ("2", ("组织生活",), f"工作任务：{TASKS[1]}\t完成时限：50%"),
    ]


def test_blank_rows_and_columns_part_tables(tmp_path: Path) -> None:
    book = Workbook()
    for first, column in ((1, 1), (1, 4), (6, 1)):
        rows(book.active, first, ("项目", "要求"), ("党课", "每季度一次"), ("党费", "每月一次"), column=column)
    book.save(tmp_path / "a.xlsx")
    tables = [b for b in read_file(tmp_path / "a.xlsx").blocks if isinstance(b, Table)]
    assert [[row[0].text for row in table.rows] for table in tables] == [["项目", "党课", "党费"]] * 3


def test_a_blank_row_without_a_new_header_stays_within_its_table(tmp_path: Path) -> None:
    book = Workbook()
    rows(
        book.active,
        1,
        ("项目", "要求"),
        ("党课", "每季度1次"),
        ("会议", "每月1次"),
        (),
        ("党费", "每月1次"),
        ("学习", "每周1次"),
    )
    book.save(tmp_path / "a.xlsx")
    (table,) = [b for b in read_file(tmp_path / "a.xlsx").blocks if isinstance(b, Table)]
    assert [row[0].text for row in table.rows] == ["项目", "党课", "会议", "党费", "学习"]


def test_several_sheets_stand_under_their_names_and_one_column_is_text(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "任务"
    rows(book.active, 1, ("项目", "要求"), ("党课", "每季度一次"), ("党费", "每月一次"))
    rows(book.create_sheet("制度"), 1, ("值班制度",), ("第一条 每日巡查三次。",), ("第二条 本制度自印发之日起施行。",))
    book.save(tmp_path / "a.xlsx")
    blocks = [b for b in read_file(tmp_path / "a.xlsx").blocks if not isinstance(b, Table) and b.text]
    assert blocks == [
        Heading("任务", 1),
        Heading("值班制度", 1),
        Paragraph("第一条 每日巡查三次。"),
        Paragraph("第二条 本制度自印发之日起施行。"),
    ]


def test_a_page_that_calls_itself_a_workbook_is_read_as_a_sheet(tmp_path: Path) -> None:
    (tmp_path / "导出.xls").write_text(
        '<html><head><meta charset="utf-8"></head><body><table border=1><tr><td colspan=3>支部任务清单</td></tr>'
        "<tr><td>填报单位：机关党委</td><td></td><td>2024年1月</td></tr><tr><th>项目</th><th>任务</th><th>时限</th></tr>"
        f"<tr><td rowspan=2>组织生活</td><td>{TASKS[0]}</td><td>每季度</td></tr>"
        f"<tr><td>{TASKS[1]}</td><td>每月</td></tr>"
        "</table></body></html>",
        encoding="utf-8",
    )
    blocks = [b for b in read_file(tmp_path / "导出.xls").blocks if isinstance(b, Table) or b.text]
    assert blocks == [
        Heading("支部任务清单", 1),
        Paragraph("填报单位：机关党委  2024年1月"),
        Table(
            (
                (Cell("项目"), Cell("任务"), Cell("时限")),
                (Cell("组织生活", rows=2), Cell(TASKS[0]), Cell("每季度")),
                (Cell(TASKS[1]), Cell("每月")),
            )
        ),
    ]


def test_what_is_hidden_is_not_read_and_is_told(tmp_path: Path) -> None:
    book = list_book()
    book.active.row_dimensions[4].hidden = True
    book.active.column_dimensions["D"].hidden = True
    rows(book.create_sheet("旧表"), 1, ("作废",))
    book["旧表"].sheet_state = "hidden"
    book.active["E5"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    reading = read_file(tmp_path / "a.xlsx")
    (table,) = [b for b in reading.blocks if isinstance(b, Table)]
    assert [[cell.text for cell in row] for row in table.rows] == [list(HEADER[:3]), ["2", "组织生活", TASKS[1]]]
    told = "".join(reading.warnings)
    assert len(reading.warnings) == 3 and "旧表" in told and "1 行、1 列" in told and "1 个公式" in told


def test_a_cell_merged_to_the_end_of_the_sheet_costs_nothing(tmp_path: Path) -> None:
    book = list_book()
    book.active.unmerge_cells("A1:D1")
    book.active.merge_cells("A1:XFD1")
    book.active["A9"] = "说明"
    book.active.merge_cells("A9:XFD9")
    book.save(tmp_path / "a.xlsx")
    blocks = read_file(tmp_path / "a.xlsx").blocks
    assert [len(b.rows) for b in blocks if isinstance(b, Table)] == [3]
    assert blocks[-1] == Heading("说明", 1)


def test_too_large_and_broken_workbooks_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    list_book().save(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes((tmp_path / "a.xlsx").read_bytes()[:2000])
    with pytest.raises(ReadError, match="b.xlsx"):
        read_file(tmp_path / "b.xlsx")
    monkeypatch.setattr(xlsx, "_MAX_UNPACKED", 1000)
    with pytest.raises(ReadError, match="太大"):
        read_file(tmp_path / "a.xlsx")
