"""Steps on the chat page that several tests take."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

QUESTION = "党支部书记每年至少上几次党课"
FOLLOW_UP = "那机关的呢"
SEVERAL = "支委会多久开一次"
OFF_TOPIC = "食堂几点开门"


def ask(page: Page, question: str) -> Locator:
    """Types a question and sends it with Enter; its answered turn."""
    expect(page.locator("html.js")).to_be_attached()  # the page's script takes Enter
    before = turns(page).count()
    page.locator("#q").fill(question)
    page.locator("#q").press("Enter")
    turn = page.locator(".turn").nth(before)
    expect(turn).to_have_attribute("data-status", "answered" if question != OFF_TOPIC else "not_found")
    return turn


def turns(page: Page) -> Locator:
    """The turns that have an answer."""
    return page.locator(".turn[data-status]")


def asked(page: Page) -> list[str]:
    """The questions on the page."""
    return page.locator(".turn .asked").all_text_contents()
