"""POST /api/training and the training page over real HTTP, without a browser."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from docx import Document
from lxml import html
from pptx import Presentation

from kb.training.pack.files import NAMES
from tests.api.conftest import Serving
from tests.api.problems import assert_problem

pytestmark = pytest.mark.model

Fields = list[tuple[str, Any]]


def names(content: bytes) -> tuple[str, ...]:
    with ZipFile(BytesIO(content)) as held:
        return tuple(held.namelist())


def lines(content: bytes) -> list[str]:
    """The paragraphs of the handout in a pack."""
    with ZipFile(BytesIO(content)) as held:
        return [p.text for p in Document(BytesIO(held.read("讲义.docx"))).paragraphs]


def found(text: str, xpath: str) -> list[str]:
    """What a page says at a path: attributes, or the texts of elements."""
    page: Any = html.document_fromstring(text)
    return [str(x) if isinstance(x, str) else str(x.text_content()) for x in page.xpath(xpath)]


def form(api: httpx.Client, path: str, *fields: tuple[str, str], template: bytes | None = None) -> httpx.Response:
    parts: Fields = [(key, (None, value)) for key, value in fields]
    if template is not None:
        parts.append(("template", ("模板.pptx", template)))
    return api.post(path, files=parts)


def clause(api: httpx.Client, words: str) -> str:
    found = api.get("/api/obligations").json()
    return str(next(o["clause"] for o in found if words in o["quote"]))


def test_a_pack_is_the_six_files_and_the_same_again(api: httpx.Client) -> None:
    asked = {"topics": ["党费"], "scopes": ["机关"], "seed": 4}
    first = api.post("/api/training", json=asked)
    assert (first.status_code, first.headers["content-type"]) == (200, "application/zip")
    assert names(first.content) == NAMES
    assert api.post("/api/training", json=asked).content == first.content


def test_one_topic_may_be_named_alone(api: httpx.Client) -> None:
    alone = api.post("/api/training", json={"topic": "党费", "scope": "机关"})
    assert alone.content == api.post("/api/training", json={"topics": ["党费"], "scopes": ["机关"]}).content


def test_clauses_collected_come_with_their_notes(api: httpx.Client) -> None:
    picked = clause(api, "党课")
    made = api.post("/api/training", json={"clauses": [{"clause": picked, "note": "先讲这一条"}]})
    assert "培训人备注：先讲这一条" in lines(made.content)


@pytest.mark.parametrize(("wrong", "said"), [
    ({}, "没有选专题"), ({"topics": ["食堂菜谱"]}, "食堂菜谱"),
    ({"topics": ["党费"], "scopes": ["火星"]}, "没有这类单位：火星"),
    ({"topics": ["党费"], "audience": "领导"}, "没有这种对象"), ({"topics": ["党费"], "length": "长"}, "没有这种篇幅"),
    ({"clauses": [{"clause": "zz"}]}, "没有这条条款"), ({"topics": ["党费"], "seed": -1}, "seed"),
    ({"topics": ["党费"], "months": 3}, "months")])
def test_what_is_wrong_is_named(api: httpx.Client, wrong: dict[str, Any], said: str) -> None:
    assert said in assert_problem(api.post("/api/training", json=wrong), 422)


def test_the_page_lists_the_clauses_of_the_topics(api: httpx.Client) -> None:
    page = api.get("/training", params={"topic": "党费", "scope": "机关"}).text
    assert found(page, "//section[@class='card topic']//h3")[0].startswith("党费")
    kept = found(page, "//input[@name='keep']/@value")
    assert kept and kept == found(page, "//input[@name='listed']/@value")
    assert found(page, "//input[@name='topic'][@value='党费']/@checked")


def test_the_basket_is_posted_to_the_page_and_shown_in_order(api: httpx.Client) -> None:
    one, two = clause(api, "党课"), clause(api, "党费")
    sent = [("clause", one), ("note", "甲"), ("clause", two), ("note", "")]
    for response in (form(api, "/training", *sent),
                     api.post("/training", data={"clause": [one, two], "note": ["甲", ""]})):
        assert found(response.text, "//input[@name='clause']/@value") == [one, two]
        assert found(response.text, "//textarea[@name='note']") == ["甲", ""]


def test_without_scripts_the_form_gives_the_pack(api: httpx.Client) -> None:
    page = api.get("/training", params={"topic": "党费", "scope": "机关"}).text
    listed = found(page, "//input[@name='listed']/@value")
    kept = listed[-1]
    made = form(api, "/training/pack", ("topic", "党费"), ("scope", "机关"), *(("listed", i) for i in listed),
                ("keep", kept))
    assert names(made.content) == NAMES
    assert "attachment; filename=training-" in made.headers["content-disposition"]
    assert lines(made.content).count("[1] 机关") == 1 and "[2] 机关" not in lines(made.content)


def test_what_the_form_cannot_have_is_told_on_the_page(api: httpx.Client) -> None:
    made = form(api, "/training/pack", ("topic", "党费"), template=b"nothing")
    assert made.status_code == 422
    assert found(made.text, "//p[@role='alert']")[0].startswith("模板读不了")


def test_a_template_of_ones_own(api: httpx.Client) -> None:
    own = BytesIO()
    Presentation().save(own)
    made = form(api, "/training/pack", ("topic", "党费"), ("scope", "机关"), template=own.getvalue())
    with ZipFile(BytesIO(made.content)) as held:
        assert Presentation(BytesIO(held.read("课件.pptx"))).slide_width == Presentation().slide_width


def test_a_pack_is_made_as_work_in_hand_and_fetched(api: httpx.Client) -> None:
    job = form(api, "/training/jobs", ("topic", "党费"), ("more", "党课，三会一课")).json()
    until = time.monotonic() + 30
    while job["state"] not in ("done", "failed") and time.monotonic() < until:
        time.sleep(0.05)
        job = api.get(f"/training/jobs/{job['id']}").json()
    assert job["state"] == "done" and job["message"].startswith("做好了：讲义.docx、")
    assert names(api.get(f"/training/jobs/{job['id']}/pack").content) == NAMES


def test_work_in_hand_that_fails_says_why(api: httpx.Client) -> None:
    job = form(api, "/training/jobs", ("topic", "食堂菜谱")).json()
    while job["state"] not in ("done", "failed"):
        job = api.get(f"/training/jobs/{job['id']}").json()
    assert job["state"] == "failed" and "食堂菜谱" in job["message"]
    assert api.get(f"/training/jobs/{job['id']}/pack").status_code == 404
    assert api.get("/training/jobs/none").status_code == 404


def test_packs_count_against_the_rate(serving: Serving) -> None:
    with serving(rate=1) as client:
        assert client.post("/api/training", json={"topics": ["食堂菜谱"]}).status_code == 422
        assert_problem(client.post("/api/training", json={"topics": ["食堂菜谱"]}), 429)
