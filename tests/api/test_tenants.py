"""Organisations that share an installation never see each other: whatever they do, in whatever order, on both engines.

Everything of a tenant has its marker in it. Each acts as it likes; then every page and every route that shows
something is looked at by each of the others, and what it says must not have the marker.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.live import Live
from kb.config import Settings
from kb.errors import UnguardedError
from kb.manage.tenants import change_tenant, remove_tenant
from tests.api.problems import assert_problem
from tests.api.tenants import Organisation, all_that_it_says, organisation, running
from tests.tenancy import CODES, Shared, marker, question, shared

pytestmark = pytest.mark.model
EVERYBODY = ("", *CODES)


@dataclass
class Installed:
    """The service of an installation, and who acts on it."""

    shared: Shared
    address: str
    people: dict[str, Organisation]
    steps: int = 0


@pytest.fixture(scope="module", params=["folder", "server"])
def installed(request: pytest.FixtureRequest, model_settings: Settings, tmp_path_factory: pytest.TempPathFactory
              ) -> Iterator[Installed]:
    server = None
    if request.param == "server":
        server = request.getfixturevalue("postgres_url"), request.getfixturevalue("service_role")
    made = shared(tmp_path_factory.mktemp("shared"), model_settings.models, server=server)
    with ExitStack() as stack:
        address = stack.enter_context(running(made))
        people = {code: stack.enter_context(organisation(address, made, code)) for code in EVERYBODY}
        yield Installed(made, address, people)


def asks_in_vain(o: Organisation, n: int) -> None:
    answer = o.client.post("/api/ask", json={"question": f"自行车{marker(o.code)}链条掉了怎么修{n}"})
    assert answer.status_code == 200


def reports(o: Organisation, n: int) -> None:
    given = {"question": f"饲养{marker(o.code)}", "kind": "report", "remark": f"反馈{marker(o.code)}{n}"}
    assert o.client.post("/api/feedback", json=given).status_code == 204


def makes_a_key(o: Organisation, n: int) -> None:
    o.came_to(o.administrator.post("/admin/keys", name=f"程序{marker(o.code)}{n}", rights="只读"))


def keeps_a_list(o: Organisation, n: int) -> None:
    o.came_to(o.administrator.post("/admin/lists", name=f"清单{marker(o.code)}{n}", role="党支部书记", scope="农村",
                                   year="2026"))


def uploads(o: Organisation, n: int) -> None:
    text = f"{marker(o.code)}巡查制度\n\n1.党支部每年组织{n + 2}次{marker(o.code)}巡查。\n"
    o.came_to(o.administrator.upload(f"{marker(o.code)}{n}.txt", text.encode()))


def puts_in_force(o: Organisation, n: int) -> None:
    uploads(o, n)
    (draft,) = re.findall(r"/admin/drafts/[0-9a-f]{16}", o.administrator.page("/admin"))[:1]
    if o.code:  # what is common is for everybody to see
        assert o.administrator.done(o.came_to(o.administrator.post(draft, action="put"))).startswith("done")


def attaches(o: Organisation, n: int) -> None:
    documents = o.client.get("/api/documents").json()
    own = next(d for d in documents if (marker(o.code) in d["title"]) == bool(o.code))
    clause = o.client.get(f"/api/documents/{own['id']}").json()["outline"][0]["id"]
    said = f"喂{marker(o.code)}几回{n}" if o.code else f"喂几回{n}"
    o.administrator.post("/admin/questions/attach", clause=clause, question=said)


ACTIONS: tuple[Callable[[Organisation, int], None], ...] = (
    asks_in_vain, reports, makes_a_key, keeps_a_list, uploads, puts_in_force, attaches)
_QUERIES = {"/api/search": "q=饲养&k=50", "/": "q=党支部每月组织几次饲养", "/documents": "q=饲养",
            "/obligations": "role=党支部书记", "/diff": "old={0}&new={1}", "/diff.docx": "old={0}&new={1}",
            "/topics": "topic=饲养", "/api/checklist": "role=党支部书记&scope=农村&year=2026",
            "/checklist": "role=党支部书记&scope=农村&year=2026"}


def addresses(installed: Installed) -> list[str]:
    """Every address that can be opened, with the ids of all that there is, whosever it is."""
    description = installed.people[""].client.get("/openapi.json").json()
    routes = {path for path, verbs in description["paths"].items() if "get" in verbs}
    routes |= {"/", "/embed", "/documents", "/obligations", "/obligations.csv", "/obligations.xlsx", "/topics",
               "/topics.csv", "/topics.docx", "/checklist", "/checklist/check", "/quiz", "/training", "/diff",
               "/diff.docx", "/basket", "/metrics", "/admin", "/admin/audit", "/admin/keys", "/admin/lists",
               "/admin/questions", "/admin/questions.jsonl", "/admin/backup", "/sign-in", "/nowhere"}
    ids = {code: [d["id"] for d in o.client.get("/api/documents").json()] for code, o in installed.people.items()}
    clauses = {f"{i}-x" for of in ids.values() for i in of}
    for o in installed.people.values():
        found = o.client.get("/api/search", params={"q": "饲养", "k": 20}).json()
        clauses |= {c["id"] for c in found["clauses"]}
    every = sorted({i for of in ids.values() for i in of})
    out = []
    for path in sorted(routes):
        if "{" not in path:
            out.append(path + ("?" + _QUERIES[path].format(every[0], every[-1]) if path in _QUERIES else ""))
    for i in every:
        out += [f"/documents/{i}", f"/documents/{i}/versions", f"/documents/{i}/versions/1", f"/api/documents/{i}",
                f"/admin/documents/{i}/obligations", f"/api/documents/{i}/obligations"]
    out += [f"/api/clauses/{c}" for c in sorted(clauses)]
    out += sorted(a for o in installed.people.values() for a in o.addresses)
    return out


def looks_around(installed: Installed) -> None:
    """Everybody opens everything, and asks what only another's document answers."""
    opened = addresses(installed)
    for o in installed.people.values():
        others = [marker(code) for code in EVERYBODY if code != o.code]
        for address in opened:
            response = o.client.get(address)
            said = all_that_it_says(response)
            for other in others:
                assert other not in said.replace(address, ""), (o.code, address, response.status_code)
        for code in EVERYBODY:
            asked = question(code)
            answers = [o.client.post("/api/ask", json={"question": asked}),
                       o.client.post("/answer", json={"question": asked}),
                       o.client.post("/api/quiz", json={"topic": "饲养", "n": 5}),
                       o.client.post("/v1/chat/completions", json={
                           "model": "kb", "messages": [{"role": "user", "content": asked}]})]
            for response in answers:
                said = all_that_it_says(response)
                assert not any(other in said for other in others), (o.code, asked, response.text[:300])
            stands = {c["document"] for c in answers[0].json()["clauses"]}
            assert all(marker(other) not in title for title in stands for other in EVERYBODY if other != o.code)


