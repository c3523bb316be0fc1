"""From an answer and from a document into one's own list; and what is due, on the start page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.api.conftest import Serving
from tests.api.lists import by_hand
from tests.api.pages.chat import QUESTION, ask
from tests.api.pages.checklist import LESSON, MEETING, duty, open_list, remembered, tick

pytestmark = pytest.mark.model
WORDS = "党支部书记每年至少为本支部党员上1次党课"


@pytest.fixture(scope="module")
def site(serving: Serving) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("api.lists.built", by_hand)
        with serving() as client:
            yield str(client.base_url)


def test_an_answer_goes_into_a_list_of_ones_own(page: Page) -> None:
    page.goto("/")
    turn = ask(page, QUESTION)
    turn.get_by_role("button", name="加入我的清单").first.click()
    page.get_by_role("link", name="已加入").click()
    expect(page.locator("#own-part .text")).to_have_text(WORDS)
    expect(page.locator("#own-part .box")).to_contain_text("12月31日前")
    page.locator("#own-part .cited a").click()
    expect(page.locator("mark.cited")).to_have_text(WORDS)
    (entry,) = remembered(page)
    assert entry["kept"]["role"] == "" and entry["kept"]["items"][0]["own"] is True


def test_a_clause_goes_into_the_list_used_last(page: Page) -> None:
    open_list(page)
    tick(page, LESSON)
    duty(page, MEETING).locator(".cited a").click()
    clause = page.locator(".clause.is-cited")
    clause.locator(".about > button.add").click()
    expect(clause.get_by_role("link", name="已加入")).to_be_focused()
    clause.get_by_role("link", name="已加入").click()
    expect(page.locator("#own-part .duty")).to_have_count(1)
    expect(duty(page, LESSON).locator(".box input").first).to_be_checked()


def test_what_fails_is_said(page: Page) -> None:
    page.goto("/")
    turn = ask(page, QUESTION)
    page.route("**/api/lists/*", lambda route: route.abort())
    turn.get_by_role("button", name="加入我的清单").first.click()
    expect(turn.get_by_role("alert").first).to_contain_text("没有加入：问答服务没有回应")
    assert remembered(page) == []


def test_the_start_page_says_what_is_due_once_a_list_is_kept(page: Page) -> None:
    page.goto("/")
    expect(page.locator("html.js")).to_be_attached()
    expect(page.locator("#due")).to_be_hidden()
    open_list(page)
    tick(page, LESSON)
    page.goto("/")
    if date.today().day <= 28:
        page.locator("#due li a", has_text=MEETING).click()
        expect(duty(page, MEETING)).to_be_in_viewport()
        expect(duty(page, LESSON).locator(".box input")).to_be_checked()
        page.goto("/")
    elif date.today().month > 1:
        expect(page.locator("#due")).to_contain_text("已逾期")
    ask(page, QUESTION)
    expect(page.locator("#due")).to_be_hidden()


def test_frames_in_other_pages_show_neither(page: Page) -> None:
    page.goto("/embed")
    turn = ask(page, QUESTION)
    expect(turn.get_by_role("button", name="加入我的清单")).to_have_count(0)
    expect(page.locator("#due")).to_have_count(0)
