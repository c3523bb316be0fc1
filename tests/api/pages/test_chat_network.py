"""What the chat page says while it waits, and when nothing comes."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from tests.api.pages.chat import QUESTION, SEVERAL, ask, asked, turns

pytestmark = pytest.mark.model


def send(page: Page, question: str) -> None:
    page.locator("#q").fill(question)
    page.locator("#q").press("Enter")


def held(page: Page, path: str = "**/answer") -> list[Callable[[], None]]:
    """Requests that do not go on until they are called."""
    waiting: list[Callable[[], None]] = []
    page.route(path, lambda route: waiting.append(route.continue_))
    return waiting


def test_waiting_is_shown_and_a_slow_connection_is_said(page: Page) -> None:
    page.goto("/")
    waiting = held(page)
    send(page, QUESTION)
    assert asked(page) == [QUESTION]
    expect(page.locator(".waiting")).to_have_text("正在查找…")
    expect(page.locator("#status")).to_have_text("正在查找…")
    expect(page.locator(".waiting")).to_have_text(re.compile("网络较慢"), timeout=5000)
    waiting[0]()
    expect(turns(page)).to_have_count(1)
    expect(page.locator(".waiting")).to_have_count(0)


def test_a_late_answer_never_lands_in_a_new_conversation(page: Page) -> None:
    page.goto("/")
    waiting = held(page)
    send(page, QUESTION)
    expect(page.locator(".waiting")).to_be_visible()
    page.get_by_role("button", name="新对话").click()
    assert asked(page) == []
    page.unroute("**/answer")
    ask(page, SEVERAL)
    with contextlib.suppress(Error):  # the page has given the request up
        waiting[0]()
    page.wait_for_timeout(200)
    assert asked(page) == [SEVERAL]
    page.reload()
    expect(turns(page)).to_have_count(1)
    assert asked(page) == [SEVERAL]


def test_a_second_question_waits_for_the_first(page: Page) -> None:
    page.goto("/")
    waiting = held(page)
    send(page, QUESTION)
    expect(page.locator(".waiting")).to_be_visible()
    send(page, SEVERAL)
    assert asked(page) == [QUESTION]
    expect(page.locator("#q")).to_have_value(SEVERAL)
    expect(page.locator("#status")).to_have_text("上一个问题还在查找，请稍等。")
    waiting[0]()
    expect(turns(page)).to_have_count(1)
    page.unroute("**/answer")
    page.locator("#q").press("Enter")
    expect(turns(page)).to_have_count(2)


def test_a_lost_connection_is_said_and_asking_again_works(context: BrowserContext, page: Page) -> None:
    page.goto("/")
    context.set_offline(True)
    expect(page.locator("#notice")).to_have_text(re.compile("网络断开了"))
    send(page, QUESTION)
    expect(page.locator(".failure")).to_have_text(re.compile("网络断开了"))
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".failure")).to_be_visible()
    context.set_offline(False)
    expect(page.locator("#notice")).to_have_text("")
    page.get_by_role("button", name="重试").click()
    expect(turns(page)).to_have_count(1)
    assert asked(page) == [QUESTION]


def test_a_service_that_cannot_be_reached(page: Page) -> None:
    page.goto("/")
    page.route("**/answer", lambda route: route.abort("connectionrefused"))
    send(page, QUESTION)
    expect(page.locator(".failure")).to_contain_text("问答服务没有回应")
    expect(page.locator("#status")).to_contain_text("问答服务没有回应")
    expect(page.get_by_role("button", name="重试")).to_be_in_viewport()


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_says_when_to_come_back(page: Page, status: int) -> None:
    def busy(route: Route) -> None:
        route.fulfill(status=status, content_type="application/problem+json", headers={"Retry-After": "2"},
                      body=json.dumps({"detail": "问得太快了，请 2 秒后再试。"}))

    page.goto("/")
    page.route("**/answer", busy)
    send(page, QUESTION)
    expect(page.locator(".failure")).to_have_text(re.compile("问得太快了，请 [12] 秒后再试。"))
    retry = page.locator(".turn button")
    expect(retry).to_be_disabled()
    expect(retry).to_have_text("重试（1 秒后）")
    expect(page.locator(".failure")).to_have_text("问得太快了，请 1 秒后再试。")
    page.unroute("**/answer")
    expect(retry).to_be_enabled(timeout=4000)
    retry.click()
    expect(turns(page)).to_have_count(1)


def test_a_question_that_the_service_refuses(page: Page) -> None:
    page.goto("/")
    page.evaluate("document.querySelector('#q').maxLength = 9999")
    send(page, "党" * 2001)
    expect(page.locator(".failure")).to_have_text(re.compile("太长"))


def test_a_page_of_something_between_is_no_answer(page: Page) -> None:
    page.goto("/")
    page.route("**/answer", lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>请登录</h1>"))
    send(page, QUESTION)
    expect(page.locator(".failure")).to_have_text(re.compile("收到的不是回答"))


def test_a_conversation_that_cannot_be_fetched_again_keeps_its_questions(page: Page) -> None:
    page.goto("/")
    ask(page, QUESTION)
    page.route("**/answers", lambda route: route.abort())
    page.reload()
    expect(page.locator(".failure")).to_be_visible()
    assert asked(page) == [QUESTION]
    page.unroute("**/answers")
    page.get_by_role("button", name="重试").click()
    expect(turns(page)).to_have_count(1)
