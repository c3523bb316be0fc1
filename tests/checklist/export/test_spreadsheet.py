from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from kb.checklist.export.spreadsheet import COLUMNS, as_xlsx
from kb.checklist.items import Checklist
from tests.checklist.export.samples import FOUND, QUARTERS, TICKS


@pytest.fixture(scope="module")
def book() -> Any:
    return load_workbook(BytesIO(as_xlsx(FOUND, TICKS)))


def rows(sheet: Any) -> list[dict[str, Any]]:
    heads = [c.value for c in sheet[3]]
    return [dict(zip(heads, (c.value for c in row), strict=True)) for row in sheet.iter_rows(min_row=4)]


def test_a_row_for_every_day_with_the_id_to_read_it_back_by(book: Any) -> None:
    dated, general = rows(book["清单"]), rows(book["一般职责"])
    assert [(r["编号"], r["到期日"]) for r in dated] == [
        *(("a1", datetime(d.year, d.month, d.day)) for d in QUARTERS), ("a2", None)]
    assert [r["编号"] for r in general] == ["a4", "a3"]
    assert [r["序号"] for r in dated] == [1, 2, 3, 4, 5]


def test_what_is_done_is_filled_in(book: Any) -> None:
    first, second = rows(book["清单"])[:2]
    assert (first["完成"], first["完成日期"], first["经手人"]) == ("是", datetime(2026, 3, 20), "张三")
    assert first["凭据和备注"] == "记录第7号；到会12人"
    assert (second["完成"], second["完成日期"]) == (None, None)
    assert rows(book["一般职责"])[1]["完成"] == "是"


def test_words(book: Any) -> None:
    first = rows(book["清单"])[0]
    assert [first[n] for n in ("谁", "周期", "多少", "要留的材料")] == [
        "组织", "每季度", "每季度至少1次", "会议记录、签到"]
    assert first["说明"] == "规定不一致（党课），按这一条从严；又见《细则》第3条"
    assert first["原文和出处"] == "每季度组织1次党课\n——《办法》第1条"


def test_no_text_becomes_a_formula(book: Any) -> None:
    cells = [c for row in book["一般职责"].iter_rows() for c in row if str(c.value).startswith("=")]
    assert cells and all(c.data_type == "s" and c.quotePrefix for c in cells)


@pytest.mark.parametrize("name", ["清单", "一般职责"])
def test_it_is_ready_to_fill_in_and_to_print(book: Any, name: str) -> None:
    sheet = book[name]
    assert sheet.auto_filter.ref == f"A3:N{sheet.max_row}"
    assert sheet.freeze_panes == "E4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.column_dimensions["N"].hidden and not sheet.column_dimensions["A"].hidden
    kinds = {str(v.sqref)[0]: v for v in sheet.data_validations.dataValidation}
    assert (kinds["G"].type, kinds["G"].formula1, kinds["H"].type) == ("list", '"是,否,不适用"', "date")
    assert sheet["H4"].number_format == sheet["F4"].number_format == "yyyy-mm-dd"
    assert all(c.alignment.wrap_text for c in sheet[4])
    assert {c.font.name for c in sheet[4]} == {"宋体"}


def test_a_row_is_as_high_as_its_text() -> None:
    sheet = load_workbook(BytesIO(as_xlsx(FOUND, {})))["清单"]
    assert all(30 < sheet.row_dimensions[row].height < 80 for row in range(4, sheet.max_row + 1))


def test_an_empty_list_has_its_head() -> None:
    sheet = load_workbook(BytesIO(as_xlsx(Checklist("党支部书记", "农村", 2026, ()), {})))["清单"]
    assert [c.value for c in sheet[3]] == [name for name, _ in COLUMNS]
