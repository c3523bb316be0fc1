"""Obligations corrected over the API: seen by the table of obligations and the checklist, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.administering import RULES, TOKEN, service
from tests.api.problems import assert_problem
from tests.conftest import copied

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    headers = httpx.Headers([(b"Authorization", b"Bearer " + TOKEN.encode())])
    with (service(copied(built, tmp_path_factory.mktemp("corrected"))) as where,
          httpx.Client(base_url=where, timeout=60, headers=headers) as opened):
        yield opened


def rows(client: httpx.Client, document: str) -> list[tuple[str | None, str | None, Any]]:
    found = client.get("/api/obligations", params={"document": document}).json()
    return [(o["subject"], o["period"], o["count"]) for o in found]


def listed(client: httpx.Client, where: str) -> list[dict[str, Any]]:
    response = client.get(where)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["obligations"]
    return found


def test_corrected_seen_and_taken_back(client: httpx.Client) -> None:
    document = client.post("/api/documents", files={"file": ("学习.txt", RULES.encode())}).json()["id"]
    where = f"/api/documents/{document}/corrections"
    before = rows(client, document)
    lesson = next(o for o in listed(client, where) if o["count"] == 3)
    body = {"clause": lesson["clause"], "key": lesson["key"], "quote": lesson["quote"], "subject": "党支部书记",
            "action": lesson["action"], "period": "每半年", "comparator": "至少", "count": "3", "unit": "次"}
    made = client.post(where, json=body)
    assert made.status_code == 201, made.text
    correction = made.json()["corrections"][0]
    assert correction["holds"] and "→" in correction["told"]
    assert ("党支部书记", "每半年", 3) in rows(client, document)
    shown = client.get(f"/api/clauses/{lesson['clause']}").json()["obligations"]
    assert [o["period"] for o in shown] == ["每半年"]
    assert_problem(client.post(where, json=body), 422)
    assert_problem(client.post(where, json={**body, "key": "", "quote": "每年讲九次"}), 422)
    assert client.delete(f"{where}/{correction['id']}").status_code == 204
    assert rows(client, document) == before
    assert_problem(client.delete(f"{where}/{correction['id']}"), 404)
    assert_problem(client.delete(f"{where}/{2 ** 80}"), 404)
    assert_problem(client.post("/api/documents/无/corrections", json=body), 404)
    assert_problem(client.post(where, json={"clause": "x", "remove": "也许"}), 422)


def test_nobody_else_may(client: httpx.Client) -> None:
    with httpx.Client(base_url=client.base_url) as stranger:
        assert_problem(stranger.get("/api/documents/无/corrections"), 401)
        assert_problem(stranger.post("/api/documents/无/corrections", json={"clause": "x"}), 401)
        assert_problem(stranger.delete("/api/documents/无/corrections/1"), 401)
