"""The checklist page in a real browser: ticking, undoing, what is due, and a list that outlasts the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.api.conftest import Serving
from tests.api.lists import by_hand
from tests.api.pages.checklist import (
    ADDRESS,
    LESSON,
    MEETING,
    STUDY,
    YEAR,
    duty,
    open_list,
    progress,
    remembered,
    tick,
)
from tests.api.pages.library import too_wide, violations

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def site(serving: Serving) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("api.lists.built", by_hand)
        with serving() as client:
            yield str(client.base_url)


def test_what_is_ticked_counts_and_is_there_again(page: Page) -> None:
    open_list(page)
    assert progress(page, "每月") == "0/12" and remembered(page) == []
    box = tick(page, MEETING)
    assert progress(page, "每月") == "1/12"
    page.reload()
    expect(box).to_be_checked()
    (entry,) = remembered(page)
    (noted,) = entry["kept"]["ticks"]
    assert (noted["due"], noted["done"]) == (f"{YEAR}-01-28", date.today().isoformat())


def test_a_tick_is_undone_and_stays_on_record(page: Page) -> None:
    open_list(page)
    box = tick(page, LESSON)
    box.uncheck()
    expect(page.locator("#said")).to_contain_text("已撤销")
    assert progress(page, "每年") == "0/1"
    duty(page, LESSON).locator(".more summary").click()
    expect(duty(page, LESSON).locator(".undone")).to_contain_text("已撤销")


def test_date_note_and_paper_are_noted(page: Page) -> None:
    open_list(page)
    tick(page, LESSON)
    line = duty(page, LESSON)
    line.locator(".more summary").click()
    line.get_by_role("button", name="写备注、材料").click()
    line.get_by_label("完成日期").fill(f"{YEAR}-01-05")
    line.get_by_label("备注").fill("<b>全体</b>党员")
    line.get_by_label("材料").fill("签到表.pdf")
    line.get_by_role("button", name="保存").click()
    expect(line.locator(".ticks li").first).to_contain_text(f"{YEAR}-01-05 完成，<b>全体</b>党员，材料：签到表.pdf")


def test_a_wrong_date_is_said_and_changes_nothing(page: Page) -> None:
    open_list(page)
    tick(page, LESSON)
    line = duty(page, LESSON)
    line.locator(".more summary").click()
    line.get_by_role("button", name="写备注、材料").click()
    line.get_by_label("完成日期").fill("2099-01-05")
    line.get_by_role("button", name="保存").click()
    expect(page.locator("#said.failed")).to_contain_text("不能晚于今天")
    assert len(remembered(page)[0]["kept"]["ticks"]) == 1


def test_a_day_is_moved_and_what_does_not_apply_set_aside(page: Page) -> None:
    open_list(page)
    line = duty(page, LESSON)
    line.locator(".more summary").click()
    line.get_by_role("button", name="改期限").click()
    line.get_by_label("改到").fill(f"{YEAR}-09-30")
    line.get_by_role("button", name="保存").click()
    expect(line.locator(".box")).to_contain_text("9月30日前")
    line.get_by_role("button", name="不适用").click()
    expect(line.locator(".box")).to_have_count(0)
    expect(page.locator(".rings")).not_to_contain_text("每年")
    line.get_by_role("button", name="恢复适用").click()
    expect(line.locator(".box")).to_have_count(1)


def test_what_is_due_is_listed(browser: Browser, site: str) -> None:
    page = browser.new_context(base_url=site, locale="zh-CN").new_page()
    open_list(page)
    month = date.today().month
    overdue = month - 1 + (date.today().day > 28)
    if overdue:
        expect(page.locator(".dues .overdue h3")).to_have_text(f"已逾期 {overdue}")
    if date.today().day <= 28:
        expect(page.locator(".dues .month")).to_contain_text(MEETING)
    page.context.close()


def test_an_entry_of_ones_own(page: Page) -> None:
    open_list(page)
    page.locator(".bar summary", has_text="清单").click()
    page.get_by_role("button", name="加一项").click()
    page.get_by_label("做什么").fill("支部换届准备")
    page.get_by_role("button", name="加入").click()
    expect(page.locator("#own-part")).to_contain_text("支部换届准备")
    tick(page, "支部换届准备")
    page.reload()
    expect(page.locator("#own-part .box input")).to_be_checked()


def test_a_list_is_saved_to_a_file_and_opened_in_another_browser(page: Page, browser: Browser, site: str,
                                                                 tmp_path: Path) -> None:
    open_list(page)
    tick(page, STUDY)
    page.locator(".bar summary", has_text="清单").click()
    with page.expect_download() as saving:
        page.get_by_role("button", name="存成文件").click()
    path = tmp_path / "清单.json"
    saving.value.save_as(path)
    assert json.loads(path.read_text(encoding="utf-8"))["kept"]["ticks"]
    other = browser.new_context(base_url=site, locale="zh-CN").new_page()
    open_list(other)
    other.locator(".bar summary", has_text="清单").click()
    with other.expect_file_chooser() as choosing:
        other.get_by_role("button", name="从文件打开").click()
    choosing.value.set_files(path)
    expect(duty(other, STUDY).locator(".box input")).to_be_checked()
    other.context.close()


def test_it_is_exported_filled_in_and_read_back(page: Page, tmp_path: Path) -> None:
    open_list(page)
    tick(page, LESSON)
    for kind, label in (("docx", "Word 文件"), ("ics", "日历文件"), ("md", "Markdown 文件"), ("xlsx", "Excel 文件")):
        page.locator(".bar summary", has_text="导出").click()
        with page.expect_download() as saving:
            page.get_by_role("button", name=label).click()
        assert saving.value.suggested_filename == f"机关党支部书记 {YEAR}.{kind}"
        saving.value.save_as(tmp_path / f"清单.{kind}")
    book = load_workbook(tmp_path / "清单.xlsx")
    sheet = book.worksheets[0]
    head = next(r for r in sheet.iter_rows() if any(c.value == "编号" for c in r))
    column = {c.value: c.column for c in head}
    rows = [r for r in range(head[0].row + 1, sheet.max_row + 1) if sheet.cell(r, column["做什么"]).value == MEETING]
    sheet.cell(rows[0], column["完成"]).value = "是"
    sheet.cell(rows[1], column["完成"]).value = "大概"
    book.save(tmp_path / "填好.xlsx")
    page.locator(".bar summary", has_text="清单").click()
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="导入勾好的 Excel").click()
    choosing.value.set_files(tmp_path / "填好.xlsx")
    expect(page.locator("#panel")).to_contain_text("导入了 1 条，1 条没有导入")
    expect(page.locator(".report li")).to_contain_text("“大概”看不懂")
    expect(duty(page, MEETING).locator(".box.done")).to_have_count(1)


def test_what_is_no_list_is_said(page: Page, tmp_path: Path) -> None:
    open_list(page)
    path = tmp_path / "x.json"
    path.write_text('{"format": "dangjian-list-1", "kept": {"name": 1}}', encoding="utf-8")
    page.locator(".bar summary", has_text="清单").click()
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="从文件打开").click()
    choosing.value.set_files(path)
    expect(page.locator("#said.failed")).not_to_be_empty()


def test_two_lists_of_one_role_stay_apart(page: Page) -> None:
    open_list(page)
    tick(page, LESSON)
    page.locator(".bar summary", has_text="清单").click()
    page.get_by_role("button", name="另建一份").click()
    expect(duty(page, LESSON).locator(".box input")).not_to_be_checked()
    tick(page, STUDY)
    assert [len(e["kept"]["ticks"]) for e in remembered(page)] == [1, 1]
    page.goto("/checklist")
    expect(page.locator("#mine li")).to_have_count(2)
    page.locator("#mine button").last.click()
    expect(duty(page, LESSON).locator(".box input")).to_be_checked()


def test_it_is_used_with_the_keyboard(page: Page) -> None:
    open_list(page)
    box = duty(page, MEETING).locator(".box input").first
    box.focus()
    page.keyboard.press("Space")
    expect(box.locator("xpath=..")).to_have_class(re.compile("done"))
    expect(box).to_be_focused()
    expect(box).to_be_checked()
    page.keyboard.press("Tab")
    expect(duty(page, MEETING).locator(".box input").nth(1)).to_be_focused()


def test_what_fails_is_said_and_the_box_is_as_it_was(page: Page) -> None:
    open_list(page)
    page.route("**/api/lists/change", lambda route: route.abort())
    box = duty(page, LESSON).locator(".box input")
    box.click()
    expect(page.locator("#said.failed")).to_contain_text("服务没有回应")
    expect(box).not_to_be_checked()


def test_quick_ticks_are_all_noted(page: Page) -> None:
    open_list(page)
    for n in range(12):
        page.evaluate("(n) => document.querySelectorAll('.duty .box input')[n].click()", n)
    expect(page.locator(".box.done")).to_have_count(12)
    assert len(remembered(page)[0]["kept"]["ticks"]) == 12


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_it_is_accessible_and_fits(browser: Browser, site: str, scheme: str, width: int) -> None:
    context = browser.new_context(base_url=site, color_scheme=scheme, bypass_csp=True,  # type: ignore[arg-type]
                                  viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto("/checklist")
    assert (violations(page), too_wide(page)) == ([], 0)
    open_list(page)
    tick(page, MEETING)
    page.evaluate("document.querySelectorAll('.more').forEach((d) => { d.open = true; })")
    page.locator(".bar summary", has_text="清单").click()
    page.get_by_role("button", name="名称和起止").click()
    assert (violations(page), too_wide(page)) == ([], 0)
    context.close()


def test_without_javascript_it_is_read_and_printed(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/checklist")
    page.get_by_label("单位类型").select_option("机关")
    page.get_by_label("角色").select_option("党支部书记")
    page.get_by_label("年度").fill(str(YEAR))
    page.get_by_role("button", name="列出").click()
    expect(page.locator(".duty")).to_have_count(3)
    expect(page.locator(".tally")).to_contain_text("共 4 条")
    expect(duty(page, LESSON).locator(".strict")).to_have_text("从严")
    expect(duty(page, LESSON).locator(".rule")).to_have_count(2)
    expect(duty(page, MEETING).locator(".paper li")).to_have_text([f"{m}月" for m in range(1, 13)])
    expect(duty(page, MEETING)).to_contain_text("留存：会议记录")
    expect(page.locator("#panel")).to_be_hidden()
    with page.expect_download() as saving:
        page.get_by_role("link", name="Excel").click()
    assert saving.value.suggested_filename.endswith(".xlsx")
    page.emulate_media(media="print")
    expect(page.locator(".filters")).to_be_hidden()
    duty(page, LESSON).locator(".cited a").first.click()
    expect(page.locator("mark.cited")).to_have_text("党支部书记每年至少为本支部党员上1次党课")
    context.close()


def test_it_is_light(page: Page) -> None:
    weights: list[int] = []
    page.on("response", lambda r: weights.append(len(r.body())))
    page.goto(ADDRESS)
    expect(page.locator("#panel .bar h2")).to_be_visible()
    assert sum(weights) < 200_000


def test_a_list_that_begins_in_mid_year_has_nothing_overdue_before(page: Page) -> None:
    open_list(page)
    page.locator(".bar summary", has_text="清单").click()
    page.get_by_role("button", name="名称和起止").click()
    page.get_by_label("从哪天算起").fill(f"{YEAR}-12-01")
    page.get_by_role("button", name="保存").click()
    expect(duty(page, MEETING).locator(".box.past")).to_have_count(11)
    expect(page.locator(".dues .overdue")).to_have_count(0)
    assert progress(page, "每月") == "0/1"
