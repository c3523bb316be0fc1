"""The page of obligations: columns, orders, filters, files, and how it looks on paper and on a phone."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import httpx
import pypdfium2
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser

from kb.config import Settings
from tests.api.pages.library import served, texts, too_wide, tree, violations

pytestmark = pytest.mark.model

OLD = "学习办法\n第一条 党支部每年组织学习4次。\n第二条 本办法自2015年1月1日起施行。\n"
NEW = ("学习管理办法\n第一条 党支部每月组织学习1次，形成会议记录。\n第二条 设党委的，每半年检查1次。\n"
       "第三条 党员每年学习不少于32学时。\n"
       "第四条 本办法自2020年1月1日起施行，《学习办法》同时废止。\n")
ALL = ["党支部", "党支部", "党员"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, model_settings: Settings) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("obligations")
    with served(folder, model_settings, {"old.txt": OLD, "new.txt": NEW}) as (address, _):
        yield address


def column(address: str, at: int) -> list[str]:
    return texts(tree(address), f"//tbody/tr/td[{at}]")


def test_every_column_of_a_row(site: str) -> None:
    page = tree(f"{site}/obligations")
    assert texts(page, "//thead/tr/th") == [
        "谁", "做什么", "周期", "数量", "期限", "什么情况下", "留什么材料", "适用单位", "原文"]
    assert texts(page, "//tbody/tr[1]/td")[:7] == ["党支部", "组织学习", "每月", "1次", "—", "—", "会议记录"]
    assert texts(page, "//tbody/tr[2]/td")[5] == "设党委的"


def test_what_is_repealed_is_listed_only_when_asked_for(site: str) -> None:
    page = tree(f"{site}/obligations")
    assert texts(page, "//*[@role='status']") == ["共 3 项，另有 1 项不在有效期内，没有列出"]
    assert texts(tree(f"{site}/obligations?all=1"), "//*[@role='status']") == ["共 4 项"]
    assert "每年" in column(f"{site}/obligations?all=1", 3)


def test_a_filter_says_how_many_rows_it_hides(site: str) -> None:
    page = tree(f"{site}/obligations?period=每月")
    assert texts(page, "//*[@role='status']") == ["每月 共 1 项，筛去 2 项，另有 1 项不在有效期内，没有列出"]
    assert texts(page, "//select[@name='period']/option")[1:] == ["每月", "每半年", "每年"]


def test_a_heading_is_a_link_that_sorts(site: str) -> None:
    page = tree(f"{site}/obligations?period=&all=1")
    link = page.xpath("//th/a[starts-with(., '周期')]")[0]
    up = tree(site + link.get("href"))
    assert texts(up, "//tbody/tr/td[3]") == ["每月", "每半年", "每年", "每年"]
    assert texts(up, "//th[@aria-sort='ascending']") == ["周期 ↑"]
    (again,) = up.xpath("//th/a[starts-with(., '周期')]")
    down = tree(site + again.get("href"))
    assert texts(down, "//tbody/tr/td[3]") == ["每年", "每年", "每半年", "每月"]
    assert texts(down, "//th[@aria-sort='descending']") == ["周期 ↓"]
    assert len(texts(up, "//table")) == 1


def test_the_files_hold_what_the_page_lists(site: str) -> None:
    got = httpx.get(f"{site}/obligations.csv", params={"period": "每年"})
    assert "filename*=UTF-8''%E8%81%8C" in got.headers["content-disposition"]
    assert [line[1] for line in csv.reader(StringIO(got.content.decode("utf-8-sig")))] == ["做什么", "学习"]
    book = httpx.get(f"{site}/obligations.xlsx", params={"sort": "period", "desc": "1"})
    sheet = load_workbook(BytesIO(book.content)).active
    assert [c.value for c in sheet["C"]] == ["周期", "每年", "每半年", "每月"]
    assert book.headers["content-type"].startswith("application/vnd.openxmlformats")


@pytest.mark.parametrize("query", ["sort=nope", "desc=1", "all=yes", "period=每世纪", "role=校草&sort=who"])
def test_a_choice_that_makes_no_sense_is_a_page(site: str, query: str) -> None:
    assert tree(f"{site}/obligations?{query}").xpath("//form")
    assert httpx.get(f"{site}/obligations.xlsx?{query}").status_code == 200


def test_on_a_phone_nothing_is_cut_off(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, java_script_enabled=True)
    for query in ("", "?sort=period"):
        page.goto(f"{site}/obligations{query}")
        assert too_wide(page) == 0
        assert violations(page) == []
    page.close()


def test_without_scripts_it_filters_and_sorts(browser: Browser, site: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site}/obligations")
    page.get_by_role("link", name="周期").first.click()
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("周期")
    page.select_option("select[name=period]", "每月")
    page.get_by_role("button", name="筛选").click()
    assert "筛去 2 项" in page.locator("[role=status]").inner_text()
    page.close()


def test_on_paper_the_head_is_on_every_sheet(browser: Browser, site: str, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(f"{site}/obligations?sort=period")
    page.evaluate("""() => {
      const body = document.querySelector("tbody"), row = body.rows[0];
      for (let n = 0; n < 120; n++) body.append(row.cloneNode(true));
    }""")
    page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    page.close()
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        sheets = [p for p in pdf if "原文" in p.get_textpage().get_text_range()]
        assert len(sheets) == len(pdf) > 2
        assert all(p.get_width() > p.get_height() for p in sheets)
        assert sum(p.get_textpage().get_text_range().count("会议记录") for p in sheets) >= 121
