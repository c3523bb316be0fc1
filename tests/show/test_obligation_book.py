"""The table of obligations in order and as a workbook."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kb.show.obligation_book import as_workbook
from kb.show.obligation_file import write_obligations
from kb.show.obligation_table import COLUMNS, Row, sorted_rows
from kb.types import Clause, Obligation


def row(**stated: Any) -> Row:
    text = stated.pop("text", "每年至少1次")
    clause = Clause(id="d-1", document_id="d", ordinal=0, start=0, end=len(text), text=text, number="1", path=(),
                    list_title="守则")
    plain: dict[str, Any] = {"subject": "书记", "action": "上党课", "period": "每年", "deadline": None,
                             "value": "至少1次", "count": 1.0, "unit": "次"}
    return Obligation(clause_id="d-1", quote=text, start=0, end=len(text), comparator=">=",
                      **{**plain, **stated}), clause, "守则"


def test_the_sheet_is_fit_to_be_read_and_printed(tmp_path: Path) -> None:
    write_obligations(tmp_path / "事项.XLSX", [row(condition="设党委的", record=("签到", "会议记录")), row()])
    sheet = load_workbook(tmp_path / "事项.XLSX").active
    assert [c.value for c in sheet[1]] == [c.heading for c in COLUMNS]
    assert [c.value for c in sheet[2]] == [
        "书记", "上党课", "每年", "至少1次", None, "设党委的", "签到、会议记录", "通用", "每年至少1次",
        "《守则》 第1条", "d-1"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:K3", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert all(sheet.column_dimensions[c.column_letter].width >= 9 for c in sheet[1])
    assert all(c.alignment.wrap_text for c in sheet[2])


@pytest.mark.parametrize("words", ["=1+1", "=HYPERLINK(1)", "+1", "@A1", "甲\n乙", "\x07甲"])
def test_a_cell_holds_words_whatever_they_begin_with(words: str) -> None:
    cell = load_workbook(BytesIO(as_workbook([row(action=words)]))).active["B2"]
    assert (cell.value, cell.data_type) == (words.replace("\x07", ""), "s")


@pytest.mark.parametrize(("sort", "descending", "expected"), [
    ("", False, ["a", "b", "c", "d"]), ("source", False, ["a", "b", "c", "d"]), ("nope", True, ["a", "b", "c", "d"]),
    ("period", False, ["b", "d", "a", "c"]), ("period", True, ["a", "b", "d", "c"]),
    ("count", False, ["a", "d", "b", "c"]), ("count", True, ["b", "d", "a", "c"]),
    ("who", False, ["d", "a", "b", "c"]),
])
def test_in_order_what_has_no_value_comes_last(sort: str, descending: bool, expected: list[str]) -> None:
    rows = [row(action="a", period="每年"), row(action="b", period="每月", count=(3.0, 5.0)),
            row(action="c", period=None, count=None, subject=None),
            row(action="d", period="每月", count=2.0, subject="丁")]
    assert [o.action for o, _, _ in sorted_rows(rows, sort, descending=descending)] == expected
