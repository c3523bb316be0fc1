"""The quiz over HTTP, and its page, which is answered and scored without JavaScript."""

from __future__ import annotations

from io import BytesIO

import httpx
import pytest
from docx import Document
from lxml import html


def asked(api: httpx.Client, **wanted: object) -> list[dict[str, object]]:
    response = api.post("/api/quiz", json=wanted)
    assert response.status_code == 200, response.text
    found: list[dict[str, object]] = response.json()
    return found


def test_items_stand_on_words_of_their_clauses(api: httpx.Client) -> None:
    items = asked(api, topic="党课", n=6, seed=2)
    assert items == asked(api, topic=["党课"], n=6, seed=2)
    for i in items:
        clause = api.get(f"/api/clauses/{i['clause']}").json()
        assert clause["text"][i["start"]:i["end"]] == i["quote"]
        assert i["difficulty"] in (1, 2, 3)


def test_one_type_and_one_kind(api: httpx.Client) -> None:
    assert {(i["type"], i["scope"]) for i in asked(api, scope="机关", type="truefalse", n=5)} == {
        ("truefalse", "机关")}


@pytest.mark.parametrize("wanted", [{"topic": "食堂菜价"}, {"scope": "月球"}, {"n": 0}, {"type": "essay"}, {"x": 1}])
def test_what_cannot_be_asked_is_said(api: httpx.Client, wanted: dict[str, object]) -> None:
    response = api.post("/api/quiz", json=wanted)
    assert response.status_code == 422 and response.headers["content-type"].startswith("application/problem+json")
    assert any("一" <= c <= "龥" for c in response.json()["detail"])


def test_the_page_is_answered_and_scored_without_scripts(api: httpx.Client) -> None:
    items = asked(api, topic="党课", n=6, seed=2)
    page = html.fromstring(api.get("/quiz", params={"topic": "党课", "n": 6, "seed": 2}).text)
    assert page.xpath("count(//form[@class='quiz']//fieldset)") == len(items)
    assert page.xpath("//script") == [] and page.xpath("//*[@class='why']") == []
    key = {f"q{n}": i["key"] for n, i in enumerate(items, 1)}
    sent = api.post("/quiz", data={"topic": "党课", "n": "6", "seed": "2", **key})
    scored = html.fromstring(sent.text)
    most = sum(i["type"] != "short" for i in items)
    assert scored.xpath("string(//*[@id='score'])") == f"得分：{most} / {most}"
    assert scored.xpath("count(//*[@class='why'])") == len(items)
    wrong = html.fromstring(api.post("/quiz", data={"topic": "党课", "n": "6", "seed": "2"}).text)
    assert wrong.xpath("string(//*[@id='score'])") == f"得分：0 / {most}"
    assert "没有作答" in str(wrong.xpath("string(.)"))


def test_the_empty_page_asks_what_is_wanted_and_errors_are_a_sentence(api: httpx.Client) -> None:
    assert "fieldset class=\"card\"" not in api.get("/quiz").text
    assert "没有条款规定这个专题" in api.get("/quiz", params={"topic": "食堂菜价"}).text
    odd = api.get("/quiz", params={"topic": "党课", "n": "很多", "seed": "-1", "type": "essay", "scope": "月球"})
    assert odd.status_code == 200 and "<script>" not in api.get("/quiz", params={"topic": "<script>x"}).text


@pytest.mark.parametrize(("file", "begins"), [("docx", b"PK"), ("key", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE")])
def test_files_are_downloaded(api: httpx.Client, file: str, begins: bytes) -> None:
    response = api.get(f"/quiz/export/{file}", params={"topic": "党课", "n": 5})
    assert response.status_code == 200 and response.content.startswith(begins)
    assert "attachment" in response.headers["content-disposition"]
    if file == "key":
        assert "答案" in "\n".join(p.text for p in Document(BytesIO(response.content)).paragraphs)
    assert api.get("/quiz/export/pdf").status_code in (404, 422)


def test_a_quiz_asked_for_in_the_chat_box_leads_to_the_page(api: httpx.Client) -> None:
    answer = api.post("/api/ask", json={"question": "出5道关于党费的选择题"}).json()
    assert answer["status"] == "answered" and "kb quiz --topic 党费 -n 5" in answer["answer"]
    assert answer["link"].startswith("/quiz?topic=") and api.get(answer["link"]).status_code == 200
    page = html.fromstring(api.get("/", params={"q": "出5道关于党费的选择题"}).text)
    assert page.xpath("//a[text()='打开试题页']/@href") == [answer["link"]]
    assert "link" not in api.post("/api/ask", json={"question": "书记每年上几次党课"}).json()


@pytest.mark.parametrize("said", ["再详细点", "依据是什么"])
def test_what_is_asked_about_a_quiz_leads_there_again(api: httpx.Client, said: str) -> None:
    again = api.post("/api/ask", json={"question": said, "history": ["出5道关于党费的选择题"]}).json()
    assert again["status"] == "answered" and again["link"].startswith("/quiz?topic=")
