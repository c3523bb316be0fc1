"""Conversations exported from the page, and opened again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.api.pages.chat import FOLLOW_UP, OFF_TOPIC, QUESTION, ask

pytestmark = pytest.mark.model

HOSTILE = f"<img src=x onerror=alert(1)>{QUESTION}"


def downloaded(page: Page, folder: Path, label: str) -> Path:
    page.locator("#export summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    name = download.value.suggested_filename
    assert re.fullmatch(r"党建问答-\d{4}-\d\d-\d\d\.(docx|md)", name)
    download.value.save_as(folder / name)
    return folder / name


def conversed(page: Page) -> list[str]:
    """A conversation on the page; the citations of its answers."""
    page.goto("/")
    for question in (OFF_TOPIC, QUESTION, FOLLOW_UP, HOSTILE):
        ask(page, question)
    return page.locator(".turn[data-status=answered] :is(.group, .others) cite").all_text_contents()


def test_as_word(page: Page, tmp_path: Path) -> None:
    citations = conversed(page)
    document = Document(str(downloaded(page, tmp_path, "Word 文件")))
    texts = [p.text for p in document.paragraphs]
    assert [t for t in texts if re.match(r"\d\. ", t)][:4] == [
        f"1. {OFF_TOPIC}", f"2. {QUESTION}", f"3. {FOLLOW_UP}", f"4. {HOSTILE}"]
    assert "理解为：机关党支部书记每年至少上几次党课" in texts
    assert {f"——{c}" for c in citations} <= set(texts)


def test_as_markdown(page: Page, tmp_path: Path) -> None:
    citations = conversed(page)
    text = downloaded(page, tmp_path, "Markdown 文件").read_text(encoding="utf-8")
    assert "**党支部书记每年至少为本支部党员上1次党课**" in text
    assert "\\<img src=x onerror=alert(1)>党支部" in text and "<img" not in text.replace("\\<img", "")
    assert len(citations) >= 3 and all(f"> ——{c}" in text for c in citations)


def test_where_it_fails_it_says_so(page: Page) -> None:
    page.goto("/")
    ask(page, QUESTION)
    page.route("**/export/*", lambda route: route.abort())
    page.locator("#export summary").click()
    page.get_by_role("button", name="Word 文件").click()
    expect(page.locator("#notice")).to_have_text(re.compile("没有导出：问答服务没有回应"))


def test_on_paper_only_what_was_asked_and_answered(page: Page) -> None:
    page.goto("/")
    turn = ask(page, QUESTION)
    page.emulate_media(media="print")
    for shown in (".asked", ".short", "blockquote .text", "cite", ".asked-on"):
        expect(turn.locator(shown).first).to_be_visible()
    for hidden in ("header.site", ".bar", ".dock", ".actions", ".related", "[data-copy]"):
        expect(page.locator(hidden).first).to_be_hidden()
    assert re.match(r"\d{4}-\d\d-\d\d", turn.locator(".asked-on").inner_text())
