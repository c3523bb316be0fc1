"""The chat box embedded in a page of another site by one script tag."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.api.pages.chat import QUESTION, SEVERAL
from tests.serving import end, free_port, serve, started

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def intranet(served: Path) -> Iterator[str]:
    """A page of another origin, with a strict policy of its own, that carries the script tag; the service allows it."""
    box = f"http://127.0.0.1:{(port := free_port())}"
    body = (f"<!doctype html><html lang=zh-CN><title>内网</title><h1>内网首页</h1>"
            f"<script src='{box}/static/embed.js' data-scope=国企 data-size=large data-width=360 "
            f"data-height=5 defer></script>"
            f"<script src='{box}/static/embed.js' defer></script>").encode()

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", f"default-src 'none'; script-src {box}; frame-src {box}")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = f"http://localhost:{server.server_address[1]}"
    process = serve(served, port, {"KB_ORIGINS": page})
    try:
        started(process)
        yield page
    finally:
        end(process)
        server.shutdown()
        server.server_close()


def box_in(page: Page) -> FrameLocator:
    """The chat box in its frame, once its script is at work: before that Enter only begins a new line."""
    frame = page.frame_locator("iframe")
    expect(frame.locator("html.js")).to_be_attached(timeout=20_000)
    return frame


def test_one_script_tag_adds_the_box(page: Page, intranet: str) -> None:
    page.goto(intranet)
    opener = page.get_by_role("button", name="党建规章问答")
    expect(opener).to_have_count(1)
    expect(opener).to_have_attribute("aria-expanded", "false")
    assert page.locator("iframe").count() == 0, "nothing is fetched before it is wanted"
    opener.press("Enter")
    expect(page.get_by_role("dialog", name="党建规章问答")).to_be_visible()
    frame = box_in(page)
    expect(frame.get_by_label("单位类型")).to_have_value("国企")
    box = page.get_by_role("dialog").bounding_box()
    assert box is not None and box["width"] == 360 and box["height"] == 680, "a height of 5 is none"
    assert frame.locator("#q").evaluate("box => getComputedStyle(box).fontSize") == "20px"
    frame.locator("#q").fill(SEVERAL)
    frame.locator("#q").press("Enter")
    expect(frame.locator(".turn[data-status=answered] .scope").first).to_have_text("国企")
    expect(frame.locator("header.site")).to_have_count(0)


def test_closed_by_its_button_and_by_escape(page: Page, intranet: str) -> None:
    page.goto(intranet)
    opener, panel = page.get_by_role("button", name="党建规章问答"), page.get_by_role("dialog")
    opener.click()
    page.get_by_role("button", name="关闭").click()
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    box = box_in(page).locator("#q")
    box.fill(QUESTION)
    expect(box).to_be_focused()
    box.press("Escape")
    expect(box).to_have_value("")
    expect(panel).to_be_visible()
    box.press("Escape")
    expect(panel).to_be_hidden()


def test_on_a_phone_it_fills_the_screen(page: Page, intranet: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(intranet)
    page.get_by_role("button", name="党建规章问答").click()
    assert page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 640}
    frame = box_in(page)
    frame.locator("#q").fill(SEVERAL)
    frame.locator("#q").press("Enter")
    expect(frame.locator(".turn[data-status=answered]")).to_be_visible()
    assert frame.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth")


def test_links_of_the_embedded_page_open_beside_it(page: Page) -> None:
    page.goto("/embed?q=" + QUESTION)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="固定链接").click()
    assert "/?q=" in opened.value.url


@pytest.mark.parametrize("path", ["/embed/link", "/embed/link/large"])
def test_by_itself_it_fits_the_narrowest_window(browser: Browser, site: str, path: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True,
                                  locale="zh-CN")
    page = context.new_page()
    page.goto(f"{path}?scope=国企")
    expect(page.locator("html.js")).to_be_attached(timeout=20_000)
    expect(page.locator("header.site")).to_have_count(0)
    letters = page.evaluate("parseFloat(getComputedStyle(document.querySelector('#q')).fontSize)")
    assert letters == (20 if path.endswith("large") else 16)
    page.locator("#q").fill(SEVERAL)
    page.get_by_role("button", name="提问").tap()
    expect(page.locator(".turn[data-status=answered] .scope").first).to_have_text("国企")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    box = page.locator("#ask").bounding_box()
    assert box is not None and box["height"] < 568 / 3.5, "the answer has the room"
    page.locator("#q").tap()
    expect(page.get_by_label("单位类型")).to_be_visible()
    source = page.get_by_role("link", name="查看原文").first
    source.evaluate("element => element.click()")
    page.wait_for_url("**/documents/**")
    assert len(context.pages) == 1, "no window that the other program may not open"
    page.go_back()
    assert path in page.url
    context.close()


def test_without_script_it_stays_as_it_was_opened(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/embed/link/large")
    page.locator("#q").fill(QUESTION)
    page.get_by_role("button", name="提问").click()
    assert "/embed/link/large?q=" in page.url
    expect(page.locator(".turn[data-status=answered]")).to_have_count(1)
    expect(page.locator("header.site")).to_have_count(0)
    context.close()
