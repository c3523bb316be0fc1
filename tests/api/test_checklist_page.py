"""The checklist page over the corpus as it is: nothing of the checklist is missing, and citations lead to the words."""

from __future__ import annotations

import httpx
import pytest
from lxml import html

pytestmark = pytest.mark.model
ASKED: dict[str, str | int] = {"role": "党支部书记", "scope": "机关", "year": 2026}


def page(api: httpx.Client, address: str, **params: str | int) -> html.HtmlElement:
    response = api.get(address, params=params or None, headers={"accept": "text/html"})
    assert response.status_code == 200, response.text[:300]
    return html.document_fromstring(response.text)


def text(element: html.HtmlElement) -> str:
    return "".join(str(element.text_content()).split())


def test_every_item_is_there_once_with_its_words_and_citation(api: httpx.Client) -> None:
    found = api.get("/api/checklist", params=ASKED).json()
    tree = page(api, "/checklist", **ASKED)
    rules = {str(r.get("data-item")): r for r in tree.find_class("rule")}
    assert len(tree.find_class("rule")) == len(rules) == found["count"] > 20
    assert f"共{found['count']}条" in text(tree.find_class("tally")[0])
    for item in found["items"]:
        shown = rules[item["id"]]
        assert text(shown.find_class("text")[0]).removeprefix("从严") == "".join(item["quote"].split())
        assert text(shown.find_class("cited")[0]) == "".join(item["citation"].split())
        duty = next(d for d in shown.iterancestors() if "duty" in (d.get("class") or ""))
        assert item["conflict"] is not None or len(duty.find_class("rule")) == 1
    conflicts: dict[str, set[str]] = {}
    for item in found["items"]:
        if item["conflict"]:
            conflicts.setdefault(item["conflict"], set()).add(item["id"])
    together = [{str(r.get("data-item")) for r in d.find_class("rule")} for d in tree.find_class("duty")]
    assert all(ids in together for ids in conflicts.values())


def test_citations_lead_to_the_marked_words(api: httpx.Client) -> None:
    found = api.get("/api/checklist", params=ASKED).json()
    tree = page(api, "/checklist", **ASKED)
    links = {str(r.get("data-item")): str(r.find_class("cited")[0].find("a").get("href"))
             for r in tree.find_class("rule")}
    for item in found["items"][::5]:
        there = page(api, links[item["id"]].partition("#")[0])
        assert "".join(str(m.text_content()) for m in there.find_class("cited")) == item["quote"]


@pytest.mark.parametrize("asked", [{"role": "厨师", "scope": "机关"}, {"role": "党支部书记"}, {"scope": "<b>食堂"}])
def test_what_there_is_not_is_said(api: httpx.Client, asked: dict[str, str | int]) -> None:
    tree = page(api, "/checklist", **asked)
    (said,) = tree.xpath("//*[@role='alert']")
    assert text(said) and not said.xpath("./*")


@pytest.mark.parametrize("year", ["", "0", "99999", "去年", "²⁰²⁶", "1800"])
def test_an_odd_year_still_gives_the_page(api: httpx.Client, year: str) -> None:
    tree = page(api, "/checklist", role="党支部书记", scope="机关", year=year)
    assert tree.find_class("duty")
