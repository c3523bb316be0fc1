"""An answer card in a real browser: marks, citations, kinds of organisation, more to ask, short and full, copying."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.api.pages.chat import OFF_TOPIC, QUESTION, SEVERAL, ask, asked, turns

pytestmark = pytest.mark.model

HOURS = "党员每年要学多少学时"


def test_a_mark_leads_to_its_clause_unfolded(page: Page) -> None:
    page.goto("/")
    turn = ask(page, SEVERAL)
    marks = turn.locator(".ref")
    expect(marks.first).to_have_text("①")
    folded = turn.locator(".others blockquote").first
    expect(folded).to_be_hidden()
    marks.nth(1).click()
    expect(folded).to_be_visible()
    expect(folded).to_be_focused()
    assert folded.locator(".n").text_content() == marks.nth(1).text_content()


def test_the_whole_citation_is_one_touch_away(page: Page) -> None:
    page.goto("/")
    quote = ask(page, QUESTION).locator("blockquote").first
    expect(quote.locator(".source summary")).to_have_text("《市XX局机关党建工作责任清单》第3条")
    expect(quote.locator("cite")).to_be_hidden()
    quote.locator(".source summary").click()
    expect(quote.locator("cite")).to_be_visible()


def test_the_kind_that_is_chosen_stays_until_it_is_given_up(page: Page) -> None:
    page.goto("/")
    turn = ask(page, HOURS)
    kinds = turn.locator(".kinds button")
    assert {"高校", "国企"} <= set(kinds.all_text_contents())
    kinds.filter(has_text="高校").click()
    chosen = turns(page).first.locator('.kinds [aria-pressed="true"]')
    expect(chosen).to_have_text("高校")
    expect(chosen).to_be_focused()
    expect(turns(page).first.locator(".short")).to_contain_text("每年至少32学时")
    assert asked(page) == [HOURS]
    expect(page.get_by_label("单位类型")).to_have_value("高校")
    page.reload()
    expect(page.get_by_label("单位类型")).to_have_value("高校")
    expect(turns(page).first.locator(".short")).to_contain_text("每年至少32学时")
    turns(page).first.locator('.kinds [aria-pressed="true"]').click()
    expect(turns(page).first.locator('.kinds [aria-pressed="true"]')).to_have_count(0)
    expect(page.get_by_label("单位类型")).to_have_value("")
    expect(turns(page).first.locator(".others summary").first).to_be_visible()


def test_what_was_not_found_of_a_question_is_said(page: Page) -> None:
    page.goto("/")
    turn = ask(page, f"{SEVERAL}，{OFF_TOPIC}")
    expect(turn.locator(".missing")).to_have_text(f"没有找到规定：{OFF_TOPIC}")
    expect(turn.locator(".short")).not_to_contain_text(OFF_TOPIC)


def test_pinyin_and_typing_errors_say_how_they_were_understood(page: Page) -> None:
    page.goto("/")
    expect(ask(page, "dangke多久上一次").locator(".understood")).to_have_text("党课多久上一次")


def test_short_and_full_stay(page: Page) -> None:
    page.goto("/")
    turn = ask(page, QUESTION)
    page.get_by_role("button", name="精简").click()
    expect(turn.locator("blockquote .text").first).to_be_hidden()
    expect(turn.locator(".short")).to_be_visible()
    expect(turn.locator(".source summary").first).to_be_visible()
    page.reload()
    expect(turns(page).first.locator("blockquote .text").first).to_be_hidden()
    page.get_by_role("button", name="详细").click()
    expect(turns(page).first.locator("blockquote .text").first).to_be_visible()


def test_three_more_questions_each_with_an_answer_of_its_own(page: Page) -> None:
    page.goto("/")
    turn = ask(page, QUESTION)
    links = turn.locator(".further a")
    expect(links).to_have_count(3)
    first = links.first.text_content()
    links.first.click()
    expect(turns(page)).to_have_count(2)
    assert asked(page) == [QUESTION, first]
    expect(turns(page).nth(1)).to_have_attribute("data-status", "answered")
    assert turns(page).nth(1).locator("mark").first.text_content() != turn.locator("mark").first.text_content()


def test_the_whole_answer_as_text_and_for_a_word_processor(context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    turn = ask(page, SEVERAL)
    turn.get_by_role("button", name="复制整个回答").click()
    expect(page.locator("#status")).to_have_text("已复制整个回答")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"问：{SEVERAL}\n答：每月1次。") and "依据：\n①【高校】" in text
    assert text.count("\n——《") == turn.locator(".group blockquote, .others blockquote").count()
    html = page.evaluate("""async () => (await (await navigator.clipboard.read())[0].getType("text/html")).text()""")
    assert "<blockquote>" in html and "<b>" in html


def test_a_long_question_is_folded(page: Page) -> None:
    page.goto("/")
    long = f"请说明{'党支部书记要上党课，' * 178}每年几次"
    turn = ask(page, long)
    height = turn.locator(".asked").evaluate("(e) => e.clientHeight")
    assert height < 160 and turn.locator(".asked").text_content() == long
    turn.locator(".fold summary").click()
    assert turn.locator(".asked").evaluate("(e) => e.clientHeight") > 3 * height


def test_an_answer_is_announced_once_and_without_marks(page: Page) -> None:
    page.goto("/")
    page.evaluate("""() => {
        const status = document.querySelector("#status");
        window.said = [];
        const note = () => window.said.push(status.textContent);
        new MutationObserver(note).observe(status, {childList: true, characterData: true, subtree: true});
    }""")
    turn = ask(page, QUESTION)
    expect(turn.locator(".further")).to_be_visible()
    said = [s for s in page.evaluate("window.said") if s.startswith("回答：")]
    assert len(said) == 1 and not re.search("[①-⑳]", said[0])


@pytest.mark.parametrize("question", ["再详细点", "依据是什么", "原文呢"])
def test_what_is_asked_about_the_answer_above(page: Page, question: str) -> None:
    page.goto("/")
    above = ask(page, QUESTION)
    turn = ask(page, question)
    expect(turn.locator(".understood")).to_have_text(QUESTION)
    expect(turn.locator(".short")).to_contain_text("《市XX局机关党建工作责任清单》第3条")
    assert turn.locator(".text").first.text_content() == above.locator(".text").first.text_content()


def test_from_the_answer_tab_goes_to_its_actions_in_the_order_they_are_seen(page: Page) -> None:
    page.goto("/")
    turn = ask(page, QUESTION)
    expect(turn.locator(".further a").first).to_be_visible()
    turn.locator(".asked").focus()
    seen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        place = page.evaluate("""() => { const e = document.activeElement, r = e.getBoundingClientRect();
            return e.closest(".turn") ? [e.textContent.trim(), Math.round(r.top + scrollY), r.left] : null; }""")
        if place is None:
            break
        seen.append(place)
    names = [name for name, _, _ in seen]
    assert names[0] == "①" and "复制整个回答" in names and "没用" in names
    tops = [top for _, top, _ in seen]
    assert all(b > a - 30 for a, b in zip(tops, tops[1:], strict=False)), seen


def test_the_cards_of_a_page_without_script_have_the_same_buttons(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/?q={HOURS}")
    page.locator(".kinds button").filter(has_text="高校").click()
    expect(page.locator(".short")).to_contain_text("每年至少32学时")
    page.locator('.kinds [aria-pressed="true"]').click()
    expect(page.locator(".others summary").first).to_be_visible()
    context.close()
