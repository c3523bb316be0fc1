"""What a reader collects, from every page, in the browser alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.pages.library import too_wide, violations

pytestmark = pytest.mark.model

PAGES = (f"/topics?topic={quote('党课')}", f"/documents?q={quote('党费公示')}", "/obligations",
         f"/?q={quote('党支部书记每年至少上几次党课')}")


def collect(page: Page, *addresses: str) -> None:
    for address in addresses:
        page.goto(address)
        page.locator("button.collect:visible").first.click()
        expect(page.get_by_role("button", name="已收集").first).to_be_visible()


def clauses(page: Page) -> list[list[str]]:
    """What the form for the pack sends."""
    sent: list[list[str]] = page.evaluate(
        "[...new FormData(document.querySelector('form[action=\"/training\"]')).entries()]")
    return sent


def test_every_page_has_something_to_collect(page: Page) -> None:
    collect(page, *PAGES)
    expect(page.get_by_role("link", name="收集 4")).to_be_visible()
    page.goto("/basket")
    items = page.locator("#basket li")
    expect(items).to_have_count(4)
    texts = items.locator(".text").all_text_contents()
    assert all(texts) and "党支部书记每年至少为本支部党员上1次党课" in texts
    address = items.nth(3).get_by_role("link").get_attribute("href")
    assert address is not None
    page.goto(address)
    expect(page.locator("mark").first).to_have_text("党支部书记每年至少为本支部党员上1次党课")


def test_an_answer_brings_every_clause_that_it_stands_on(page: Page) -> None:
    page.goto(PAGES[3])
    page.get_by_role("button", name="收集回答").click()
    page.goto("/basket")
    (item,) = page.locator("#basket li").all()
    expect(item).to_contain_text("问：党支部书记每年至少上几次党课")
    assert len([name for name, _ in clauses(page) if name == "clause"]) == len(
        (item.locator(".source").text_content() or "").split("；"))


def test_they_are_put_in_order_with_notes_and_handed_on(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1800})
    collect(page, *PAGES[:3])
    page.goto("/basket")
    before = [value for name, value in clauses(page) if name == "clause"]
    page.get_by_label("备注").first.fill("先讲这一条")
    page.get_by_role("button", name="下移：第 1 条").click()
    expect(page.locator("#said")).to_have_text("移到第 2 条")
    assert clauses(page) == [["clause", before[1]], ["note", ""], ["clause", before[0]], ["note", "先讲这一条"],
                             ["clause", before[2]], ["note", ""]]
    page.locator("#basket li").nth(1).drag_to(page.locator("#basket li").nth(0),
                                              source_position={"x": 30, "y": 6}, target_position={"x": 30, "y": 20})
    assert [value for name, value in clauses(page) if name == "clause"] == before
    page.reload()
    expect(page.get_by_label("备注").nth(0)).to_have_value("先讲这一条")


def test_what_is_taken_out_or_cleared_can_be_had_back(page: Page) -> None:
    collect(page, *PAGES[:2])
    page.goto("/basket")
    page.get_by_role("button", name="移出：第 1 条").click()
    expect(page.locator("#basket li")).to_have_count(1)
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#basket li")).to_have_count(2)
    page.get_by_role("button", name="清空").click()
    expect(page.get_by_text("还没有收集")).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#basket li")).to_have_count(2)


def test_it_needs_no_service_once_it_is_open(page: Page) -> None:
    collect(page, *PAGES[:2])
    page.goto("/basket")
    page.context.set_offline(True)
    page.get_by_label("备注").first.fill("离线写的")
    page.get_by_role("button", name="下移：第 1 条").click()
    expect(page.get_by_label("备注").nth(1)).to_have_value("离线写的")
    page.context.set_offline(False)


def test_notes_are_printed(page: Page) -> None:
    collect(page, PAGES[0])
    page.goto("/basket")
    page.get_by_label("备注").fill("先讲这一条")
    page.get_by_label("备注").blur()
    page.emulate_media(media="print")
    expect(page.locator(".noted")).to_be_visible()
    expect(page.get_by_role("button", name="清空")).to_be_hidden()


def test_what_is_stored_is_shown_as_text(page: Page) -> None:
    page.goto("/basket")
    page.evaluate("""() => localStorage.setItem("dangjian.basket", JSON.stringify([{ id: "a", clause: "x-y",
      text: "<img src=x onerror=alert(1)>", citation: "<b>甲</b>", link: "/", note: "<i>", asked: "" },
      { id: 3 }, null]))""")
    page.reload()
    expect(page.locator("#basket li")).to_have_count(1)
    assert page.locator("#basket :is(img, b, i)").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_has_no_serious_barrier(browser: Browser, site: str, scheme: Any) -> None:
    context = browser.new_context(base_url=site, locale="zh-CN", color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    collect(page, *PAGES[:2])
    page.goto("/basket")
    assert violations(page) == [] and too_wide(page) == 0
    context.close()
