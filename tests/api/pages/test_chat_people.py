"""What people come for, each done in at most four actions (a question typed and sent is one)."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.api.pages.chat import FOLLOW_UP, QUESTION, ask, turns

pytestmark = pytest.mark.model

MOST = 4


class Person:
    """Somebody at the page, whose actions are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0
        page.goto("/")

    def asks(self, question: str) -> Locator:
        self.actions += 1
        return ask(self.page, question)

    def presses(self, name: str, *, within: Locator) -> None:
        self.actions += 1
        within.get_by_role("button", name=name, exact=True).first.click()

    def types(self, text: str) -> None:
        self.actions += 1
        self.page.keyboard.type(text)


@pytest.fixture
def person(page: Page) -> Person:
    return Person(page)


def test_finds_the_rule_for_his_kind(person: Person) -> None:
    turn = person.asks("党员每年要学多少学时")
    person.presses("高校", within=turn)
    expect(turns(person.page).first.locator(".short strong")).to_have_text("每年至少32学时①。")
    assert person.actions <= MOST


def test_copies_it_into_a_message(context: BrowserContext, person: Person) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = person.asks(QUESTION)
    person.presses("复制整个回答", within=turn)
    expect(person.page.locator("#status")).to_have_text("已复制整个回答")
    assert "每年至少1次" in person.page.evaluate("navigator.clipboard.readText()")
    assert person.actions <= MOST


def test_compares_two_kinds(person: Person) -> None:
    turn = person.asks("高校和国企的党员每年学多少学时")
    expect(turn.locator(".short")).to_contain_text("32学时")
    expect(turn.locator(".short")).to_contain_text("24学时")
    assert {"高校", "国企"} <= set(turn.locator("blockquote .scope").all_text_contents())
    assert person.actions <= MOST


def test_continues_a_conversation(person: Person) -> None:
    person.asks(QUESTION)
    turn = person.asks(FOLLOW_UP)
    expect(turn.locator(".understood")).to_have_text("机关党支部书记每年至少上几次党课")
    person.asks("依据是什么")
    assert person.actions <= MOST


def test_reports_a_wrong_answer(person: Person) -> None:
    bodies: list[dict[str, object]] = []

    def take(route: object) -> None:
        bodies.append(json.loads(route.request.post_data))  # type: ignore[attr-defined]
        route.fulfill(status=204)  # type: ignore[attr-defined]

    person.page.route("**/api/feedback", take)
    turn = person.asks(QUESTION)
    person.presses("没用", within=turn)
    person.types("这是旧规定")
    person.presses("发送", within=turn)
    expect(turn.locator(".outcome")).to_contain_text("已记下")
    assert bodies[0]["remark"] == "这是旧规定"
    assert person.actions <= MOST
