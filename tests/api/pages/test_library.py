"""The library's pages over the five documents: browsing, reading, searching, obligations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from kb.store.library import Library, open_library
from tests.api.pages.library import documents, in_sight, printed, texts, too_wide, tree, violations

pytestmark = pytest.mark.model

ADDRESSES = ("/documents", "/documents?q=党费公示", "/documents?scope=国企", "/obligations",
             "/obligations?role=党支部书记", "/topics", "/topics?topic=党课", "/documents/nope")


@pytest.fixture(scope="module")
def library(built: Path) -> Iterator[Library]:
    opened = open_library(built / "library.db")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def ids(built: Path) -> dict[str, str]:
    """Document ids by title."""
    return {title: str(d["id"]) for title, d in documents(built).items()}


@pytest.fixture(scope="module")
def rule(library: Library) -> dict[str, Any]:
    """The address of the rule on party lectures in the bureau's list, with the exact words."""
    words = "党支部书记每年至少为本支部党员上1次党课"
    clause = next(c for c in library.clauses() if words in c.text)
    start = clause.text.index(words)
    return {"words": words, "clause": clause, "address":
            f"/documents/{clause.document_id}?clause={clause.id}&start={start}&end={start + len(words)}#{clause.id}"}


class TestBrowsing:
    def test_every_document_stands_under_its_kind(self, site: str, built: Path) -> None:
        page = tree(f"{site}/documents")
        assert texts(page, "//section/h2") == ["高校", "学校", "机关", "通用"]
        shown = {str(a.text_content()): str(a.get("href")) for a in page.xpath("//article//h3/a")}
        listed = documents(built)
        assert shown == {title: f"/documents/{d['id']}" for title, d in listed.items()}
        facts = dict(zip(shown, texts(page, "//article/p[contains(@class, 'facts')]"), strict=True))
        for title, d in listed.items():
            assert f"{d['clauses']} 条" in facts[title]
        assert texts(page, "//article//h3/span") == ["现行"] * 5
        assert "2019-12-31" in facts["单位党支部建设标准"]
        assert "海南经贸职业技术学院" in facts["高校党组织工作任务和具体要求"]

    def test_a_kind_shows_the_lists_that_bind_it(self, site: str) -> None:
        page = tree(f"{site}/documents?scope=国企")
        assert texts(page, "//article//h3/a") == ["单位党支部建设标准"]
        assert texts(page, "//article//li/a") == ["国有企业党支部建设标准", "国有企业党建重点项目及责任分解"]
        assert texts(page, "//nav[@class='chips']/a[@aria-current]") == ["国企"]

    def test_every_list_links_to_its_first_clause(self, site: str) -> None:
        links = tree(f"{site}/documents").xpath("//article//li/a/@href")
        assert len(links) > 10
        for link in links[::5]:
            assert tree(site + link.split("#")[0]).xpath("//*[@id=$id]", id=link.split("#")[1])

    def test_a_search_ranks_clauses_and_marks_their_words(self, site: str) -> None:
        page = tree(f"{site}/documents?q=党费多久公示")
        first, *_ = page.xpath("//ol/li")
        assert "公示" in texts(first, ".//mark") and "党费" in texts(first, ".//mark")
        link = first.xpath(".//a/@href")[0]
        target = tree(site + link.split("#")[0])
        assert texts(target, "//*[contains(@class, 'is-cited')]/p") == texts(first, "./p[@class='text']")

    def test_a_search_keeps_to_the_kind_chosen(self, site: str) -> None:
        results = tree(f"{site}/documents?q=党课&scope=国企").xpath("//ol/li")
        assert results
        assert all("国企" in texts(r, ".//span[@class='scope']") for r in results)

    def test_where_no_word_is_found_it_says_so(self, site: str) -> None:
        page = tree(f"{site}/documents?q=蛋糕烘焙")
        assert page.xpath("//mark") == []
        assert any("没有条款出现这些词" in t for t in texts(page, "//section/p"))

    @pytest.mark.parametrize(("query", "said"), [("q=？！", "检索词是空的"), ("scope=火星", "没有这类单位"),
                                                 ("q=" + "党" * 2001, "太长")])
    def test_what_cannot_be_searched_for_is_explained(self, site: str, query: str, said: str) -> None:
        assert said in texts(tree(f"{site}/documents?{query}"), "//*[@role='alert']")[0]


