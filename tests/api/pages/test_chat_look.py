"""The chat page for everyone: no accessibility violation, no sideways scrolling, light, dark, small, without script."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, expect

from tests.api.pages.chat import OFF_TOPIC, QUESTION, SEVERAL, ask, asked, turns

pytestmark = pytest.mark.model

Scheme = Literal["light", "dark"]
MAX_WEIGHT = 200_000


@pytest.fixture(params=[("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)],
                ids=["light", "dark", "small", "small-dark"])
def seen(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A page in one colour scheme and size; axe puts its script in, which the site's policy would forbid."""
    scheme, width = request.param
    context = browser.new_context(base_url=site, locale="zh-CN", color_scheme=scheme, bypass_csp=True,
                                  viewport={"width": width, "height": 800})
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[tuple[str, Any]]:
    found = Axe().run(page).response["violations"]
    return [(v["id"], [n["target"] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_every_state_is_accessible_and_fits(seen: Page) -> None:
    seen.goto("/")
    assert (violations(seen), fits(seen)) == ([], True)
    turn = ask(seen, SEVERAL)
    turn.get_by_role("button", name="没用").click()
    seen.evaluate("document.querySelectorAll('#thread details').forEach((d) => { d.open = true; })")
    assert (violations(seen), fits(seen)) == ([], True)
    ask(seen, OFF_TOPIC)
    seen.locator("#turns summary").click()
    assert (violations(seen), fits(seen)) == ([], True)
    sheet = seen.locator("#turns .sheet").bounding_box()
    assert sheet and sheet["x"] >= 0


def test_other_pages_are_accessible_and_fit(seen: Page) -> None:
    for path in ("/embed", "/?q=支委会多久开一次&scope=国企&role=党支部书记"):
        seen.goto(path)
        assert (violations(seen), fits(seen)) == ([], True)


@pytest.mark.parametrize("width", [320, 360, 768, 1920])
def test_the_longest_word_does_not_widen_the_page(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/?q=" + "W" * 300)
    assert fits(page)


def test_the_colours_follow_the_reader(seen: Page, request: pytest.FixtureRequest) -> None:
    seen.goto("/")
    paper = seen.evaluate("getComputedStyle(document.body).backgroundColor")
    dark = sum(int(x) for x in paper[4:-1].split(",")) < 300
    assert dark == ("dark" in request.node.name)


def test_every_control_says_what_it_does(page: Page) -> None:
    page.goto("/")
    turn = ask(page, SEVERAL)
    expect(turn.locator(".further a").first).to_be_visible()
    unnamed = re.compile(r"^\s*- (?:button|link|combobox|textbox|checkbox)(?:$|:| \[)", re.MULTILINE)
    assert unnamed.findall(page.locator("main").aria_snapshot()) == []
    labels = page.locator("blockquote button, blockquote a").evaluate_all("(all) => all.map((e) => e.ariaLabel)")
    assert len(labels) == len(set(labels))  # with whose clause it is, each is told from the others


def test_nothing_moves_under_the_reader(page: Page) -> None:
    page.add_init_script("""window.moved = 0;
        const add = (shift) => { if (!shift.hadRecentInput) window.moved += shift.value; };
        const seen = new PerformanceObserver((list) => list.getEntries().forEach(add));
        seen.observe({type: "layout-shift", buffered: true});
    """)
    page.goto(f"/?q={SEVERAL}")
    expect(turns(page).first.locator(".further a").first).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") < 0.1


def test_on_paper_the_whole_citation_and_no_buttons(page: Page) -> None:
    page.goto("/")
    turn = ask(page, QUESTION)
    page.emulate_media(media="print")
    expect(turn.locator("blockquote .text").first).to_be_visible()
    expect(turn.locator("cite").first).to_be_visible()
    for hidden in (".actions", ".kinds", ".further", ".source summary", ".do"):
        expect(turn.locator(hidden).first).to_be_hidden()


def test_touch_targets_are_big_enough(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/")
    ask(page, SEVERAL)
    targets = "main button, main select, main summary, main .plain"
    heights = page.evaluate("""(targets) => [...document.querySelectorAll(targets)]
        .map((e) => e.getBoundingClientRect()).filter((r) => r.width).map((r) => r.height)""", targets)
    assert len(heights) > 8 and min(heights) >= 40
    context.close()


def test_without_javascript_it_answers_and_goes_on(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.locator("#q").fill(QUESTION)
    page.get_by_role("button", name="提问").click()
    expect(page.locator("mark").first).to_have_text("党支部书记每年至少为本支部党员上1次党课")
    expect(page.get_by_role("button", name="复制引用")).to_have_count(0)
    expect(page.get_by_role("button", name="有用")).to_have_count(0)
    page.locator("#q").fill("学校的呢")
    page.get_by_role("button", name="提问").click()
    expect(page.locator(".understood")).to_have_text("学校党支部书记每年至少上几次党课")
    assert asked(page) == [QUESTION, "学校的呢"]
    expect(page.locator("#q")).to_have_value("")
    turns(page).last.locator(".related > summary").click()
    expect(turns(page).last.locator(".related blockquote").first).to_be_visible()
    page.locator("#q").fill("依据是什么")
    page.get_by_role("button", name="提问").click()
    expect(turns(page).last.locator(".short")).to_contain_text("依据是《")
    assert asked(page) == [QUESTION, "学校的呢", "依据是什么"]
    context.close()


def test_the_page_is_light_and_the_first_answer_quick(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    responses: list[Response] = []
    page.on("response", lambda r: responses.append(r))
    began = time.perf_counter()
    page.goto("/")
    ask(page, QUESTION)
    took = time.perf_counter() - began
    expect(turns(page)).to_have_count(1)
    weight = sum(len(r.body()) for r in responses)
    with capsys.disabled():
        print(f"\n问答页：{len(responses)} 个请求，{weight / 1000:.0f} kB（未压缩），打开到第一个回答 {took:.2f} 秒")
    assert weight < MAX_WEIGHT
