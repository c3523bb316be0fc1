"""A topic as a file, read back by other programs."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from kb.errors import KBError
from kb.training.topics.export.file import made, write_topic
from kb.training.topics.grid import Grid, grid
from tests.training.topics.samples import topic_of


@pytest.fixture
def found(tmp_path: Path) -> Grid:
    return grid(topic_of(tmp_path, "三会一课"))


def test_a_word_file_is_across_and_holds_every_rule(found: Grid) -> None:
    document = Document(BytesIO(bytes(made(".docx", found))))  # type: ignore[arg-type]
    section = document.sections[0]
    assert section.page_width is not None and section.page_height is not None
    assert section.page_width > section.page_height
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    assert "每季度1次（规定不一致）；每月1次（规定不一致）" in cells
    assert all(r.quote in cells and r.citation in cells for r in found.table.rows)
    room = section.page_width - (section.left_margin or 0) - (section.right_margin or 0)
    assert all(sum(c.width or 0 for c in t.columns) <= room + 1000 for t in document.tables)


def test_a_workbook_has_the_table_and_the_rules(found: Grid) -> None:
    book = load_workbook(BytesIO(bytes(made(".xlsx", found))))  # type: ignore[arg-type]
    values = [c.value for row in book["对照"].iter_rows() for c in row if c.value]
    assert found.table.differences in values and "每月至少1次" in values
    assert book["条款"].max_row == len(found.table.rows) + 1
    assert book["对照"].page_setup.orientation == "landscape"


def test_a_csv_file_has_a_row_a_rule(found: Grid) -> None:
    text = str(made(".csv", found))
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff") and len(rows) == len(found.table.rows) + 1
    assert rows[1][:6] == ["支部党员大会", "机关", "对党组织", "党支部", "每季度", "1次"]


def test_markdown(found: Grid) -> None:
    text = str(made(".md", found))
    assert text.startswith("# 专题对照：三会一课") and "| 事项 | 对谁 | 国企 | 机关 |" in text


def test_another_ending_is_one_line(found: Grid, tmp_path: Path) -> None:
    with pytest.raises(KBError, match=".docx、.xlsx、.csv、.md"):
        write_topic(tmp_path / "a.pdf", found)
