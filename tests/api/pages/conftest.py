"""A real `kb serve` and a real headless Chromium, the system's own, to look at its pages with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.administering import sign_in
from tests.serving import end, free_port, serve, started

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("这台机器上没有 Chromium，页面测试跳过")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield opened
        opened.close()


@pytest.fixture(params=[True, False], ids=["script", "scriptless"])
def admin(request: pytest.FixtureRequest, browser: Browser, desk: str) -> Iterator[Page]:
    """The administrator's page of the service at `desk`, which each module starts for itself; with and without script.
    """
    context = browser.new_context(base_url=desk, locale="zh-CN", java_script_enabled=request.param)
    context.set_default_timeout(20_000)
    page = context.new_page()
    sign_in(page)
    yield page
    context.close()


@pytest.fixture(scope="session")
def site(served: Path) -> Iterator[str]:
    """The address of a service over the whole corpus, without administration."""
    process = serve(served, port := free_port())
    try:
        started(process)
        yield f"http://127.0.0.1:{port}"
    finally:
        end(process)


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A reader with an empty browser: nothing remembered, no cookies."""
    opened = browser.new_context(base_url=site, locale="zh-CN")
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An open page. Any script error or resource blocked by the site's policy fails the test that saw it."""
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda e: errors.append(str(e)))
    opened.on("console", lambda m: errors.append(m.text) if "Content Security Policy" in m.text else None)
    yield opened
    assert errors == []
