"""The self-check as Word and Excel files, read again by the libraries that read such files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from kb.checklist.export.selfcheck_file import write_selfcheck
from kb.checklist.export.selfcheck_sheet import selfcheck_xlsx
from kb.checklist.export.selfcheck_word import selfcheck_docx
from kb.checklist.items import Checklist
from kb.checklist.selfcheck import selfcheck
from kb.checklist.selfcheck.report import Report, summary
from kb.errors import KBError
from tests.checklist.selfcheck.samples import ASSEMBLY, LECTURE, MEETING, YEAR, cut, item, text_plan

TODAY = date(2026, 3, 1)
FORMULA = item("=1+1的职责", quote="=HYPERLINK(\"http://x\")\x07")


def report(**corrections: str) -> Report:
    checklist = Checklist("党支部书记", "机关", YEAR, (MEETING, ASSEMBLY, LECTURE, FORMULA))
    plan = text_plan("计划\n每月召开支委会\n党员大会全年2次")
    made = Report(checklist, selfcheck(checklist, plan, cut=cut()), plan.title, "计划.txt")
    return replace(made, corrections=corrections)  # type: ignore[arg-type]


def test_gaps_come_first_and_corrections_count() -> None:
    assert summary(report()) == "共 4 项：未列入 2，次数不足 1，拿不准 0，已列入 1。"
    corrected = report(**{ASSEMBLY.id: "已列入"})
    assert summary(corrected) == "共 4 项：未列入 2，次数不足 0，拿不准 0，已列入 2。"
    assert [v.item for v in corrected.ordered] == [LECTURE, FORMULA, MEETING, ASSEMBLY]


def test_a_plan_of_another_year_is_said() -> None:
    assert replace(report(), year=2025).notices == (
        "这份文件写的是2025年，对照的是2026年的清单；别的年份的内容不计。",)
    assert replace(report(), year=YEAR).notices == ()


def test_the_word_file() -> None:
    document = Document(BytesIO(selfcheck_docx(report(**{ASSEMBLY.id: "已列入"}), today=TODAY)))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width is not None and section.page_height is not None
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    assert [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"] == [
        "未列入（2 项）", "已列入（2 项）"]
    assert all("w:tblHeader" in t.rows[0]._tr.xml for t in document.tables)
    rows = [[c.text for c in row.cells] for t in document.tables for row in t.rows[1:]]
    meeting = next(r for r in rows if MEETING.quote in r[0])
    assert meeting == ["召开支部委员会\n召开支部委员会\n——《清单》第1条", "全年应有12次，查到12次",
                       "“每月召开支委会”（第2行）"]
    assert next(r for r in rows if ASSEMBLY.quote in r[0])[1] == (
        "全年应有4次，查到2次\n人工改为“已列入”，程序原判“次数不足”")


def test_the_spreadsheet() -> None:
    sheet = openpyxl.load_workbook(BytesIO(selfcheck_xlsx(report(**{ASSEMBLY.id: "已列入"})))).active
    assert sheet is not None
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref == "A4:K8"
    head = [c.value for c in sheet[4]]
    rows = [dict(zip(head, (c.value for c in row), strict=True)) for row in sheet.iter_rows(min_row=5)]
    assert [(r["结论"], r["程序原判"]) for r in rows] == [
        ("未列入", "未列入"), ("未列入", "未列入"), ("已列入", "已列入"), ("已列入", "次数不足")]
    assert (rows[2]["全年应有"], rows[2]["查到"], rows[2]["计划里的字句"]) == (12, 12, "“每月召开支委会”（第2行）")
    formula = next(c for row in sheet.iter_rows(min_row=5) for c in row if str(c.value).startswith("=HYPERLINK"))
    assert formula.data_type == "s"


@pytest.mark.parametrize("name", ["a.docx", "a.XLSX"])
def test_it_is_written_by_its_ending(name: str, tmp_path: Path) -> None:
    write_selfcheck(tmp_path / name, report(), today=TODAY)
    assert (tmp_path / name).read_bytes().startswith(b"PK")


def test_other_endings_and_places_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KBError, match=r"\.docx 或 \.xlsx"):
        write_selfcheck(tmp_path / "a.pdf", report(), today=TODAY)
    with pytest.raises(KBError, match="写不进文件"):
        write_selfcheck(tmp_path / "no" / "a.docx", report(), today=TODAY)