def test_each_sees_its_own(installed: Installed) -> None:
    """What the next test looks for would be found, were it there."""
    for code, o in installed.people.items():
        for act in ACTIONS[:5]:
            installed.steps += 1
            act(o, installed.steps)
        answer = o.client.post("/api/ask", json={"question": question(code)}).json()
        assert answer["status"] == "answered" and f"{3 + len(code)}次" in answer["answer"]
        for page in ("/admin", "/admin/audit", "/admin/keys", "/admin/lists", "/admin/questions"):
            assert marker(code) in o.administrator.page(page), (code, page)


# What was done stays done, so that a sequence that fails cannot be looked for again in a shorter one.
@settings(max_examples=2, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(st.tuples(st.sampled_from(EVERYBODY), st.sampled_from(ACTIONS)), min_size=4, max_size=6))
def test_nobody_ever_sees_what_is_anothers(installed: Installed,
                                           steps: list[tuple[str, Callable[[Organisation, int], None]]]) -> None:
    for code, act in steps:
        installed.steps += 1
        act(installed.people[code], installed.steps)
    looks_around(installed)


def test_the_same_question_is_answered_to_each_from_its_own(installed: Installed) -> None:
    """An answer that is remembered, and one that a browser has, is one tenant's."""
    for _ in range(2):
        for code, o in installed.people.items():
            answer = o.client.post("/api/ask", json={"question": "党支部每月组织几次饲养"})
            assert (marker(code) in answer.text) == bool(code)
            found = o.client.get("/api/documents")
            assert o.client.get("/api/documents", headers={"if-none-match": found.headers["etag"]}).status_code == 304
    tags = {o.client.get("/api/documents").headers["etag"] for o in installed.people.values()}
    assert len(tags) == len(EVERYBODY)


def test_what_one_may_do_with_a_token_a_cookie_or_a_key_it_may_do_nowhere_else(installed: Installed) -> None:
    jia, yi = installed.people["jia"], installed.people["yi"]
    page = jia.administrator.post("/admin/keys", name="甲的程序", rights="只读").text
    (key,) = re.findall(r"kb_[a-z2-7]{8}_[a-z2-7]{52}", page)[:1]
    bearer = {"authorization": f"Bearer {key}"}
    tokens = installed.shared.tenants
    for host, works in (("jia.example", True), ("yi.example", False)):
        with httpx.Client(base_url=installed.address, headers={"host": host}) as client:
            assert (client.get("/api/documents", headers=bearer).status_code == 200) == works
            reader = {"authorization": f"Bearer {tokens['jia'].reading}"}
            assert (client.get("/api/documents", headers=reader).status_code == 200) == works
            assert client.get("/api/documents").status_code == 401
            client.cookies = jia.client.cookies
            assert (client.get("/admin").status_code == 200) == works
    assert yi.administrator.page("/admin")