class TestReading:
    def test_a_document_is_shown_to_the_last_character(self, site: str, library: Library) -> None:
        for document in library.documents():
            page = tree(f"{site}/documents/{document.id}")
            assert printed(page) == document.text
            clauses = library.clauses(document.id)
            assert [str(e.get("id")) for e in page.xpath("//*[contains(@class, 'clause')][@id]")] == [
                c.id for c in clauses]
            for link in page.xpath("//nav[@class='outline']//a/@href"):
                assert page.xpath("//*[@id=$id]", id=link[1:])

    def test_a_clause_has_its_citation_its_role_and_its_duties(self, site: str, rule: dict[str, Any]) -> None:
        page = tree(site + rule["address"].split("#")[0])
        (clause,) = page.xpath("//*[contains(@class, 'is-cited')]")
        assert clause.get("id") == rule["clause"].id
        assert set(clause.xpath(".//button/@data-citation")) == {
            "《市XX局机关党建工作责任清单》市XX局党支部书记责任清单 第3条"}
        assert "党支部书记" in texts(clause, ".//span")
        assert texts(clause, ".//mark") == [rule["words"]]
        assert any("每年至少1次" in t and rule["words"] in t for t in texts(clause, ".//details//li"))

    def test_a_source_opens_at_its_highlight(self, page: Page, rule: dict[str, Any]) -> None:
        page.goto(rule["address"])
        expect(page.locator("mark.cited")).to_have_text(rule["words"])
        assert in_sight(page, "mark.cited")

    def test_it_opens_there_without_javascript_too(self, browser: Browser, site: str, rule: dict[str, Any]) -> None:
        context = browser.new_context(base_url=site, java_script_enabled=True)
        context.route("**/*.js", lambda route: route.abort())
        page = context.new_page()
        page.goto(rule["address"])
        assert in_sight(page, "mark.cited")
        expect(page.get_by_role("button", name="复制引用").first).to_be_hidden()
        context.close()

    def test_found_places_are_counted_and_walked_through(self, page: Page, ids: dict[str, str]) -> None:
        page.goto(f"/documents/{ids['单位党支部建设标准']}")
        page.get_by_label("在本文件内查找").fill("黨課")
        page.keyboard.press("Enter")
        expect(page.locator(".found")).to_contain_text("共 7 处，在 7 条里")
        expect(page.locator(".print mark")).to_have_text(["党课"] * 7)
        for number in (1, 2):
            page.get_by_role("link", name="下一处").click()
            expect(page.locator(".found")).to_contain_text(f"第 {number} 处")
            expect(page.locator("mark.current")).to_have_attribute("id", f"hit-{number}")
            assert in_sight(page, "mark.current")
        page.get_by_role("link", name="上一处").click()
        page.get_by_role("link", name="上一处").click()
        expect(page.locator("mark.current")).to_have_attribute("id", "hit-7")
        page.reload()
        expect(page.locator("mark.current")).to_have_attribute("id", "hit-7")

    def test_found_places_are_links_without_javascript(self, site: str, ids: dict[str, str]) -> None:
        address = f"/documents/{ids['单位党支部建设标准']}?q={quote('党课')}"
        for number in (1, 2):
            address = str(tree(site + address.split("#")[0]).xpath("//a[@id='next']/@href")[0])
            assert address.endswith(f"hit={number}#hit-{number}")
        assert tree(site + address.split("#")[0]).xpath("//mark[@class='current']/@id") == ["hit-2"]

    def test_what_is_not_in_the_document_may_be_in_another(self, site: str, ids: dict[str, str]) -> None:
        page = tree(f"{site}/documents/{ids['学校党建工作任务清单']}?q=两新")
        assert "没有" in texts(page, "//*[@class='found']")[0]
        assert page.xpath("//*[@class='found']/a/@href")[0].startswith("/documents?q=")

    def test_a_citation_is_copied(self, page: Page, rule: dict[str, Any]) -> None:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(rule["address"])
        page.locator(".is-cited").get_by_role("button", name="复制引用").click()
        expect(page.locator(".copied")).to_contain_text("已复制：《市XX局机关党建工作责任清单》")
        assert page.evaluate("navigator.clipboard.readText()") == (
            f"“{rule['clause'].text}”——《市XX局机关党建工作责任清单》市XX局党支部书记责任清单 第3条")

    def test_the_outline_unfolds_by_keyboard_on_a_phone(self, page: Page, ids: dict[str, str]) -> None:
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(f"/documents/{ids['市XX局机关党建工作责任清单']}")
        outline = page.get_by_role("navigation", name="目录")
        expect(outline).to_be_hidden()
        page.get_by_label("目录（13）").focus()
        page.keyboard.press("Space")
        expect(outline).to_be_visible()
        outline.get_by_role("link", name="市XX局党支部书记责任清单").click()
        heading = page.locator("h2", has_text="市XX局党支部书记责任清单")
        expect(heading).to_be_in_viewport()

    @pytest.mark.parametrize("query", ["start=1", "start=a&end=b", "clause=", "hit=99999999999", "hit=-1", "q=%00",
                                       "q=%ff", "q=。。", "nope=1", "start=0&end=5"])
    def test_an_odd_address_still_gives_the_document(self, site: str, ids: dict[str, str], query: str) -> None:
        assert tree(f"{site}/documents/{ids['学校党建工作任务清单']}?{query}").xpath("//article[@id='print']")


