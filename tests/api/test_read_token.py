"""A site that asks for a read token: programs show it in a header, people sign in once."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import httpx
import pytest
from argon2 import PasswordHasher
from itsdangerous import URLSafeTimedSerializer

from api.pages.sign_in import local_address
from tests.administering import administrator
from tests.api.conftest import Serving
from tests.api.problems import assert_problem

pytestmark = pytest.mark.model

TOKEN = "春天的口令-12345"
BEARER = {b"authorization": f"Bearer {TOKEN}".encode()}
QUESTION = {"question": "党支部书记每年至少上几次党课"}


@pytest.fixture(scope="module")
def closed(serving: Serving) -> Iterator[httpx.Client]:
    with serving(read_token=TOKEN, admin_token="the-admin-token") as client:
        yield client


@pytest.fixture
def reader(closed: httpx.Client) -> Iterator[httpx.Client]:
    """A browser without cookies."""
    with httpx.Client(base_url=closed.base_url, headers={"accept": "text/html"}) as client:
        yield client


def test_programs_are_asked_for_it(closed: httpx.Client) -> None:
    for path in ("/api/documents", "/api/nope", "/metrics", "/openapi.json", "/mcp"):
        response = closed.get(path)
        assert "Bearer" in assert_problem(response, 401)
        assert response.headers["www-authenticate"].startswith("Bearer")
    assert_problem(closed.post("/api/ask", json=QUESTION), 401)


def test_with_it_they_get_in(closed: httpx.Client) -> None:
    assert closed.post("/api/ask", json=QUESTION, headers=BEARER).json()["status"] == "answered"
    assert closed.get("/api/documents", headers={"authorization": "bearer the-admin-token"}).status_code == 200


@pytest.mark.parametrize("header", [b"Bearer wrong-token", b"Bearer", b"Basic eDp5", TOKEN.encode(),
                                    b"Bearer \xff\xfe"])
def test_with_a_wrong_one_they_do_not(closed: httpx.Client, header: bytes) -> None:
    assert_problem(closed.get("/api/documents", headers=[(b"authorization", header)]), 401)


def test_who_administers_reads_as_well(closed: httpx.Client) -> None:
    with administrator(str(closed.base_url), signed_in=False) as someone:
        assert someone.sign_in("the-admin-token").status_code == 303
        assert someone.client.get("/documents").status_code == 200
        someone.client.cookies.clear()
        assert someone.client.get("/documents").headers["location"].startswith("/sign-in")


def test_a_hashed_administrator_s_token_reads_but_the_hash_does_not(serving: Serving) -> None:
    hashed = PasswordHasher(time_cost=1, memory_cost=64).hash("the-admin-token")
    with serving(read_token=TOKEN, admin_token=hashed) as client:
        assert client.get("/api/documents", headers={"authorization": "Bearer the-admin-token"}).status_code == 200
        assert_problem(client.get("/api/documents", headers={"authorization": f"Bearer {hashed}"}), 401)


def test_what_watches_the_service_is_open(closed: httpx.Client) -> None:
    for path in ("/healthz", "/readyz", "/static/site.css", "/sign-in"):
        assert closed.get(path).status_code == 200


def test_a_person_signs_in_and_goes_on_where_they_wanted(reader: httpx.Client) -> None:
    asked = reader.get("/", params={"q": "党费多久公示一次", "scope": "机关"})
    assert asked.status_code == 303
    form = reader.get(asked.headers["location"])
    hidden = re.search(r'name="next" value="([^"]*)"', form.text)
    assert hidden
    target = html.unescape(hidden[1])
    wrong = reader.post("/sign-in", data={"token": "不对的口令", "next": target})
    assert wrong.status_code == 401
    assert "口令不对" in wrong.text
    assert "set-cookie" not in wrong.headers

    signed_in = reader.post("/sign-in", data={"token": TOKEN, "next": target})
    assert signed_in.status_code == 303
    cookie = signed_in.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie
    assert TOKEN not in cookie
    page = reader.get(signed_in.headers["location"])
    assert page.status_code == 200
    assert "党费多久公示一次" in page.text
    assert reader.post("/api/ask", json=QUESTION).status_code == 200, "the page asks with the same cookie"


def test_a_cookie_that_was_not_signed_here(closed: httpx.Client) -> None:
    forged = URLSafeTimedSerializer("another-token", salt="kb-reader").dumps("reader")
    for value in (forged, str(forged)[:-1], "reader", ""):
        assert closed.get("/api/documents", headers={"cookie": f"kb_reader={value}"}).status_code == 401


@pytest.mark.parametrize("stated", ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "javascript:1",
                                    "/a\nb", ""])
def test_nobody_is_sent_to_another_site(stated: str) -> None:
    assert local_address(stated) == "/"


def test_an_address_here_is_kept() -> None:
    assert local_address("/documents/1?q=党课#x") == "/documents/1?q=党课#x"


def test_guessing_is_slowed_down(serving: Serving) -> None:
    with serving(read_token=TOKEN) as api:
        tries = [api.get("/api/documents", headers={"authorization": f"Bearer guess-{n}"}) for n in range(32)]
        assert {r.status_code for r in tries[:30]} == {401}
        assert "秒后再试" in assert_problem(tries[-1], 429)
        signs = [api.post("/sign-in", data={"token": f"guess-{n}"}) for n in range(11)]
        assert [r.status_code for r in signs] == [401] * 10 + [429]


def test_the_description_says_that_it_is_asked_for(closed: httpx.Client, api: httpx.Client) -> None:
    description = closed.get("/openapi.json", headers=BEARER).json()
    assert description["components"]["securitySchemes"]
    assert "401" in description["paths"]["/api/ask"]["post"]["responses"]
    assert "401" not in description["paths"]["/healthz"]["get"]["responses"]
    assert "securitySchemes" not in api.get("/openapi.json").json()["components"]
