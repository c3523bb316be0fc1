"""A list whose regulations changed since: what changed and what is gone asks to be looked at, on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from kb.checklist.items import Checklist
from kb.store.library import Library
from tests.api.conftest import Serving
from tests.api.lists import by_hand
from tests.api.pages.checklist import LESSON, MEETING, duty, open_list, remembered, tick

pytestmark = pytest.mark.model
changed: set[str] = set()


def revised(library: Library, *, role: str, scope: str, year: int) -> Checklist:
    """The checklist made by hand, as it reads after the changes that the tests ask for."""
    found = by_hand(library, role=role, scope=scope, year=year)
    lesson, also, month, general = found.items
    if "lesson" in changed:
        lesson = replace(lesson, id="later", quote=lesson.quote[:-3])
    return replace(found, items=(lesson, also, general) if "gone" in changed else (lesson, also, month, general))


@pytest.fixture
def site(serving: Serving) -> Iterator[str]:
    changed.clear()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("api.lists.built", revised)
        patched.setattr("api.lists._KEPT", 0)  # each time anew
        with serving() as client:
            yield str(client.base_url)


def test_what_changed_is_looked_at(page: Page) -> None:
    open_list(page)
    tick(page, LESSON)
    before = remembered(page)[0]["kept"]["items"][0]["quote"]
    changed.add("lesson")
    page.reload()
    line = duty(page, LESSON)
    expect(line.locator(".notice")).to_contain_text(f"需要复核 规定改了。先前是：“{before}”")
    expect(page.locator(".where")).to_contain_text("1 项需要复核")
    expect(line.locator(".box input").first).to_be_checked()
    line.get_by_role("button", name="已复核").click()
    expect(line.locator(".notice")).to_have_count(0)
    page.reload()
    expect(page.locator(".where")).not_to_contain_text("需要复核")
    expect(line.locator(".box input").first).to_be_checked()


def test_what_is_gone_stays_until_it_was_looked_at(page: Page) -> None:
    open_list(page)
    tick(page, MEETING)
    changed.add("gone")
    page.reload()
    gone = page.locator("#gone-part .duty")
    expect(gone).to_contain_text("现行的规定里找不到这一项了，记录都还在")
    expect(gone.locator(".box")).to_have_count(1)
    gone.get_by_role("button", name="已复核").click()
    expect(page.locator(".where")).not_to_contain_text("需要复核")
    expect(gone).to_have_count(1)
    assert len(remembered(page)[0]["kept"]["ticks"]) == 1
