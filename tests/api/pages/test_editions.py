"""Two editions in a real browser: the day that a question is asked for, and the two laid side by side."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from kb.config import Settings
from tests.api.pages.chat import ask
from tests.api.pages.library import documents, served, too_wide, violations

pytestmark = pytest.mark.model

ASKED = "党支部书记每季度走访困难党员几次"
DAY = "按哪一天有效的规定，不填为今天"
TITLES = ("渔港镇走访慰问办法（2020年）", "渔港镇走访慰问办法（2024年修订）")


def edition(title: str, times: int, year: int, last: str) -> str:
    return (f"{title}\n\n第一条　党支部书记每季度走访困难党员{times}次。\n第二条　走访情况由组织委员记录。\n"
            f"第三条　{last}\n第四条　本办法自{year}年1月1日起施行。\n")


@pytest.fixture(scope="module")
def site_and_data(tmp_path_factory: pytest.TempPathFactory, model_settings: Settings) -> Iterator[tuple[str, Path]]:
    files = {"旧.txt": edition(TITLES[0], 2, 2020, "慰问品从党费里开支。"),
             "新.txt": edition(TITLES[1], 4, 2024, "慰问品从村集体收入里开支。")}
    with served(tmp_path_factory.mktemp("editions"), model_settings, files) as both:
        yield both


@pytest.fixture(params=[True, False], ids=["script", "scriptless"])
def page(request: pytest.FixtureRequest, browser: Browser, site_and_data: tuple[str, Path]) -> Iterator[Page]:
    context = browser.new_context(base_url=site_and_data[0], locale="zh-CN", java_script_enabled=request.param,
                                  viewport={"width": 360, "height": 800})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("page", [True], indirect=True)
def test_the_day_that_is_set_decides_which_edition_answers(page: Page) -> None:
    page.goto("/")
    first = ask(page, ASKED)
    expect(first).to_contain_text("4次")
    expect(first).not_to_contain_text("走访困难党员2次")
    page.get_by_label(DAY).fill("2022-05-01")
    then = ask(page, ASKED)
    expect(then).to_contain_text("走访困难党员2次")
    expect(then).not_to_contain_text("走访困难党员4次")


@pytest.mark.parametrize("page", [False], indirect=True)
def test_the_day_goes_with_the_form_without_a_script(page: Page) -> None:
    page.goto("/")
    page.locator("#q").fill(ASKED)
    page.get_by_label(DAY).fill("2022-05-01")
    page.get_by_role("button", name="提问").click()
    expect(page.get_by_text("走访困难党员2次").first).to_be_visible()
    expect(page.get_by_label(DAY)).to_have_value("2022-05-01")


def test_two_editions_side_by_side(page: Page, site_and_data: tuple[str, Path]) -> None:
    held = documents(site_and_data[1])
    page.goto("/diff")
    page.get_by_label("从").select_option(held[TITLES[0]]["id"])
    page.get_by_label("到").select_option(held[TITLES[1]]["id"])
    page.get_by_role("button", name="对照").click()
    expect(page.get_by_text("村集体收入").first).to_be_visible()
    shown = page.locator("main").inner_text()
    assert shown.index("走访困难党员") < shown.index("村集体收入")  # figures first
    assert too_wide(page) == 0 and (page.locator("html.js").count() == 0 or not violations(page))
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Word").click()
    word = docx.Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    said = "\n".join([p.text for p in word.paragraphs] + [c.text for t in word.tables for r in t.rows for c in r.cells])
    assert "走访困难党员" in said and "村集体收入" in said