class TestNothingThere:
    @pytest.mark.parametrize("path", ["/documents/nope", "/documents/nope/versions", "/documents/nope/versions/1",
                                      "/documents/nope/changes", "/documents/a/b/c/d", "/documents/" + quote("<b>")])
    def test_is_a_page_with_a_way_on(self, site: str, path: str) -> None:
        page = tree(site + path, status=404)
        assert "/documents" in page.xpath("//main//a/@href")
        assert page.xpath("//main//b") == []

    def test_an_unknown_clause_leads_to_its_document(self, site: str, ids: dict[str, str]) -> None:
        for where in ("", "/versions/1"):
            document = f"/documents/{ids['学校党建工作任务清单']}"
            page = tree(f"{site}{document}{where}?clause=nope", status=404)
            assert document in page.xpath("//main//a/@href")

    @pytest.mark.parametrize("ordinal", ["0", "2", "abc", "１", "9" * 40])
    def test_an_unknown_version(self, site: str, ids: dict[str, str], ordinal: str) -> None:
        document = ids["学校党建工作任务清单"]
        assert "版" in texts(tree(f"{site}/documents/{document}/versions/{ordinal}", status=404), "//main//p")[0]
        tree(f"{site}/documents/{document}/changes?old={ordinal}", status=404)

    def test_a_browser_gets_a_page_anywhere_but_under_the_api(self, site: str) -> None:
        accept = {"accept": "text/html,*/*;q=0.8"}
        assert httpx.get(f"{site}/nope", headers=accept).headers["content-type"].startswith("text/html")
        assert httpx.get(f"{site}/api/nope", headers=accept).headers["content-type"] == "application/problem+json"
        assert httpx.get(f"{site}/nope").headers["content-type"] == "application/problem+json"


class TestObligations:
    def test_all_of_them_link_to_their_words(self, site: str) -> None:
        page = tree(f"{site}/obligations")
        rows = page.xpath("//tbody/tr")
        assert texts(page, "//*[@role='status']")[0] == f"共 {len(rows)} 项"
        assert len(rows) > 100
        for row in rows[::29]:
            (link,) = row.xpath(".//a")
            assert texts(tree(site + link.get("href").split("#")[0]), "//mark") == [link.text_content()]

    def test_of_a_role_and_a_kind(self, site: str) -> None:
        page = tree(f"{site}/obligations?role=党支部书记&scope=机关")
        quotes = texts(page, "//tbody/tr//a")
        assert "党支部书记每年至少为本支部党员上1次党课" in quotes
        assert all("机关" in t or "通用" in t for t in texts(page, "//tbody/tr/td[8]"))
        assert texts(page, "//select/option[@selected]") == ["党支部书记", "机关"]

    def test_of_a_document(self, site: str, ids: dict[str, str]) -> None:
        links = tree(f"{site}/obligations?document={ids['学校党建工作任务清单']}").xpath("//tbody//a/@href")
        assert links
        assert all(ids["学校党建工作任务清单"] in link for link in links)

    @pytest.mark.parametrize("query", ["role=校草", "scope=火星", "document=nope", "page=0", "page=x", "page=99"])
    def test_a_filter_that_makes_no_sense(self, site: str, query: str) -> None:
        page = tree(f"{site}/obligations?{query}")
        assert page.xpath("//form")
        assert bool(page.xpath("//*[@role='alert']")) != query.startswith("page")


class TestEveryPage:
    @pytest.mark.parametrize("width", [320, 360])
    def test_none_is_wider_than_a_phone(self, page: Page, rule: dict[str, Any], width: int) -> None:
        page.set_viewport_size({"width": width, "height": 740})
        others = ("/diff", "/quiz", "/training", "/basket", "/checklist", "/checklist/check", "/topics")
        for address in (*ADDRESSES, *others, rule["address"], rule["address"].replace("?", "?q=党课&")):
            page.goto(address)
            assert too_wide(page) == 0, address

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_none_has_a_serious_barrier(self, browser: Browser, site: str, rule: dict[str, Any], scheme: Any) -> None:
        context = browser.new_context(base_url=site, locale="zh-CN", color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        for address in (*ADDRESSES, rule["address"].replace("?", "?q=党课&hit=1&")):
            page.goto(address)
            assert violations(page) == [], address
        context.close()

    def test_nothing_comes_from_elsewhere_and_nothing_fails(self, page: Page, site: str, rule: dict[str, Any]) -> None:
        errors: list[str] = []
        asked: list[str] = []
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("request", lambda r: asked.append(r.url))
        for address in (*ADDRESSES[:-1], rule["address"]):
            page.goto(address)
        assert errors == []
        assert all(re.match(re.escape(site), url) for url in asked)

    def test_the_pages_are_one_click_from_anywhere(self, site: str) -> None:
        for address in ("/", *ADDRESSES[:-1]):
            page = tree(site + address)
            assert texts(page, "//header//nav/a")[:8] == [
                "问答", "文件", "职责事项", "清单", "专题", "培训", "试题", "收集"]
            assert len(page.xpath("//header//nav/a[@aria-current='page']")) == 1
