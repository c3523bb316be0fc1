"""Documents with a history: earlier versions, what changed; hostile ones; very large ones."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from kb.config import Settings
from kb.manage.intake import ingest
from kb.store.library import open_library
from tests.api.pages.library import MARKUP, documents, in_sight, printed, served, texts, too_wide, tree, violations

pytestmark = pytest.mark.model

RULES = "支部工作规则.txt"
BEFORE = "支部工作规则\n\n1.党支部书记每年至少上1次党课。\n2.每月开1次支委会。\n3.档案由专人保管。\n"
AFTER = "支部工作规则\n\n1.党支部书记每年至少上2次党课。\n2.每月开1次支委会。\n3.每季度开1次党员大会。\n"
HOSTILE = (f"{MARKUP}管理办法\n\n一、{MARKUP}\n1.每年上1次党课<img src=x onerror=alert(2)>，党员必须参加。\n"
           f"2.</p></div></article><style>*{{display:none}}</style>每月交1次党费&lt;b&gt;。\n"
           "二、{{ 7*7 }}{% raw %}\n1.\" onmouseover=\"alert(3) 每季度开1次会议。\n")


@pytest.fixture(scope="module")
def site_and_data(tmp_path_factory: pytest.TempPathFactory, model_settings: Settings) -> Iterator[tuple[str, Path]]:
    with served(tmp_path_factory.mktemp("history"), model_settings, {RULES: BEFORE, "hostile.txt": HOSTILE},
                {RULES: AFTER}) as both:
        yield both


@pytest.fixture(scope="module")
def site(site_and_data: tuple[str, Path]) -> str:
    return site_and_data[0]


@pytest.fixture(scope="module")
def rules(site: str, site_and_data: tuple[str, Path]) -> str:
    """The address of the document that was changed."""
    return f"{site}/documents/{documents(site_and_data[1])['支部工作规则']['id']}"


@pytest.fixture(scope="module")
def hostile(site: str, site_and_data: tuple[str, Path]) -> str:
    (title,) = (t for t in documents(site_and_data[1]) if t != "支部工作规则")
    return f"{site}/documents/{documents(site_and_data[1])[title]['id']}"


class TestVersions:
    def test_all_of_them_are_listed(self, rules: str) -> None:
        page = tree(f"{rules}/versions")
        assert texts(page, "//li/h2/a") == ["第 2 版", "第 1 版"]
        assert texts(page, "//li/h2/span") == ["现行", "旧版本"]
        assert len({str(c) for c in page.xpath("//code/@title")}) == 2
        assert all(time.strptime(str(t)[:19], "%Y-%m-%dT%H:%M:%S") for t in page.xpath("//time/@datetime"))

    def test_an_earlier_one_is_marked_as_such(self, rules: str) -> None:
        page = tree(f"{rules}/versions/1")
        assert "不是现行" in texts(page, "//*[@role='note']")[0]
        assert printed(page).strip() == BEFORE.strip()
        assert "旧版本" in texts(page, "//title")[0]
        assert "不是现行" not in tree(rules).text_content()
        assert "至少上2次党课" in printed(tree(rules))

    def test_links_in_an_earlier_one_stay_there(self, rules: str) -> None:
        page = tree(f"{rules}/versions/1?q=党课")
        links = [str(x) for x in page.xpath("//article//a/@href")] + page.xpath("//form[@role='search']/@action")
        assert links
        assert all("/versions/1" in x for x in links)
        assert texts(page, "//article//mark") == ["党课"]

    def test_what_changed_is_shown_by_clause_and_character(self, rules: str) -> None:
        page = tree(f"{rules}/changes?old=1&new=2")
        assert texts(page, "//*[@role='status']")[0].startswith("改动 1 条，新增 1 条，删去 1 条，1 条没有变")
        (changed,) = page.xpath("//li[contains(@class, 'changed')]")
        assert (texts(changed, ".//del"), texts(changed, ".//ins")) == (["〔删：1〕"], ["〔加：2〕"])
        assert "档案" in texts(page, "//li[contains(@class, 'removed')]/p[@class='text']")[0]
        for link in map(str, page.xpath("//ol//a/@href")):
            assert tree(rules.split("/documents")[0] + link.split("#")[0]).xpath("//*[contains(@class, 'is-cited')]")

    def test_the_last_change_is_shown_unless_asked_otherwise(self, rules: str) -> None:
        assert texts(tree(f"{rules}/changes"), "//h1") == ["第 1 版与第 2 版"]
        backwards = tree(f"{rules}/changes?old=2&new=1")
        assert "〔加：1〕" in texts(backwards, "//ins")
        assert "文字相同" in texts(tree(f"{rules}/changes?old=2&new=2"), "//*[@role='status']")[0]

    def test_a_link_to_a_clause_that_was_changed_finds_its_version(self, rules: str) -> None:
        gone = str(tree(f"{rules}/versions/1").xpath("//*[@class='clause']/@id")[0])
        page = tree(f"{rules}?clause={gone}", status=404)
        (link,) = [str(x) for x in page.xpath("//main//a/@href") if "/versions/1?" in x]
        old = tree(rules.split("/documents")[0] + link.split("#")[0])
        assert "每年至少上1次党课" in texts(old, "//*[contains(@class, 'is-cited')]/p")[0]

    def test_a_document_taken_out_of_force_keeps_its_versions(self, site_and_data: tuple[str, Path],
                                                              tmp_path: Path) -> None:
        site, data = site_and_data
        file = tmp_path / "临时规定.txt"
        file.write_text("临时规定\n\n1.每年报告1次。\n")
        library = open_library(data / "library.db")
        ingest(library, [file])
        document = next(d for d in library.documents() if d.source == file.name)
        with library.changing() as writer:
            writer.withdraw(document.source)
        library.close()
        page = tree(f"{site}/documents/{document.id}", status=404)
        assert "已撤下" in texts(page, "//h1")[0]
        assert texts(tree(f"{site}/documents/{document.id}/versions"), "//h2/span") == ["已撤下"]
        assert "每年报告1次" in printed(tree(f"{site}/documents/{document.id}/versions/1"))

    def test_the_pages_fit_a_phone_and_everyone(self, browser: Browser, rules: str) -> None:
        context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
        page = context.new_page()
        for address in (f"{rules}/versions", f"{rules}/versions/1", f"{rules}/changes", f"{rules}?clause=nope"):
            page.goto(address)
            assert too_wide(page) == 0, address
            assert violations(page) == [], address
        context.close()


class TestHostile:
    def test_markup_is_shown_as_text_on_every_page(self, browser: Browser, site: str, hostile: str) -> None:
        context = browser.new_context()
        page = context.new_page()
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        for address in (f"{site}/documents", f"{site}/documents?q=每年党课", hostile, f"{hostile}?q=<script>",
                        f"{hostile}/versions", f"{hostile}/versions/1", f"{hostile}/changes?old=1&new=1",
                        f"{hostile}?clause=<script>alert(9)</script>", f"{site}/obligations",
                        f"{site}/topics?topic=党课",
                        f"{site}/obligations?role={MARKUP}&scope={MARKUP}&document={MARKUP}",
                        f"{site}/documents?q={MARKUP}&scope={MARKUP}", f"{site}/documents/{MARKUP}"):
            page.goto(address)
            expect(page.locator("main")).to_be_visible()
            assert page.locator("main :is(script, style, img), [onmouseover], [onerror]").count() == 0, address
            assert page.locator("script:not([src])").count() == 0, address
            assert "49" not in page.inner_text("h1")
        context.close()

    def test_it_is_still_shown_to_the_last_character(self, hostile: str) -> None:
        page = tree(hostile)
        assert printed(page).strip() == HOSTILE.strip()
        assert MARKUP in texts(page, "//h1")[0]


class TestLarge:
    def test_two_megabytes_are_soon_read(self, browser: Browser, site_and_data: tuple[str, Path],
                                                   tmp_path: Path) -> None:
        site, data = site_and_data
        file = tmp_path / "大文件.txt"
        lines = [f"第{n}条 {'党支部要坚持集体领导，按照规定做好各项工作，' * 4}第{n}项每年至少检查{n}次。"
                 for n in range(1, 6500)]
        file.write_text("大文件管理办法\n\n" + "\n".join(lines))
        assert file.stat().st_size > 1_900_000
        library = open_library(data / "library.db")
        ingest(library, [file])
        document = next(d for d in library.documents() if d.source == file.name)
        last = library.clauses(document.id)[-1]
        library.close()
        address = f"{site}/documents/{document.id}"
        assert httpx.get(f"{address}?q=检查", timeout=30).status_code == 200
        page = browser.new_page()
        page.goto(f"{address}?clause={last.id}&start=0&end=5#{last.id}")
        expect(page.locator("mark.cited")).to_be_in_viewport()
        assert in_sight(page, "mark.cited")
        page.close()
