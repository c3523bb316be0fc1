"""The training page in a real browser."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from kb.training.pack.files import NAMES
from tests.api.pages.library import too_wide, violations

pytestmark = pytest.mark.model

CHOICE = "/training?topic=%E5%85%9A%E8%B4%B9&topic=%E5%85%9A%E8%AF%BE&scope=%E6%9C%BA%E5%85%B3"  # 党费, 党课, 机关


def headings(path: Path) -> list[str]:
    """The chapters of the handout in a downloaded pack."""
    with ZipFile(path) as held:
        assert tuple(held.namelist()) == NAMES
        document = Document(BytesIO(held.read("讲义.docx")))
    return [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]


def test_a_pack_is_made_with_progress_and_comes_as_a_file(page: Page) -> None:
    page.goto("/training")
    page.get_by_label("党费", exact=True).check()
    page.get_by_label("机关", exact=True).check()
    with page.expect_download() as fetched:
        page.get_by_role("button", name="生成材料").click()
    assert fetched.value.suggested_filename.startswith("培训材料-")
    assert headings(Path(fetched.value.path())) == ["党费", "资料来源"]
    expect(page.locator(".progress")).to_contain_text("做好了：讲义.docx")
    expect(page.get_by_role("link", name="下载材料（zip）")).to_be_visible()


def test_topics_move_and_clauses_are_left_out(page: Page) -> None:
    page.goto(CHOICE)
    expect(page.locator(".topic h3").first).to_contain_text("党费")
    page.get_by_role("button", name="下移：党费").click()
    expect(page.locator(".topic h3").first).to_contain_text("党课")
    first = page.locator(".topic").first.locator("li").first
    gone = first.locator("input[name=keep]").get_attribute("value")
    first.get_by_role("checkbox").uncheck()
    with page.expect_download() as fetched:
        page.get_by_role("button", name="生成材料").first.click()
    assert headings(Path(fetched.value.path())) == ["党课", "党费", "资料来源"]
    page.get_by_role("button", name="看有哪些条款").click()
    expect(page.locator(".topic h3").first).to_contain_text("党课")
    expect(page.get_by_text("已去掉 1 条")).to_be_visible()
    expect(page.locator(f"input[name=keep][value='{gone}']")).to_have_count(0)
    page.get_by_role("button", name="全部恢复").click()
    expect(page.locator(f"input[name=keep][value='{gone}']")).to_have_count(1)


def test_what_cannot_be_made_is_told(page: Page) -> None:
    page.goto("/training")
    page.get_by_role("button", name="生成材料").click()
    expect(page.locator(".progress")).to_contain_text("没有选专题")


def test_a_topic_in_own_words_comes_along_from_the_page_of_topics(page: Page) -> None:
    page.goto("/topics?topic=专题调研&scope=学校")
    page.get_by_role("link", name="做培训材料").click()
    expect(page.get_by_label("其他专题")).to_have_value("专题调研")
    expect(page.get_by_label("学校", exact=True)).to_be_checked()
    page.go_back()
    page.get_by_role("link", name="出题", exact=True).click()
    expect(page.locator("fieldset.card").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_has_no_barriers(browser: Browser, site: str, width: int, scheme: str) -> None:
    context = browser.new_context(base_url=site, locale="zh-CN", viewport={"width": width, "height": 800},
                                  color_scheme="dark" if scheme == "dark" else "light")
    opened = context.new_page()
    opened.goto(CHOICE)
    assert violations(opened) == []
    assert not too_wide(opened)
    context.close()
