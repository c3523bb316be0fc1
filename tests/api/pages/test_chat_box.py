"""The question box under the hands of a typist: input methods, keys, no mouse, a growing text."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.api.pages.chat import QUESTION, SEVERAL, ask, asked, turns

pytestmark = pytest.mark.model


def test_enter_while_composing_does_nothing(page: Page) -> None:
    page.goto("/")
    page.locator("#q").focus()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.imeSetComposition", {"text": "dangke", "selectionStart": 6, "selectionEnd": 6})
    page.evaluate("""() => document.querySelector('#q').dispatchEvent(
        new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))""")
    page.evaluate("""() => document.querySelector('#q').dispatchEvent(
        new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true}))""")
    assert asked(page) == []
    expect(page.locator("#q")).to_have_value("dangke")
    devtools.send("Input.insertText", {"text": "党课"})
    page.wait_for_timeout(60)
    page.keyboard.type("多久上一次")
    page.keyboard.press("Enter")
    expect(turns(page)).to_have_count(1)
    assert asked(page) == ["党课多久上一次"]


def test_the_enter_that_ends_a_composition_does_not_send(page: Page) -> None:
    """Some browsers report the end of the composition first, and its Enter after it as a plain one."""
    page.goto("/")
    page.locator("#q").fill("党课")
    page.evaluate("""() => {
        const box = document.querySelector('#q');
        box.dispatchEvent(new CompositionEvent('compositionend', {data: '党课', bubbles: true}));
        box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 13, bubbles: true, cancelable: true}));
    }""")
    page.wait_for_timeout(100)
    assert asked(page) == []
    expect(page.locator("#q")).to_have_value("党课")


def test_shift_enter_breaks_the_line(page: Page) -> None:
    page.goto("/")
    low = page.locator("#q").bounding_box()
    page.locator("#q").focus()
    page.keyboard.type("党支部书记每年")
    for _ in range(3):
        page.keyboard.press("Shift+Enter")
    page.keyboard.type("至少上几次党课")
    high = page.locator("#q").bounding_box()
    assert low and high and high["height"] > low["height"] + 40, "the box grows with its text"
    assert asked(page) == []
    page.keyboard.press("Enter")
    expect(turns(page)).to_have_count(1)


def test_arrows_recall_and_escape_clears(page: Page) -> None:
    page.goto("/")
    ask(page, QUESTION)
    ask(page, SEVERAL)
    box = page.locator("#q")
    for key, value in (("ArrowUp", SEVERAL), ("ArrowUp", QUESTION), ("ArrowUp", QUESTION), ("ArrowDown", SEVERAL),
                       ("ArrowDown", ""), ("ArrowUp", SEVERAL), ("Escape", "")):
        box.press(key)
        expect(box).to_have_value(value)
    box.fill("写到一半")
    box.press("ArrowUp")
    expect(box).to_have_value("写到一半")


def test_everything_by_keyboard(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(SEVERAL)
    page.keyboard.press("Enter")
    expect(turns(page)).to_have_count(1)
    reached = set()
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        reached.add(page.evaluate("document.activeElement.textContent.trim().slice(0, 4)"))
    assert {"复制引用", "查看原文", "有用", "没用", "固定链接", "新对话", "导出", "相关条款"} <= reached
    page.locator(".others summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".others details").first).to_have_attribute("open", "")
    page.locator("#export summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Word 文件")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Word 文件")).to_be_hidden()
    expect(page.locator("#export summary")).to_be_focused()


def test_what_has_the_focus_is_never_behind_the_box(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto("/")
    ask(page, SEVERAL)
    page.locator(".asked").last.focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        page.wait_for_timeout(30)
        hidden = page.evaluate("""() => {
            const dock = document.querySelector('.dock'), at = document.activeElement;
            return !dock.contains(at) && at.closest('#thread') !== null
                && at.getBoundingClientRect().top > dock.getBoundingClientRect().top;
        }""")
        assert not hidden
