"""The chat page as the server gives it, read without any script: everything answers by plain links and forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from lxml import html

from kb.data import load_toml

pytestmark = pytest.mark.model

QUESTION = "党支部书记每年至少上几次党课"
OFF_TOPIC = "今晚的足球比赛几点开始"

SCRIPTS = {"/static/basket-add.js", "/static/chat.js", "/static/due-block.js", "/static/list-add.js"}


@pytest.fixture(scope="module")
def client(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=60) as c:
        yield c


def ask(client: httpx.Client, question: str, **more: object) -> dict[str, Any]:
    answer: dict[str, Any] = client.post("/api/ask", json={"question": question, **more}).json()
    return answer


def page(client: httpx.Client, path: str = "/", **query: str) -> html.HtmlElement:
    response = client.get(path, params=query)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(response.text)


def texts(tree: html.HtmlElement, xpath: str) -> list[str]:
    return [str(e.text_content()).strip() for e in tree.xpath(xpath)]


class TestPage:
    @pytest.mark.parametrize("path", ["/", "/embed"])
    def test_the_start_page_has_a_form_that_works_without_javascript(self, client: httpx.Client, path: str) -> None:
        tree = page(client, path)
        (form,) = tree.xpath("//form")
        assert (form.get("action"), form.get("method")) == (path, "get")
        assert form.xpath(".//*[@name='q']") and form.xpath(".//button[@type='submit']")
        assert tree.xpath("/html")[0].get("lang") == "zh-CN"
        assert texts(tree, "//article") == []

    def test_its_examples_are_questions_with_answers(self, client: httpx.Client) -> None:
        links = page(client).xpath("//section[@id='examples']//a")
        examples = [e["question"] for e in load_toml("examples.toml")["example"]]
        offered = [str(link.text_content()) for link in links]
        assert offered == [e for e in examples if e in offered] and len(offered) >= 8
        for link, question in zip(links, offered, strict=True):
            tree = html.document_fromstring(client.get(link.get("href")).text)
            assert texts(tree, "//article/h2") == [question]
            assert texts(tree, "//article//mark"), question

    def test_an_answer_stands_in_the_page_with_its_quotes_marked(self, client: httpx.Client) -> None:
        answer = ask(client, QUESTION)
        tree = page(client, q=QUESTION)
        assert texts(tree, "//article/h2") == [QUESTION]
        (said,) = texts(tree, "//article//p[contains(@class, 'short')]")
        lead, quoted, others = (s + "。" for s in answer["answer"].rstrip("。").split("。"))
        assert re.sub("[①-⑳]", "", said) == lead + others and quoted.rstrip("。") in texts(tree, "//blockquote")[0]
        marks = texts(tree, "//article//mark")
        assert len(marks) == len(answer["findings"])
        assert all(mark in f["quote"] for mark, f in zip(marks, answer["findings"], strict=True))
        cited = {c["id"]: c for c in answer["clauses"]}
        quotes = tree.xpath("//blockquote[.//mark]")
        for finding, quoted in zip(answer["findings"], quotes, strict=True):
            clause = cited[finding["clause"]]
            assert texts(quoted, "./p") == [clause["text"]]
            assert texts(quoted, ".//cite") == [clause["citation"]]
            (source,) = quoted.xpath(".//a")
            (mark,) = texts(quoted, ".//mark")
            start = clause["text"].index(mark, finding["start"])
            words = f"clause={clause['id']}&start={start}&end={start + len(mark)}"
            assert source.get("href") == f"/documents/{clause['document_id']}?{words}#{clause['id']}"
            (copy,) = quoted.xpath(".//button/@data-copy")
            assert copy == f"{mark}\n——{clause['citation']}"

    def test_rules_for_other_kinds_of_organisation_are_folded(self, client: httpx.Client) -> None:
        tree = page(client, q="支委会多久开一次")
        folded = texts(tree, "//section[@class='others']/details[not(@open)]/summary")
        assert len(folded) >= 2
        assert all("每月" in line for line in folded)
        named = page(client, q="高校支委会多久开一次")
        assert set(texts(named, "//section[@class='group']//span[@class='scope']")) == {"高校"}

    def test_where_nothing_answers_it_says_so_and_shows_the_nearest(self, client: httpx.Client) -> None:
        answer = ask(client, OFF_TOPIC)
        tree = page(client, q=OFF_TOPIC)
        assert answer["answer"] in texts(tree, "//article//p")
        assert texts(tree, "//mark") == []
        nearest = texts(tree, "//details[@open]/blockquote/p")
        assert nearest == [c["text"] for c in answer["clauses"][:3]]

    def test_the_form_keeps_the_filters_and_is_ready_for_the_next_question(self, client: httpx.Client) -> None:
        tree = page(client, q=QUESTION, scope="学校", role="党支部书记")
        assert texts(tree, "//article/h2") == [QUESTION]
        assert texts(tree, "//textarea[@name='q']") == [""]
        assert texts(tree, "//select/option[@selected]") == ["学校", "党支部书记"]
        again = tree.xpath("//a[contains(@class, 'ask') and contains(@href, 'scope=&')]/@href")
        assert len(again) == 1

    def test_a_follow_up_works_without_javascript(self, client: httpx.Client) -> None:
        (before,) = page(client, q=QUESTION).xpath("//input[@name='h']/@value")
        tree = page(client, q="那机关的呢", h=before)
        assert texts(tree, "//*[@class='understood']") == ["机关党支部书记每年至少上几次党课"]

    def test_its_permanent_link_gives_the_same_answer(self, client: httpx.Client) -> None:
        first = page(client, q="学校的呢", h=QUESTION, role="书记")
        *_, link = first.xpath("//*[@class='links']/a/@href")
        again = html.document_fromstring(client.get(link).text)
        quoted = "//article[last()]//blockquote//p"
        assert texts(again, quoted) == texts(first, quoted) != []
        assert texts(again, "//select/option[@selected]") == ["书记"]

    @pytest.mark.parametrize("field", ["scope", "role"])
    def test_an_unknown_filter_is_explained(self, client: httpx.Client, field: str) -> None:
        (said,) = texts(page(client, **{"q": QUESTION, field: "火星"}), "//*[@role='alert']")
        assert "火星" in said


class TestFragment:
    def test_the_fragment_is_what_stands_in_the_page(self, client: httpx.Client) -> None:
        response = client.post("/answer", json={"question": "学校的呢", "history": [QUESTION]})
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        before, inside = page(client, q="学校的呢", h=QUESTION).xpath("//article")
        assert texts(before, "./h2") == [QUESTION]
        del inside.find("h2").attrib["autofocus"]  # the page begins at its last answer
        fragment = html.fragment_fromstring(response.text.strip())
        assert html.tostring(fragment).split() == html.tostring(inside).split()

    def test_a_conversation_is_answered_in_order(self, client: httpx.Client) -> None:
        turns = [{"question": QUESTION}, {"question": "学校的呢", "scope": "学校"}]
        tree = html.document_fromstring(client.post("/answers", json={"turns": turns}).text)
        assert texts(tree, "//article/h2") == [QUESTION, "学校的呢"]
        assert texts(tree, "//*[@class='understood']") == ["学校党支部书记每年至少上几次党课"]

    @pytest.mark.parametrize(("path", "body"), [
        ("/answer", {"question": "党" * 2001}), ("/answer", {"question": "党课", "scope": "火星"}), ("/answer", {}),
        ("/answers", {"turns": []}), ("/answers", {"turns": [{"question": "党课"}] * 51}),
        ("/export/md", {"turns": [1]}), ("/export/md", {"turns": []}),
        ("/export/docx", {"turns": [{"question": "党课"}] * 51})])
    def test_bad_input_is_explained(self, client: httpx.Client, path: str, body: dict[str, object]) -> None:
        response = client.post(path, json=body)
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"
        assert any("一" <= c <= "鿿" for c in response.json()["detail"])


class TestHostileAndOdd:
    @pytest.mark.parametrize("markup", [
        "<script>alert(1)</script>党费", "</textarea><script>alert(1)</script>",
        "</title><script>alert(1)</script>党费",
        '"><img src=x onerror=alert(1)>党费', "<b>党费</b>多久公示一次", "党费&lt;多久&amp;公示",
        "{{ 7*7 }}党费",
    ])
    def test_markup_in_a_question_is_shown_as_text(self, client: httpx.Client, markup: str) -> None:
        tree = page(client, q=markup)
        assert texts(tree, "//article/h2") == [markup]
        assert markup in texts(tree, "//title")[0]
        assert {s.get("src") for s in tree.xpath("//script")} == SCRIPTS
        assert tree.xpath("//img | //*[@onerror] | //article/h2/* | //strong/*[not(@class='ref')]") == []

    def test_markup_in_the_scope_is_shown_as_text(self, client: httpx.Client) -> None:
        tree = page(client, q="党费", scope="<script>alert(1)</script>")
        assert {s.get("src") for s in tree.xpath("//script")} == SCRIPTS
        assert "没有这类单位" in texts(tree, "//*[@role='alert']")[0]

    @pytest.mark.parametrize("query", ["q=", "q=%20%20", "scope=", "q=%ff%fe", "nope=1", "q=%00党课"])
    def test_an_odd_address_still_gives_the_page(self, client: httpx.Client, query: str) -> None:
        response = client.get(f"/?{query}")
        assert response.status_code == 200
        assert html.document_fromstring(response.text.replace("\0", "")).xpath("//form")

    def test_a_question_that_is_too_long_is_explained(self, client: httpx.Client) -> None:
        assert "太长" in texts(page(client, q="党" * 2001), "//*[@role='alert']")[0]

    def test_everything_that_the_page_asks_for_is_served_from_here(self, client: httpx.Client) -> None:
        tree = page(client, q=QUESTION)
        links = tree.xpath("//link/@href | //script/@src | //img/@src")
        assert len(links) >= 2
        for link in links:
            assert link.startswith("/")
            assert client.get(link).status_code == 200
