"""What the tests of the checklist page share: a service over a checklist made by hand, and steps on the page."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.api.lists import ROLE, SCOPE

YEAR = date.today().year
ADDRESS = f"/checklist?scope={SCOPE}&role={ROLE}&year={YEAR}"
LESSON, MEETING, STUDY = "上党课", "召开支部委员会", "学习"


def open_list(page: Page) -> None:
    page.goto(ADDRESS)
    expect(page.locator("#panel .bar h2")).to_be_visible()


def duty(page: Page, action: str) -> Locator:
    return page.locator(".duty", has=page.locator("h3", has_text=action))


def tick(page: Page, action: str, number: int = 0) -> Locator:
    """Ticks a box of a duty, and waits until it is noted."""
    box = duty(page, action).locator(".box input").nth(number)
    box.check()
    expect(box.locator("xpath=..")).to_have_class(re.compile("done"))
    return box


def progress(page: Page, part: str) -> str:
    row = page.locator(".rings li", has_text=part)
    return row.locator("span").last.inner_text()


def remembered(page: Page) -> list[Any]:
    """The lists that the browser holds."""
    found: list[Any] = json.loads(page.evaluate("localStorage.getItem('dangjian.lists')") or "[]")
    return found
