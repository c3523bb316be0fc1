"""The description of the API, and the API held against it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks

from tests.administering import TOKEN, service
from tests.conftest import copied

pytestmark = pytest.mark.model

# Every operation gets wrong values as well as right ones; the examples are the same every time.
_EXAMPLES = 32
_OF_A_TOPIC = ("/api/quiz", "/api/training")  # that the documents speak of
_WHOLE_LISTS = ("/api/lists/change", "/api/lists/import")
_CHECKS = [not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
           checks.response_schema_conformance, checks.response_headers_conformance]


def test_everything_is_explained_in_chinese(api: httpx.Client) -> None:
    description = api.get("/openapi.json").json()
    tags = {t["name"] for t in description["tags"]}
    operations = [o for path in description["paths"].values() for o in path.values()]
    assert len(operations) >= 12
    for operation in operations:
        assert re.search("[一-鿿]", operation["summary"])
        assert re.search("[一-鿿]", operation["description"])
        assert set(operation["tags"]) <= tags
        for parameter in operation.get("parameters", []):
            assert re.search("[一-鿿]", parameter.get("description") or parameter["schema"]["description"])
        for status, response in operation["responses"].items():
            assert re.search("[一-鿿]", response["description"])
            if int(status) >= 400:
                of_chat = "对话" in operation["tags"]
                assert set(response["content"]) == {"application/json" if of_chat else "application/problem+json"}
    schemas = description["components"]["schemas"]
    assert schemas["AskRequest"]["examples"] and schemas["AnswerOut"]["examples"]
    assert {"type", "title", "status", "detail", "instance"} <= set(schemas["Problem"]["properties"])
    assert set(description["paths"]["/api/ask"]["post"]["responses"]) == {
        "200", "400", "413", "415", "422", "429", "503"}
    assert set(description["paths"]["/api/documents"]["post"]["responses"]) == {
        "201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "503"}
    assert set(description["paths"]["/api/feedback"]["post"]["responses"]) == {
        "204", "400", "409", "413", "415", "422", "429", "503"}


@pytest.fixture(scope="module")
def administered(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service whose documents may be changed, over a library of its own."""
    with service(copied(built, tmp_path_factory.mktemp("described"))) as address:
        yield address


def test_the_service_does_what_it_says(administered: str) -> None:
    schema = schemathesis.openapi.from_url(f"{administered}/openapi.json")
    for operation in (schema[path][method] for path in schema for method in schema[path]):
        seen = statuses(operation, {"Authorization": f"Bearer {TOKEN}".encode()})
        if "security" in operation.definition.raw:
            malformed = {400, 422}  # refused whoever sends it
            assert statuses(operation, {}) - malformed == {401}, operation.label
            assert seen > {401}, operation.label  # some wrong requests leave the token out
        else:
            guessed = "{" not in operation.path and operation.path not in (*_WHOLE_LISTS, *_OF_A_TOPIC)
            assert seen & {200, 204} or not guessed, f"{operation.label}: only an id, a topic, a list is not guessed"
        assert len(seen) > 1 or not (operation.query or operation.body), "wrong values were tried too"


def statuses(operation: APIOperation[Any, Any, Any, Any], headers: dict[str, Any]) -> set[int]:
    """The statuses of many right and wrong requests, each held against the description."""
    seen: set[int] = set()
    wrong = operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)

    @settings(max_examples=_EXAMPLES, derandomize=True, database=None, deadline=None,
              suppress_health_check=list(HealthCheck))
    @given(case=st.one_of(operation.as_strategy(), wrong))
    def hold(case: schemathesis.Case[Any]) -> None:
        if case.headers:
            case.headers.pop("Authorization", None)  # wrong tokens are only tried so often
        seen.add(case.call_and_validate(headers=headers, checks=_CHECKS).status_code)

    hold()
    return seen
