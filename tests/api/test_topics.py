"""Topics over HTTP."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.api.problems import assert_problem
from tests.api.test_reading import get, kb

pytestmark = pytest.mark.model


def test_it_is_that_of_the_command_line(api: httpx.Client, built: Path) -> None:
    assert api.get("/api/topics/三会一课", params={"scope": ["机关", "国企"]}).json() == kb(
        built, "topic", "三会一课", "--scope", "机关", "--scope", "国企")
    assert get(api, "/api/topics")[0]["topic"] == "三会一课"


def test_every_quote_is_its_clauses_words(api: httpx.Client) -> None:
    for r in get(api, "/api/topics/党课")["rows"][:8]:
        assert get(api, f"/api/clauses/{r['clause']}")["text"][r["start"]:r["end"]] == r["quote"]


@pytest.mark.parametrize("address", ["/api/topics/足球", "/api/topics/党课?scope=火星", "/api/topics/党课?month=3",
                                     f"/api/topics/{'党' * 50}"])
def test_what_is_wrong_is_named(api: httpx.Client, address: str) -> None:
    assert_problem(api.get(address), 422)
