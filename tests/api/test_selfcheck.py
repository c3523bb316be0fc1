"""POST /api/selfcheck over real HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api.conftest import Serving
from tests.api.problems import assert_problem
from tests.conftest import ROOT

pytestmark = pytest.mark.model

PLANS = ROOT / "evals" / "selfcheck" / "plans"
SECRETARY = {"role": "党支部书记", "scope": "机关"}


def post(api: httpx.Client, name: str = "", **fields: str) -> httpx.Response:
    """A multipart form with these fields, and with a file where one is named."""
    parts: list[Any] = [(key, (None, value)) for key, value in fields.items()]
    if name:
        parts.append(("file", (name, (PLANS / name).read_bytes())))
    return api.post("/api/selfcheck", files=parts)


def meeting(made: dict[str, Any]) -> dict[str, Any]:
    return next(i for i in made["items"] if i["action"] == "召开支部委员会")


def test_a_file(api: httpx.Client) -> None:
    made = post(api, "勾选表.xlsx", **SECRETARY).json()
    assert (made["file"], made["year"], made["plan_year"]) == ("勾选表.xlsx", 2026, 2026)
    assert (meeting(made)["verdict"], meeting(made)["found"]) == ("已列入", 12)
    assert meeting(made)["matched"][0] == {"text": "支部委员会", "place": "表1第3行第3列"}


def test_a_text(api: httpx.Client) -> None:
    made = post(api, **SECRETARY, text="2025年计划\n支委会全年10次", year="2025").json()
    assert (made["year"], meeting(made)["verdict"], meeting(made)["found"]) == (2025, "次数不足", 10)


@pytest.mark.parametrize(("fields", "said"), [
    (SECRETARY, "没有收到计划"),
    ({**SECRETARY, "text": "  "}, "没有收到计划"),
    ({"role": "火星", "scope": "机关", "text": "计划"}, "不认识的角色"),
    ({"role": "党支部书记", "scope": "火星", "text": "计划"}, "没有这类单位"),
    ({"text": "计划"}, "不认识的角色"),
    ({**SECRETARY, "text": "计划", "year": "今年"}, "不是年份"),
    ({**SECRETARY, "text": "计划", "year": "99999999999999999999"}, "不是年份"),
    ({**SECRETARY, "text": "字" * 200_001}, "太长"),
    ({**SECRETARY, "plan": "{"}, "重新选择文件"),
])
def test_what_cannot_be_checked_is_explained(api: httpx.Client, fields: dict[str, str], said: str) -> None:
    assert said in assert_problem(post(api, **fields), 422)


def test_a_broken_file_is_explained(api: httpx.Client) -> None:
    parts: list[Any] = [*((k, (None, v)) for k, v in SECRETARY.items()),
                        ("file", ("../../坏\0.docx", b"PK\x03\x04bad"))]
    assert "打不开" in assert_problem(api.post("/api/selfcheck", files=parts), 422)


@pytest.mark.parametrize("name", ["..", "../..", ".txt", "/", "a\\..\\计划.txt", "长" * 300 + ".txt",
                                  "计划." + "长" * 300, "con:|?.txt"])
def test_any_name_of_a_file_will_do(api: httpx.Client, name: str) -> None:
    parts: list[Any] = [*((k, (None, v)) for k, v in SECRETARY.items()), ("file", (name, "每月召开支委会".encode()))]
    response = api.post("/api/selfcheck", files=parts)
    if response.status_code == 200:
        assert meeting(response.json())["found"] == 12
    else:
        assert_problem(response, 422)


def test_other_bodies_are_refused(api: httpx.Client) -> None:
    assert_problem(api.post("/api/selfcheck", json=SECRETARY), 415)


def test_too_often_is_too_often(serving: Serving) -> None:
    with serving(rate=1) as client:
        assert post(client, **SECRETARY, text="每月召开支委会").status_code == 200
        assert_problem(post(client, **SECRETARY, text="每月召开支委会"), 429)


def test_a_file_larger_than_uploads_may_be_is_refused(serving: Serving) -> None:
    with serving(max_upload=1) as client:
        parts = [("file", ("大.txt", b"a" * (2 << 20)))]
        assert_problem(client.post("/api/selfcheck", files=parts), 413)
