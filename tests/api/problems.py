"""What every error looks like."""

from __future__ import annotations

import re

import httpx


def assert_problem(response: httpx.Response, status: int) -> str:
    """The Chinese detail of an RFC 9457 problem object."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) >= {"type", "title", "status", "detail", "instance", "request_id"}
    assert problem["status"] == status
    assert problem["instance"] == response.request.url.raw_path.decode().partition("?")[0]
    assert problem["request_id"] == response.headers["x-request-id"]
    assert re.search("[一-鿿]", problem["title"])
    detail = str(problem["detail"])
    assert re.search("[一-鿿]{2}", detail), detail
    assert "\n" not in detail
    return detail
