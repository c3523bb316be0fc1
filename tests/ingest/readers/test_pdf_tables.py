from __future__ import annotations

from kb.ingest.pipeline import build
from kb.ingest.readers import read_file
from kb.ingest.readers.pdf_table_pages import goes_on, joined
from kb.ingest.readers.pdf_tables import RuledTable
from kb.ingest.readers.reading import Cell, Table
from tests.ingest.helpers import DATA, assert_whole, text_of


def test_rows_over_seventeen_small_pages_are_whole() -> None:
    document, parts = build(DATA / "table.pdf", key="评分标准")
    assert_whole(document.text, parts)
    rows = [c for c in parts.clauses if c.path]
    assert [c.path for c in rows] == [("类别一" if n < 5 else "类别二", f"项目{n}") for n in range(1, 9)]
    assert rows[2].text == ("评分标准：第3项工作每月开展4次，少1次扣4分，资料不齐全、记录不规范的每处扣0.5分；"
                            "扣完为止。\t分值：4\t备注：查资料")
    assert all(c.text.count("扣完为止。") == 1 for c in rows)
    assert [c.page for c in rows] == sorted(c.page or 0 for c in rows)
    assert rows[-1].page == 14


def test_headers_of_odd_and_even_pages_are_left_out() -> None:
    text = text_of(read_file(DATA / "table.pdf"))
    assert "党建工作手册" not in text and "2024年版" not in text and "第 1 页" not in text


def table(page: int, *rows: tuple[Cell, ...], columns: tuple[float, ...] = (50, 100, 300, 350)) -> RuledTable:
    return RuledTable((50, 80, columns[-1], 700), columns, Table(rows, page=page, pages=(page,) * len(rows)))


def cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text) for text in texts)


HEAD = cells("项目", "要求", "分值")


def test_repeated_header_is_told_once() -> None:
    found = joined(table(1, HEAD, cells("党课", "每季度一次。", "5")), table(2, HEAD, cells("学习", "每月一次。", "3")))
    assert found.table.rows == (HEAD, cells("党课", "每季度一次。", "5"), cells("学习", "每月一次。", "3"))
    assert found.table.pages == (1, 1, 2)


def test_row_that_broke_off_goes_on() -> None:
    above = table(1, HEAD, cells("党课", "支部书记每季度至少上一次党", "5"))
    found = joined(above, table(2, cells("", "课，并做好记录。", "")))
    assert found.table.rows == (HEAD, cells("党课", "支部书记每季度至少上一次党课，并做好记录。", "5"))
    assert found.table.pages == (1, 1)


def test_merged_cell_goes_on_over_the_page() -> None:
    found = joined(table(1, HEAD, cells("党课", "每季度一次。", "5")), table(2, cells("", "做好记录。", "3")))
    assert found.table.rows == (HEAD, (Cell("党课", rows=2), Cell("每季度一次。"), Cell("5")), cells("做好记录。", "3"))


def test_table_of_other_columns_is_another_table() -> None:
    assert goes_on(table(1, HEAD), table(2, HEAD, columns=(51, 100, 299, 350)))
    assert not goes_on(table(1, HEAD), table(2, HEAD, columns=(50, 150, 300, 350)))
