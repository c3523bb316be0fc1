"""A conversation on the chat page, in a real browser: ask, follow up, filter, copy, vote, remember."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.api.pages.chat import FOLLOW_UP, OFF_TOPIC, QUESTION, SEVERAL, ask, asked, turns

pytestmark = pytest.mark.model


class TestAsking:
    def test_a_question_is_answered_in_place(self, page: Page) -> None:
        page.goto("/")
        turn = ask(page, QUESTION)
        expect(turn.locator(".short strong")).to_have_text("每年至少1次①。")
        expect(turn.locator("mark").first).to_have_text("党支部书记每年至少为本支部党员上1次党课")
        expect(turn.locator("cite").first).to_have_text("《市XX局机关党建工作责任清单》市XX局党支部书记责任清单 第3条")
        expect(page.locator("#status")).to_have_text(re.compile("^回答：每年至少1次。"))
        expect(page.locator("#q")).to_have_value("")
        expect(page.locator("#q")).to_be_focused()
        expect(page.locator("#examples")).to_be_hidden()

    def test_a_follow_up_is_completed_and_shown_as_understood(self, page: Page) -> None:
        page.goto("/")
        ask(page, QUESTION)
        turn = ask(page, FOLLOW_UP)
        expect(turn.locator(".understood")).to_have_text("机关党支部书记每年至少上几次党课")
        assert asked(page) == [QUESTION, FOLLOW_UP]

    def test_an_example_is_asked_in_place(self, page: Page) -> None:
        page.goto("/")
        page.get_by_role("link", name=QUESTION).click()
        expect(turns(page)).to_have_count(1)
        assert page.url.endswith("/")

    def test_its_permanent_link_opens_the_same_answer(self, page: Page) -> None:
        page.goto("/")
        ask(page, QUESTION)
        turn = ask(page, FOLLOW_UP)
        quotes = turn.locator("blockquote .text").all_text_contents()
        turn.get_by_role("link", name="固定链接").click()
        page.wait_for_url("**/?q=*")
        expect(turns(page)).to_have_count(1)
        expect(page.locator("#q")).to_have_value("")
        assert page.locator("blockquote .text").all_text_contents() == quotes
        ask(page, "学校的呢")
        page.reload()
        expect(turns(page)).to_have_count(2)
        assert asked(page) == ["机关党支部书记每年至少上几次党课", "学校的呢"]

    def test_hostile_questions_are_text(self, page: Page) -> None:
        page.add_init_script("window.alert = () => { throw new Error('a script of the question ran'); };")
        page.goto("/")
        hostile = "<img src=x onerror=alert(1)>党支部书记每年至少上几次党课"
        page.locator("#q").fill(hostile)
        page.locator("#q").press("Enter")
        expect(turns(page)).to_have_count(1)
        expect(page.locator(".asked")).to_have_text(hostile)
        ask(page, FOLLOW_UP)
        page.reload()
        expect(turns(page)).to_have_count(2)
        page.locator("#turns summary").click()
        expect(page.locator("#turns li").first).to_have_text(re.compile("^<img src=x"))
        assert page.locator("#chat img").count() == 0

    def test_sent_twice_it_is_asked_once(self, page: Page) -> None:
        requests: list[str] = []
        page.on("request", lambda r: requests.append(r.url) if r.url.endswith("/answer") else None)
        page.goto("/")
        page.locator("#q").fill(QUESTION)
        page.evaluate("() => { const f = document.querySelector('#ask'); f.requestSubmit(); f.requestSubmit(); }")
        expect(turns(page)).to_have_count(1)
        assert len(requests) == len(asked(page)) == 1

    def test_nothing_typed_is_not_asked(self, page: Page) -> None:
        page.goto("/")
        page.locator("#q").fill("  ")
        page.locator("#q").press("Enter")
        expect(page.locator("#notice")).to_have_text("请先输入问题。")
        assert asked(page) == []


class TestFilters:
    def test_they_are_remembered_and_the_url_wins(self, page: Page) -> None:
        page.goto("/")
        page.get_by_label("单位类型").select_option("学校")
        page.get_by_label("角色").select_option("党组织书记")
        turn = ask(page, "书记每年至少开展几次专题调研")
        expect(turn.locator(".note").first).to_contain_text("学校 · 党组织书记")
        assert set(turn.locator(".group .scope").all_text_contents()) == {"学校"}
        page.reload()
        expect(page.get_by_label("单位类型")).to_have_value("学校")
        expect(page.get_by_label("角色")).to_have_value("党组织书记")
        page.goto("/?q=支委会多久开一次&scope=国企")
        expect(page.get_by_label("单位类型")).to_have_value("国企")
        expect(page.get_by_label("角色")).to_have_value("")

    def test_asked_again_without_them(self, page: Page) -> None:
        page.goto("/")
        page.get_by_label("单位类型").select_option("国企")
        turn = ask(page, SEVERAL)
        assert turn.locator(".others").count() == 0
        turn.get_by_role("link", name="不限单位和角色再查").click()
        expect(turns(page)).to_have_count(2)
        expect(turns(page).nth(1).locator(".others summary").first).to_be_visible()


class TestCopying:
    def test_a_quotation_with_its_citation(self, context: BrowserContext, page: Page) -> None:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto("/")
        turn = ask(page, QUESTION)
        turn.get_by_role("button", name=re.compile("复制引用")).first.click()
        expect(page.locator("#status")).to_have_text("已复制引用")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == ("党支部书记每年至少为本支部党员上1次党课\n"
                          "——《市XX局机关党建工作责任清单》市XX局党支部书记责任清单 第3条")

    def test_without_a_clipboard(self, page: Page) -> None:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined});"
                             "document.addEventListener('copy', () => { window.seen = getSelection().toString()"
                             " || document.activeElement.value; });")
        page.goto("/")
        ask(page, QUESTION).get_by_role("button", name=re.compile("复制引用")).first.click()
        expect(page.locator("#status")).to_have_text("已复制引用")
        assert page.evaluate("window.seen").startswith("党支部书记每年至少为本支部党员上1次党课\n——《")

    def test_where_nothing_can_copy_the_clause_is_selected(self, page: Page) -> None:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined});"
                             "document.execCommand = () => false;")
        page.goto("/")
        turn = ask(page, QUESTION)
        turn.get_by_role("button", name=re.compile("复制引用")).first.click()
        expect(page.locator("#status")).to_contain_text("Ctrl+C")
        assert page.evaluate("getSelection().toString()") == turn.locator("blockquote .text").first.text_content()


class TestFeedback:
    def received(self, page: Page, status: int = 204) -> list[dict[str, Any]]:
        """What arrives where feedback is taken."""
        bodies: list[dict[str, Any]] = []

        def take(route: Route) -> None:
            bodies.append(json.loads(route.request.post_data or ""))
            if status == 204:
                route.fulfill(status=204)
            else:
                route.fulfill(status=status, content_type="application/problem+json",
                              body=json.dumps({"detail": "反馈太多，请稍后再试。"}))

        page.route("**/api/feedback", take)
        return bodies

    def test_of_use(self, page: Page) -> None:
        bodies = self.received(page)
        page.goto("/")
        ask(page, QUESTION)
        turn = ask(page, FOLLOW_UP)
        turn.get_by_role("button", name="有用").click()
        expect(turn.locator(".outcome")).to_have_text("谢谢，已记下。")
        (body,) = bodies
        clauses = body.pop("clauses")
        assert body == {"question": FOLLOW_UP, "history": [QUESTION], "scope": None, "role": None,
                        "status": "answered", "useful": True, "remark": "", "kind": "answer"}
        assert clauses and all(re.fullmatch("[0-9a-f]{8}-[0-9a-f]{10}", c) for c in clauses)

    def test_of_no_use_with_a_remark(self, page: Page) -> None:
        bodies = self.received(page)
        page.goto("/")
        turn = ask(page, QUESTION)
        turn.get_by_role("button", name="没用").click()
        expect(turn.locator(".remark textarea")).to_be_focused()
        page.keyboard.type("<b>不对</b>")
        turn.get_by_role("button", name="发送").click()
        expect(turn.locator(".outcome")).to_contain_text("已记下")
        expect(turn.locator(".remark")).to_be_hidden()
        assert (bodies[0]["useful"], bodies[0]["remark"], bodies[0]["kind"]) == (False, "<b>不对</b>", "answer")

    def test_what_nothing_answers_can_be_reported(self, page: Page) -> None:
        bodies = self.received(page)
        page.goto("/")
        turn = ask(page, OFF_TOPIC)
        expect(turn.locator(".related")).to_have_attribute("open", "")
        assert turn.locator("mark").count() == 0
        turn.get_by_role("button", name="反馈给管理员").click()
        turn.get_by_role("button", name="发送").click()
        expect(turn.locator(".outcome")).to_have_text("已反馈给管理员，谢谢。")
        assert (bodies[0]["kind"], bodies[0]["useful"], bodies[0]["status"]) == ("report", None, "not_found")

    def test_what_does_not_arrive_is_said_and_can_be_sent_again(self, page: Page) -> None:
        bodies = self.received(page, status=429)
        page.goto("/")
        turn = ask(page, QUESTION)
        turn.get_by_role("button", name="有用").click()
        expect(turn.locator(".outcome")).to_have_text("没有发出去：反馈太多，请稍后再试。")
        turn.get_by_role("button", name="有用").click()
        expect(turn.get_by_role("button", name="有用")).to_be_enabled()
        assert len(bodies) == 2


class TestRemembering:
    def test_a_conversation_survives_a_reload(self, page: Page) -> None:
        page.goto("/")
        ask(page, QUESTION)
        ask(page, FOLLOW_UP)
        page.reload()
        expect(turns(page)).to_have_count(2)
        assert asked(page) == [QUESTION, FOLLOW_UP]
        expect(turns(page).nth(1).locator(".understood")).to_have_text("机关党支部书记每年至少上几次党课")

    def test_a_new_conversation_begins_empty_and_the_old_one_stays(self, page: Page) -> None:
        page.goto("/")
        ask(page, QUESTION)
        page.get_by_role("button", name="新对话").click()
        assert asked(page) == []
        expect(page.locator("#examples")).to_be_visible()
        expect(page.locator("#q")).to_be_focused()
        ask(page, SEVERAL)
        page.locator("#past summary").click()
        page.get_by_role("button", name=re.compile(QUESTION)).click()
        expect(turns(page)).to_have_count(1)
        assert asked(page) == [QUESTION]

    def test_forgotten_on_demand(self, page: Page) -> None:
        page.goto("/")
        ask(page, QUESTION)
        page.get_by_role("button", name="新对话").click()
        page.locator("#past summary").click()
        page.get_by_role("button", name="清除全部历史").click()
        expect(page.locator("#past")).to_be_hidden()
        assert "党课" not in str(page.evaluate("JSON.stringify(localStorage)"))

    @pytest.mark.parametrize("stored", [
        "{", "[]", "null", "7", '[{"id": 1, "turns": "x"}]', '[{"id": "a", "turns": [7, {"question": 1}]}]'])
    def test_broken_memory_is_no_obstacle(self, page: Page, stored: str) -> None:
        page.goto("/")
        page.evaluate("(s) => { for (const key of ['dangjian.conversations', 'dangjian.filters', 'dangjian.tab'])"
                      " for (const storage of [localStorage, sessionStorage]) storage.setItem(key, s); }", stored)
        page.reload()
        ask(page, QUESTION)

    @pytest.mark.parametrize("broken", [
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }});"
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('', 'SecurityError'); }});",
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };",
    ], ids=["blocked", "full"])
    def test_without_memory_it_still_converses(self, page: Page, broken: str) -> None:
        page.add_init_script(broken)
        page.goto("/")
        ask(page, QUESTION)
        expect(ask(page, FOLLOW_UP).locator(".understood")).to_be_visible()
