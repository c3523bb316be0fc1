"""The page of a topic: its table, its clauses, its files, on paper and on a phone."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import quote

import httpx
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.pages.library import texts, too_wide, tree, violations

pytestmark = pytest.mark.model

ADDRESS = f"/topics?topic={quote('三会一课')}"


def test_a_topic_across_kinds(site: str) -> None:
    page = tree(site + ADDRESS)
    assert texts(page, "//table/thead/tr/th") == ["事项", "高校", "学校", "两新", "国企", "事业单位", "机关"]
    (bureau,) = page.xpath("//tbody/tr[contains(th, '支部党员大会') and contains(th, '对党支部')]/td[6]")
    assert [" ".join(t.split()) for t in texts(bureau, ".//p")] == ["每季度1次 规定不一致", "每月至少1次 规定不一致"]
    link = bureau.xpath(".//a/@href")[1]
    assert texts(tree(site + link.split("#")[0]), "//mark") == ["每月至少召开1次支部委员会和1次支部党员大会"]


def test_kinds_are_chosen_in_the_page_and_kept_in_its_address(page: Page) -> None:
    page.goto(ADDRESS)
    page.get_by_role("checkbox", name="学校").check()
    page.get_by_role("checkbox", name="机关").check()
    page.get_by_role("button", name="对照").click()
    expect(page.locator("thead th")).to_have_text(["事项", "学校", "机关"])
    page.goto(page.url)
    expect(page.get_by_role("checkbox", name="学校")).to_be_checked()
    page.get_by_role("navigation", name="专题").get_by_role("link", name="党费").click()
    expect(page.get_by_role("checkbox", name="机关")).to_be_checked()


def test_every_suggested_topic_finds_something(site: str) -> None:
    links = tree(f"{site}/topics").xpath("//nav[@class='chips']/a/@href")
    assert len(links) >= 10
    for link in links:
        assert tree(site + link).xpath("//section[@class='ruled']//li"), link


@pytest.mark.parametrize("topic", ["足球比赛", "？！", "<script>alert(1)</script>", "党" * 3000, "%00"])
def test_a_topic_that_nothing_rules(site: str, topic: str) -> None:
    page = tree(f"{site}/topics?topic={quote(topic)}")
    assert page.xpath("//main//script") == [] and page.xpath("//main//form")
    assert texts(page, "//*[@role='status']")


@pytest.mark.parametrize("kind", ["docx", "xlsx", "csv", "md"])
def test_it_is_a_file_too(site: str, kind: str) -> None:
    done = httpx.get(f"{site}/topics.{kind}?topic=党课&scope=机关")
    assert done.status_code == 200 and len(done.content) > 500
    assert quote("专题对照-党课") in done.headers["content-disposition"]


def test_it_prints_on_a4_across_with_every_column(page: Page) -> None:
    page.goto(ADDRESS)
    printed = pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True)))
    width, height = printed[0].get_size()
    assert (round(width), round(height)) == (842, 595)
    text = "".join(printed[n].get_textpage().get_text_range() for n in range(len(printed)))
    assert "机关" in text and "每月至少1次" in text
    overflow = page.evaluate("""() => { const t = document.querySelector('.topic');
      return t.scrollWidth - t.parentElement.clientWidth; }""")
    assert overflow <= 0


def test_it_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(ADDRESS)
    assert too_wide(page) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_serious_barrier(browser: Browser, site: str, scheme: Any) -> None:
    context = browser.new_context(base_url=site, locale="zh-CN", color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for address in ("/topics", ADDRESS):
        page.goto(address)
        assert violations(page) == [], address
    context.close()
