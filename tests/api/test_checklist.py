"""The checklist over HTTP."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.api.problems import assert_problem
from tests.api.test_reading import get, kb

pytestmark = pytest.mark.model
PAIR = {"role": "党支部书记", "scope": "机关", "year": "2026"}


def test_it_is_that_of_the_command_line(api: httpx.Client, built: Path) -> None:
    assert get(api, "/api/checklist", **PAIR) == kb(
        built, "checklist", "--role", "党支部书记", "--scope", "机关", "--year", "2026")


def test_every_quote_is_its_clauses_words(api: httpx.Client) -> None:
    for i in get(api, "/api/checklist", **PAIR)["items"][:8]:
        assert get(api, f"/api/clauses/{i['clause']}")["text"][i["start"]:i["end"]] == i["quote"]


@pytest.mark.parametrize("wrong", [{"scope": "火星"}, {"role": "站长"}, {"year": "0"}, {"year": "x"}, {"month": "3"}])
def test_what_is_wrong_is_named(api: httpx.Client, wrong: dict[str, str]) -> None:
    assert_problem(api.get("/api/checklist", params=PAIR | wrong), 422)


def test_a_role_and_a_kind_are_needed(api: httpx.Client) -> None:
    assert_problem(api.get("/api/checklist"), 422)
