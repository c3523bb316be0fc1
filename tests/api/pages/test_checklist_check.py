"""The self-check page in a real browser, and without scripts."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.api.pages.library import too_wide, violations
from tests.conftest import ROOT

pytestmark = pytest.mark.model

PLANS = ROOT / "evals" / "selfcheck" / "plans"
TEXT = "2026年计划\n每月召开支委会\n党员大会全年2次"


def check(page: Page, *, file: Path | None = None, text: str = "") -> None:
    page.goto("/checklist/check")
    page.get_by_label("角色").select_option("党支部书记")
    page.get_by_label("单位类型").select_option("机关")
    if file is not None:
        page.get_by_label("选择文件").set_input_files(file)
    page.get_by_label("或粘贴文字").fill(text)
    page.get_by_role("button", name="开始对照").click()


def test_a_file_is_checked_with_gaps_first(page: Page) -> None:
    check(page, file=PLANS / "数字不足.docx")
    expect(page.locator("h1")).to_have_text("对照检查：党支部书记（机关）2026年")
    captions = page.locator(".checks caption").all_inner_texts()
    assert [c.split("（")[0] for c in captions] == ["未列入", "次数不足", "拿不准", "已列入"]
    short = page.locator("#verdict-1 tbody tr").filter(has_text="召开支部委员会").first
    expect(short.locator("mark").first).to_contain_text("全年召开9次")
    expect(short).to_contain_text("全年应有12次，查到9次")
    short.get_by_role("link").click()
    expect(page.locator("mark.cited")).to_have_text("每月至少召开1次支部委员会和1次支部党员大会")


def test_a_pasted_text_is_checked(page: Page) -> None:
    check(page, text=TEXT)
    listed = page.locator("#verdict-3 tr").filter(has_text="召开支部委员会").first
    expect(listed.locator("mark")).to_have_text("每月召开支委会")
    expect(page.get_by_label("或粘贴文字")).to_have_value(TEXT)


def test_a_correction_stays_and_goes_into_the_files(page: Page) -> None:
    check(page, text=TEXT)
    select = page.get_by_label("结论：召开支部委员会", exact=True).first
    select.select_option("拿不准")
    expect(page.locator(".kept")).to_contain_text("改过 1 项")
    expect(page.locator(".changed-by-hand", has_text="原判：已列入")).to_have_count(1)
    check(page, text=TEXT)
    expect(page.get_by_label("结论：召开支部委员会", exact=True).first).to_have_value("拿不准")
    with page.expect_download() as word:
        page.get_by_role("button", name="导出 Word").click()
    assert word.value.suggested_filename.startswith("对照检查-") and word.value.suggested_filename.endswith(".docx")
    document = Document(BytesIO(Path(word.value.path()).read_bytes()))
    assert any("人工改为“拿不准”，程序原判“已列入”" in c.text for t in document.tables for r in t.rows for c in r.cells)
    with page.expect_download() as sheet:
        page.get_by_role("button", name="导出 Excel").click()
    rows = list(openpyxl.load_workbook(BytesIO(Path(sheet.value.path()).read_bytes())).worksheets[0].values)
    assert any(r[0] == "拿不准" and r[1] == "已列入" for r in rows)
    check(page, text=TEXT + "\n另一份")
    expect(page.get_by_label("结论：召开支部委员会", exact=True).first).to_have_value("已列入")


def test_a_correction_made_before_the_script_is_there_stays(page: Page) -> None:
    check(page, text=TEXT)
    held: list[Route] = []
    page.route("**/checklist-check.js", lambda route: held.append(route))
    page.reload(wait_until="commit")
    page.get_by_label("结论：召开支部委员会", exact=True).first.select_option("拿不准")
    held[0].continue_()
    expect(page.locator(".kept")).to_contain_text("改过 1 项")
    expect(page.locator(".changed-by-hand", has_text="原判：已列入")).to_have_count(1)


def test_it_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    check(page, file=PLANS / "按月.txt")
    expect(page.locator(".tally")).to_contain_text("次数不足")
    page.locator("select[data-found]").first.select_option("已列入")
    with page.expect_download() as word:
        page.get_by_role("button", name="导出 Word").click()
    document = Document(BytesIO(Path(word.value.path()).read_bytes()))
    assert any("人工改为“已列入”" in c.text for t in document.tables for r in t.rows for c in r.cells)
    context.close()


@pytest.mark.parametrize(("text", "said"), [("", "没有收到计划"), (" 　", "没有收到计划")])
def test_what_is_missing_is_said_on_the_page(page: Page, text: str, said: str) -> None:
    check(page, text=text)
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.get_by_label("角色")).to_have_value("党支部书记")


def test_markup_in_a_plan_shows_as_text(page: Page) -> None:
    check(page, text="每月召开支委会<script>alert(1)</script>")
    expect(page.locator("mark").filter(has_text="<script>").first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1200, "dark")])
def test_it_fits_and_is_accessible(browser: Browser, site: str, width: int, scheme: str) -> None:
    context: BrowserContext = browser.new_context(
        base_url=site, viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/checklist/check")
    assert violations(page) == []
    check(page, file=PLANS / "数字不足.docx")
    expect(page.locator("#found")).to_be_visible()
    assert violations(page) == []
    assert not too_wide(page)
    context.close()


def test_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/checklist/check")
    page.get_by_label("角色").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("每月召开支委会")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".tally")).to_contain_text("共")


def test_print_leaves_the_form_out(page: Page) -> None:
    check(page, text=TEXT)
    expect(page.locator(".tally")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".ask-check")).to_be_hidden()
    expect(page.get_by_role("button", name="导出 Word")).to_be_hidden()
    expect(page.locator(".checks").first).to_be_visible()
