"""Keys over HTTP: what they open, how often, and that withdrawing one takes effect at once."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from api.live import Live
from kb.keys import ApiKey, Rights, fresh_key
from kb.store.keys import known_keys, make_key, withdraw_key
from kb.store.library import open_library
from kb.store.register import Actor, audit_page
from tests.administering import TOKEN, administrator
from tests.api.conftest import Serving
from tests.api.problems import assert_problem

pytestmark = pytest.mark.model

WHO = Actor("王芳", "")
ASKED = {"question": "党支部书记每年至少上几次党课"}
READ = "春天的口令-12345"


@pytest.fixture(scope="module")
def closed(serving: Serving) -> Iterator[httpx.Client]:
    with serving(read_token=READ, admin_token=TOKEN) as client:
        yield client


def given(live: Live, name: str, rights: Rights = Rights.READ, rate: int | None = None
          ) -> tuple[ApiKey, dict[str, str]]:
    key, stated = make_key(live.library, WHO, name, rights=rights, rate=rate)
    return key, {"authorization": f"Bearer {stated}"}


def test_a_key_reads_until_it_is_withdrawn(closed: httpx.Client, live: Live) -> None:
    key, headers = given(live, "读的程序")
    assert closed.post("/api/ask", json=ASKED, headers=headers).json()["status"] == "answered"
    assert "只能读" in assert_problem(closed.delete("/api/documents/x", headers=headers), 403)
    other = open_library(live.settings.library)  # as another program does
    withdraw_key(other, WHO, key.id)
    other.close()
    assert "收回" in assert_problem(closed.post("/api/ask", json=ASKED, headers=headers), 401)


def test_a_key_with_administration_writes_in_its_name(closed: httpx.Client, live: Live, document: Path) -> None:
    key, headers = given(live, "写的程序", Rights.ADMINISTER)
    assert_problem(closed.delete("/api/documents/x", headers=headers), 404)
    with administrator(str(closed.base_url), signed_in=False) as someone:
        signed = someone.sign_in(headers["authorization"].removeprefix("Bearer "))
        assert signed.status_code == 303
        assert "写的程序" in someone.page("/admin/keys")
        withdraw_key(live.library, WHO, key.id)
        assert someone.client.get("/admin").headers["location"].startswith("/admin/sign-in")
    assert_problem(closed.delete("/api/documents/x", headers=headers), 401)


def test_a_key_that_only_reads_does_not_sign_in_as_administrator(closed: httpx.Client, live: Live) -> None:
    _, headers = given(live, "只读的")
    with administrator(str(closed.base_url), signed_in=False) as someone:
        assert someone.sign_in(headers["authorization"].removeprefix("Bearer ")).status_code == 401


def test_without_administration_no_key_administers(serving: Serving, live: Live) -> None:
    _, headers = given(live, "没有开启", Rights.ADMINISTER)
    with serving() as client:
        assert "KB_ADMIN_TOKEN" in assert_problem(client.delete("/api/documents/x", headers=headers), 404)


def test_a_wrong_key_is_wrong_where_anyone_may_read(api: httpx.Client) -> None:
    wrong = {"authorization": f"Bearer {fresh_key()[0]}"}
    assert_problem(api.post("/api/ask", json=ASKED, headers=wrong), 401)
    assert api.get("/healthz", headers=wrong).status_code == 200
    assert api.post("/api/ask", json=ASKED, headers={"authorization": "Bearer sk-anything"}).status_code == 200


def test_guessing_is_slowed_down_and_locks_nobody_out(serving: Serving, live: Live) -> None:
    _, headers = given(live, "不受影响的")
    with serving(read_token=READ) as client:
        tries = [client.get("/api/documents", headers={"authorization": f"Bearer {fresh_key()[0]}"}) for _ in range(31)]
        assert {r.status_code for r in tries[:30]} == {401}
        assert_problem(tries[-1], 429)
        assert client.get("/api/documents", headers=headers).status_code == 200


def test_a_key_has_a_rate_of_its_own(serving: Serving, live: Live) -> None:
    _, slow = given(live, "慢的", rate=2)
    _, free = given(live, "不限的", rate=0)
    _, usual = given(live, "通常的")
    with serving(rate=3) as client:
        def codes(headers: dict[str, str], n: int) -> list[int]:
            return [client.get("/api/search", params={"q": "党课"}, headers=headers).status_code for _ in range(n)]

        assert codes(slow, 3) == [200, 200, 429]
        assert codes(free, 5) == [200] * 5
        assert codes(usual, 4) == [200, 200, 200, 429]
        assert codes({}, 4) == [200, 200, 200, 429], "an address pays for itself"
    with serving(rate=0) as client:
        refused = [client.get("/api/search", params={"q": "党课"}, headers=slow) for _ in range(3)][-1]
        assert "这个密钥每分钟最多 2 次" in assert_problem(refused, 429)


def test_its_last_use_is_noted_soon_and_not_each_time(api: httpx.Client, live: Live) -> None:
    key, headers = given(live, "用过的")
    for _ in range(3):
        api.get("/api/documents", headers=headers)
    for _ in range(100):
        used = next(k.used_at for k in known_keys(live.library) if k.id == key.id)
        if used:
            break
        time.sleep(0.05)
    assert used


def test_made_shown_once_and_withdrawn_on_the_page(closed: httpx.Client, live: Live) -> None:
    with administrator(str(closed.base_url), signed_in=False) as someone:
        someone.sign_in(name="王芳")
        made = someone.post("/admin/keys", name="微信 <b>机器人</b>", rights="只读", rate="60")
        key = made.text.partition('id="key" rows="2" readonly autofocus>')[2].partition("<")[0]
        assert closed.get("/api/documents", headers={"authorization": f"Bearer {key}"}).status_code == 200
        page = someone.page("/admin/keys")
        assert key not in page and key[12:] not in page and "微信 &lt;b&gt;机器人&lt;/b&gt;" in page
        assert "整数" in someone.post("/admin/keys", name="甲", rights="只读", rate="1.5").text
        assert "已有名为" in someone.post("/admin/keys", name="微信 <b>机器人</b>", rights="只读").text
        key_id = key.split("_")[1]
        assert someone.client.post(f"/admin/keys/{key_id}/withdraw", data={"csrf": "x"}).status_code == 403
        assert someone.post(f"/admin/keys/{key_id}/withdraw").status_code == 303
        assert "由王芳收回" in someone.page("/admin/keys")
        assert_problem(closed.get("/api/documents", headers={"authorization": f"Bearer {key}"}), 401)
    rows, _ = audit_page(live.library, offset=0, limit=2)
    assert [(r.action, r.who) for r in rows] == [("收回密钥", "王芳"), ("新建密钥", "王芳")]


def test_who_signs_out_is_out_with_every_copy_of_the_cookie(closed: httpx.Client, live: Live) -> None:
    with administrator(str(closed.base_url), signed_in=False) as someone:
        someone.sign_in()
        copied = {"cookie": f"kb_admin={someone.client.cookies['kb_admin']}"}
        assert httpx.get(f"{closed.base_url}/admin", headers=copied).status_code == 200
        assert someone.post("/admin/sign-out").status_code == 303
    assert httpx.get(f"{closed.base_url}/admin", headers=copied).headers["location"].startswith("/admin/sign-in")
    assert httpx.get(f"{closed.base_url}/documents", headers={**copied, "accept": "text/html"}).status_code == 303


@pytest.fixture
def unwritable(live: Live) -> Iterator[None]:
    """Sessions that end cannot be written down, as where the disk is full."""
    with closing(sqlite3.connect(live.settings.library)) as c:
        c.execute("CREATE TRIGGER full BEFORE INSERT ON ended_sessions BEGIN SELECT RAISE(ABORT, 'full'); END")
        c.commit()
        yield
        c.execute("DROP TRIGGER full")
        c.commit()


def test_who_signs_out_is_out_also_where_it_cannot_be_written_down(closed: httpx.Client, unwritable: None) -> None:
    page = {"accept": "text/html"}
    with httpx.Client(base_url=closed.base_url, headers=page) as reader, administrator(
            str(closed.base_url), signed_in=False) as someone:
        reader.post("/sign-in", data={"token": READ})
        someone.sign_in()
        copied = [{"cookie": f"kb_reader={reader.cookies['kb_reader']}"},
                  {"cookie": f"kb_admin={someone.client.cookies['kb_admin']}"}]
        assert [closed.get("/api/documents", headers=c).status_code for c in copied] == [200, 200]
        assert reader.post("/sign-out").status_code == 303
        assert someone.post("/admin/sign-out").status_code == 303
    assert [closed.get("/api/documents", headers=c).status_code for c in copied] == [401, 401]


def test_a_reader_signs_in_with_a_key_and_out_again(closed: httpx.Client, live: Live) -> None:
    key, headers = given(live, "读者")
    stated = headers["authorization"].removeprefix("Bearer ")
    pages = {}
    for n in range(2):
        with httpx.Client(base_url=closed.base_url, headers={"accept": "text/html"}) as reader:
            assert reader.post("/sign-in", data={"token": stated}).status_code == 303
            assert "退出登录" in reader.get("/documents").text
            pages[n] = {"cookie": f"kb_reader={reader.cookies['kb_reader']}"}
            if n == 0:
                assert reader.post("/sign-out").status_code == 303
    assert closed.get("/api/documents", headers=pages[0]).status_code == 401, "a copy is good for nothing"
    assert closed.get("/api/documents", headers=pages[1]).status_code == 200, "the other session goes on"
    withdraw_key(live.library, WHO, key.id)
    assert closed.get("/api/documents", headers=pages[1]).status_code == 401


def test_another_token_ends_every_session(closed: httpx.Client, serving: Serving) -> None:
    with httpx.Client(base_url=closed.base_url) as reader, administrator(str(closed.base_url), signed_in=False) as one:
        reader.post("/sign-in", data={"token": READ})
        one.sign_in()
        cookies = {"cookie": f"kb_reader={reader.cookies['kb_reader']}; kb_admin={one.client.cookies['kb_admin']}"}
    assert closed.get("/api/documents", headers=cookies).status_code == 200
    with serving(read_token="夏天的口令-12345", admin_token="另一个管理口令-2") as changed:
        assert changed.get("/api/documents", headers=cookies).status_code == 401


def test_sessions_end_by_themselves(closed: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with httpx.Client(base_url=closed.base_url) as reader, administrator(str(closed.base_url), signed_in=False) as one:
        reader.post("/sign-in", data={"token": READ})
        one.sign_in()
        assert (reader.get("/api/documents").status_code, one.client.get("/admin").status_code) == (200, 200)
        monkeypatch.setattr("api.layers.auth.LASTS_S", -1)
        monkeypatch.setattr("api.layers.read_token.MAX_AGE", -1)
        assert (reader.get("/api/documents").status_code, one.client.get("/admin").status_code) == (401, 303)