def test_a_list_opens_with_its_key_only_where_it_is_kept(installed: Installed) -> None:
    jia, yi = installed.people["jia"], installed.people["yi"]
    page = jia.administrator.post("/admin/lists", name=f"清单{marker('jia')}", role="党支部书记", scope="农村",
                                  year="2026").text
    (link,) = set(re.findall(r"#list=([0-9a-f]+)\.([\w-]+)", page))
    headers = {"x-list-key": link[1]}
    assert marker("jia") in jia.client.get(f"/api/lists/{link[0]}", headers=headers).text
    for other in (yi, installed.people[""]):
        refused = other.client.get(f"/api/lists/{link[0]}", headers=headers)
        assert refused.status_code == 404 and marker("jia") not in all_that_it_says(refused)


def test_an_address_that_is_nobodys_says_so(installed: Installed) -> None:
    with httpx.Client(base_url=installed.address, headers={"host": "bing.example:80"}) as client:
        assert "没有哪个单位用这个网址：bing.example" in assert_problem(client.get("/api/documents"), 404)
        assert "没有哪个单位" in client.get("/documents", headers={"accept": "text/html"}).text
        assert client.get("/healthz").status_code == 200


def test_what_is_common_is_not_the_tenants_to_change(installed: Installed) -> None:
    if installed.shared.settings.database_url is None:
        pytest.skip("在数据文件夹里，每个单位有共用文件的一份，归它自己管")
    jia = installed.people["jia"]
    common = next(d["id"] for d in jia.client.get("/api/documents").json() if d["title"] == "各单位共用的饲养制度")
    for action in ("delete", "repeal"):
        done = jia.administrator.done(jia.administrator.post(f"/admin/documents/{common}/{action}"))
        assert done.startswith("failed") and "各单位共用" in done
    backup = jia.client.get("/admin/backup")
    assert backup.status_code >= 400 and "pg_dump" in backup.text
    assert installed.people[""].client.get(f"/api/documents/{common}").status_code == 200


def test_a_tenant_whose_tokens_are_lost_is_not_open_to_all(installed: Installed) -> None:
    owner = installed.shared.owner
    if owner.database_url is not None:
        pytest.skip("丢得了的是文件")
    (installed.shared.of("yi").folder / "reading.key").unlink()
    change_tenant(owner, "yi", name="又叫乙单位")
    with httpx.Client(base_url=installed.address, headers={"host": "yi.example"}) as client:
        _until(lambda: client.get("/api/documents").status_code == 503)
        assert marker("yi") not in client.get("/documents").text
        change_tenant(owner, "yi", tokens=True)
        _until(lambda: client.get("/api/documents").status_code == 401)


def test_a_tenant_that_is_changed_or_removed_is_so_at_once(installed: Installed) -> None:
    owner = installed.shared.owner
    change_tenant(owner, "yi", hosts=["neu.example"])
    try:
        with httpx.Client(base_url=installed.address) as client:
            _until(lambda: client.get("/healthz", headers={"host": "neu.example"}).status_code == 200 and client.get(
                "/api/documents", headers={"host": "neu.example"}).status_code == 401)
            _until(lambda: client.get("/api/documents", headers={"host": "yi.example"}).status_code == 404)
    finally:
        remove_tenant(owner, "yi")
    with httpx.Client(base_url=installed.address) as client:
        _until(lambda: client.get("/api/documents", headers={"host": "neu.example"}).status_code == 404)
    assert installed.people["jia"].client.get("/api/documents").status_code == 200


def test_a_service_that_could_bypass_the_guard_does_not_start(installed: Installed) -> None:
    owner = installed.shared.owner
    if owner.database_url is None:
        pytest.skip("只有放在数据库里的才有角色")
    with pytest.raises(UnguardedError, match="不受行级安全约束"):
        Live(owner)


def _until(holds: Callable[[], Any], within: float = 30) -> None:
    until = time.monotonic() + within
    while not holds():
        assert time.monotonic() < until, "took too long"
        time.sleep(0.1)


def test_settings_of_a_tenant_are_of_its_own_folder(installed: Installed) -> None:
    jia = installed.shared.of("jia")
    assert jia.folder != replace(jia, tenant="").folder and jia.models == installed.shared.settings.models
    assert isinstance(jia.library, Path) and jia.library.parent == jia.folder
