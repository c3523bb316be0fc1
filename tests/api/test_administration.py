"""Administration over real HTTP: signing in, uploads, what is put in force, repealed, deleted and undone."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher

from kb.store.lock import writer_lock
from tests.administering import NEW_QUESTION, RULES, TOKEN, Administrator, administrator, service
from tests.api.problems import assert_problem
from tests.conftest import copied

pytestmark = pytest.mark.model

TITLE = "星河镇村党组织学习制度"
BEARER = httpx.Headers([(b"Authorization", b"Bearer " + TOKEN.encode())])


@pytest.fixture(scope="module")
def data(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(built, tmp_path_factory.mktemp("administered"))


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    with service(data, {"KB_MAX_UPLOAD": "1"}) as where:
        yield where


@pytest.fixture
def admin(address: str) -> Iterator[Administrator]:
    with administrator(address) as someone:
        yield someone


@pytest.fixture
def stranger(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


def put_through_api(client: httpx.Client, name: str = "学习制度.txt", content: bytes = RULES.encode(),
                    **fields: str) -> httpx.Response:
    return client.post("/api/documents", headers=BEARER, files={"file": (name, content)}, data=fields)


def test_without_the_setting_administration_is_off(client_without: httpx.Client) -> None:
    for path in ("/admin", "/admin/sign-in", "/admin/audit", "/admin/questions", "/admin/questions.jsonl"):
        response = client_without.get(path)
        assert response.status_code == 404
        assert "KB_ADMIN_TOKEN" in response.text
    assert_problem(client_without.post("/api/documents", headers=BEARER, files={"file": ("a.txt", b"1")}), 404)
    assert_problem(client_without.delete("/api/documents/x", headers=BEARER), 404)


@pytest.fixture(scope="module")
def client_without(served: Path) -> Iterator[httpx.Client]:
    with service(served, {"KB_ADMIN_TOKEN": ""}) as where, httpx.Client(base_url=where, timeout=60) as client:
        yield client


def test_pages_and_writes_need_a_sign_in(stranger: httpx.Client) -> None:
    for path in ("/admin", "/admin/audit", "/admin/questions", "/admin/questions/attach", "/admin/drafts/0"):
        response = stranger.get(path)
        assert (response.status_code, response.headers["location"].partition("?")[0]) == (303, "/admin/sign-in")
    for path in ("/admin/upload", "/admin/documents/x/delete", "/admin/audit/1/undo"):
        assert stranger.post(path, data={"csrf": ""}).headers["location"] == "/admin/sign-in"
    assert_problem(stranger.post("/api/documents", files={"file": ("a.txt", b"1")}), 401)
    assert_problem(stranger.delete("/api/documents/x"), 401)
    assert_problem(stranger.delete("/api/documents/x", headers={"Authorization": "Bearer wrong-token"}), 401)


def test_sign_in_gives_a_guarded_cookie_and_sign_out_takes_it(address: str, data: Path) -> None:
    with administrator(address, signed_in=False) as someone:
        wrong = someone.sign_in("不是这个口令")
        assert wrong.status_code == 401 and "口令不对" in wrong.text
        right = someone.sign_in()
        assert right.status_code == 303 and right.headers["location"] == "/admin"
        cookie = right.headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=strict" in cookie and "max-age=28800" in cookie
        assert "secure" not in cookie and TOKEN not in cookie
        assert "退出登录" in someone.page("/admin")
        assert someone.post("/admin/sign-out").headers["location"] == "/admin/sign-in"
        assert someone.client.get("/admin").status_code == 303
    assert stat.S_IMODE((data / "session.key").stat().st_mode) == 0o600


def test_a_changed_or_forged_cookie_is_no_session(admin: Administrator) -> None:
    value = admin.client.cookies["kb_admin"]
    for forged in (value[:-2] + "AA", "e30.x.y", ""):
        response = httpx.get(f"{admin.client.base_url}/admin", cookies={"kb_admin": forged})
        assert response.status_code == 303


def test_sign_in_leads_only_to_the_pages_of_administration(address: str) -> None:
    for path, leads in (("/admin/audit", "/admin/audit"), ("//evil.example", "/admin"),
                        ("https://evil.example", "/admin"), ("/admin\\..\\evil", "/admin"),
                        ("/admin/@evil.example", "/admin")):
        with administrator(address, signed_in=False) as someone:
            csrf = someone.csrf("/admin/sign-in")
            response = someone.client.post("/admin/sign-in", data={"csrf": csrf, "token": TOKEN, "next": path})
            assert response.headers["location"] == leads


def test_writes_without_the_csrf_token_are_refused(admin: Administrator) -> None:
    for path in ("/admin/sign-out", "/admin/documents/x/delete", "/admin/audit/1/undo", "/admin/attached/1/remove"):
        response = admin.client.post(path, data={"csrf": "wrong"})
        assert response.status_code == 403 and "没有执行" in response.text
    refused = admin.client.post("/admin/upload", data={"csrf": "x"}, files={"file": ("a.txt", RULES.encode())})
    assert refused.status_code == 403
    assert_problem(admin.client.delete("/api/documents/x"), 403)
    assert_problem(admin.client.delete("/api/documents/x", headers={"X-CSRF-Token": admin.csrf()}), 404)
    assert admin.client.post("/admin/sign-in", data={"token": TOKEN, "csrf": "x"}).status_code == 403


def test_too_many_wrong_tokens_are_told_to_wait_and_a_hash_may_be_set(built: Path, tmp_path: Path) -> None:
    hashed = PasswordHasher(time_cost=1, memory_cost=64).hash(TOKEN)
    with service(copied(built, tmp_path), {"KB_ADMIN_TOKEN": hashed}) as where:
        with administrator(where) as someone:
            assert "退出登录" in someone.page("/admin")
        with administrator(where, signed_in=False) as someone:
            answers = [someone.sign_in(f"猜测-{n}") for n in range(9)]
            assert [a.status_code for a in answers] == [401] * 8 + [429]
            assert 0 < int(answers[-1].headers["retry-after"]) <= 300
            assert "分钟后再试" in answers[-1].text
            refused = someone.client.delete("/api/documents/x", headers=BEARER)
            assert_problem(refused, 429)
            assert "retry-after" in refused.headers


def test_a_restart_keeps_sessions_and_another_token_ends_them(built: Path, tmp_path: Path) -> None:
    data = copied(built, tmp_path)
    with service(data) as where, administrator(where) as someone:
        cookie = {"kb_admin": someone.client.cookies["kb_admin"]}
    with service(data) as where:
        assert httpx.get(f"{where}/admin", cookies=cookie).status_code == 200
    with service(data, {"KB_ADMIN_TOKEN": "换了一个别的新口令"}) as where:
        assert httpx.get(f"{where}/admin", cookies=cookie).status_code == 303


def test_upload_preview_put_in_force_repeal_and_undo(admin: Administrator, data: Path) -> None:
    assert not admin.cites(NEW_QUESTION, TITLE)
    uploaded = admin.upload("学习制度.txt", RULES.encode())
    assert uploaded.status_code == 303
    draft = uploaded.headers["location"]
    preview = admin.page(draft)
    assert "4</strong> 条" in preview and "还没有生效" in preview and "每年至少3次" in preview
    assert "党支部书记" in preview and f'value="{TITLE}"' in preview
    assert not admin.cites(NEW_QUESTION, TITLE)

    corrected = {"title": TITLE, "issuer": "星河镇党委", "date": "2024年5月1日", "scope": "农村"}
    assert admin.post(draft, action="save", **corrected).headers["location"] == draft
    assert 'value="2024-05-01"' in admin.page(draft)
    assert admin.client.post(draft, data={"csrf": admin.csrf(), "action": "save", "date": "五月"}).status_code == 422
    result = admin.done(admin.post(draft, action="put", **corrected))
    assert result == f"done 《{TITLE}》已生效，可以提问了。"
    assert admin.client.get(draft).status_code == 404
    assert admin.cites(NEW_QUESTION, TITLE)
    assert "3次" in str(admin.ask(NEW_QUESTION)["answer"])
    assert [p.read_text() for p in (data / "documents").rglob("*.txt")] == [RULES]
    assert not list((data / "drafts").iterdir())

    before_title = admin.page("/admin").partition(f"<strong>{TITLE}")[0]
    document = re.findall(r'id="d-(\w+)"', before_title)[-1]
    assert admin.done(admin.post(f"/admin/documents/{document}/repeal")).startswith("done")
    assert not admin.cites(NEW_QUESTION, TITLE)
    assert "已废止" in admin.page("/admin").partition(f"<strong>{TITLE}")[2][:100]
    assert admin.done(admin.post(f"/admin/documents/{document}/repeal")).startswith("failed")
    assert admin.undo_last().startswith("done")
    assert admin.cites(NEW_QUESTION, TITLE)

    assert admin.done(admin.post(f"/admin/documents/{document}/delete")).startswith("done")
    assert not admin.cites(NEW_QUESTION, TITLE) and "已不在知识库" in admin.page("/admin")
    assert admin.undo_last().startswith("done")
    assert admin.cites(NEW_QUESTION, TITLE)

    changed = RULES.replace("3次", "5次").encode()
    second = admin.upload("学习制度.txt", changed, replace=document).headers["location"]
    assert "替换并生效" in admin.page(second)
    kept = {"title": TITLE, "replaces": document}
    assert admin.done(admin.post(second, action="put", **kept)).startswith("done")
    assert "5次" in str(admin.ask(NEW_QUESTION)["answer"])
    assert admin.undo_last().startswith("done")
    assert "3次" in str(admin.ask(NEW_QUESTION)["answer"])

    record = admin.page("/admin/audit")
    acts = re.findall(r"<td>(生效|废止|撤销|删除|替换)", record)
    assert acts == ["撤销", "替换", "撤销", "删除", "撤销", "废止", "生效"]
    assert "王芳" in record and "127.0.0.1" in record
    older = re.findall(r'/admin/audit/(\d+)/undo', record)
    assert older == ["1"]  # of all these only the putting in force stands now
    assert admin.done(admin.post("/admin/audit/4/undo")).startswith("failed")
    admin.client.delete(f"/api/documents/{document}", headers=BEARER)


def test_a_draft_can_be_discarded(admin: Administrator, data: Path) -> None:
    draft = admin.upload("学习制度.txt", RULES.encode()).headers["location"]
    assert admin.post(draft, action="discard").headers["location"] == "/admin"
    assert admin.client.get(draft).status_code == 404
    assert not list((data / "drafts").iterdir())
    assert admin.client.get("/admin/drafts/..%2F..").status_code == 404


def test_preview_warns_of_duplicates_and_offers_to_replace(admin: Administrator) -> None:
    corpus = Path(__file__).parents[2] / "corpus" / "单位党支部建设标准.txt"
    draft = admin.upload("单位党支部建设标准.txt", corpus.read_bytes()).headers["location"]
    preview = admin.page(draft)
    assert "完全相同" in preview and "已有同名文件" in preview and "（同名）" in preview
    admin.post(draft, action="discard")


def test_api_puts_in_force_and_takes_out(stranger: httpx.Client) -> None:
    response = put_through_api(stranger, title="无人机制度", issuer="镇党委", date="2024-05", scope="农村，社区")
    assert response.status_code == 201, response.text
    made = response.json()
    assert (made["title"], made["scope"], made["clauses"]) == ("无人机制度", ["农村", "社区"], 4)
    assert isinstance(made["warnings"], list)
    replaced = put_through_api(stranger, content=RULES.replace("3次", "6次").encode(), replace=made["id"]).json()
    assert replaced["id"] == made["id"] and replaced["sha256"] != made["sha256"]
    answer = stranger.post("/api/ask", json={"question": NEW_QUESTION}).json()
    assert "6次" in answer["answer"]
    assert stranger.delete(f"/api/documents/{made['id']}", headers=BEARER).status_code == 204
    assert_problem(stranger.delete(f"/api/documents/{made['id']}", headers=BEARER), 404)
    assert_problem(put_through_api(stranger, replace="nothere"), 404)


def word_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for n in range(4):
            with archive.open(f"word/{n}.xml", "w") as member:
                for _ in range(100):
                    member.write(b"0" * 2**20)
    return out.getvalue()


@pytest.mark.parametrize(("name", "content", "status", "says"), [
    ("空.txt", b"", 422, "空的"),
    ("大.txt", b"1" * (2 * 2**20), 413, "太大"),
    ("病毒.exe", b"MZ", 422, "不支持的格式"),
    ("没有后缀", b"1", 422, "不支持的格式"),
    ("坏.docx", b"PK\x03\x04broken", 422, "打不开"),
    ("坏.pdf", b"%PDF-1.7 broken", 422, "PDF"),
    ("乱.txt", bytes(range(256)) * 8, 422, "编码"),
    ("日记.txt", "今天天气很好".encode(), 422, "没有找到条款"),
])
def test_files_that_cannot_be_taken_in_are_refused(stranger: httpx.Client, data: Path, name: str, content: bytes,
                                                   status: int, says: str) -> None:
    assert says in assert_problem(put_through_api(stranger, name, content), status)
    assert not [p for p in (data / "drafts").iterdir()]


def test_locked_bombs_wrong_requests_and_fields_are_refused(stranger: httpx.Client) -> None:
    locked = Path(__file__).parents[1] / "data" / "locked.pdf"
    assert "密码" in assert_problem(put_through_api(stranger, "锁.pdf", locked.read_bytes()), 422)
    assert "解开后太大" in assert_problem(put_through_api(stranger, "弹.docx", word_bomb()), 422)
    assert "单位" in assert_problem(put_through_api(stranger, scope="火星"), 422)
    assert "日期" in assert_problem(put_through_api(stranger, date="2024-13-01"), 422)
    assert "名称太长" in assert_problem(put_through_api(stranger, title="长" * 201), 422)
    assert_problem(stranger.post("/api/documents", headers=BEARER, json={"file": "x"}), 415)
    assert_problem(stranger.post("/api/documents", headers=BEARER, files={"other": (None, "x")}), 422)
    broken = httpx.Headers([*BEARER.raw, (b"Content-Type", b"multipart/form-data")])
    assert_problem(stranger.post("/api/documents", headers=broken, content=b"nothing"), 400)


def test_another_writer_means_come_back_later(stranger: httpx.Client, data: Path) -> None:
    with writer_lock(data / "library.db"):
        refused = put_through_api(stranger)
    assert "正在更新" in assert_problem(refused, 409)
    assert int(refused.headers["retry-after"]) > 0


@pytest.mark.parametrize("name", [
    "../../../../tmp/逃逸.txt", "..\\..\\逃逸.txt", "逃逸\u202etxt.\u0007.txt", "<script>alert(1)</script>.txt",
    "长" * 400 + ".txt", "a\r\nSet-Cookie: x=1.txt", ".txt", "con|?*:.TXT",
])
def test_hostile_file_names_are_only_names(admin: Administrator, data: Path, name: str) -> None:
    before = {p for p in data.rglob("*") if "index" not in p.parts}
    response = admin.upload(name, RULES.encode())
    if response.status_code == 422:  # nothing is left of the name but its ending
        assert "不支持的格式" in response.text
        return
    assert response.status_code == 303, response.text
    draft = response.headers["location"]
    for shown in (admin.page(draft), admin.page("/admin")):
        assert "<script>alert" not in shown and "\u202e" not in shown
    new = {p for p in data.rglob("*") if "index" not in p.parts} - before
    assert {p.relative_to(data).parts[0] for p in new} <= {"drafts", "library.db-wal", "library.db-shm"}
    assert len(new & set((data / "drafts").rglob("*.txt"))) == 1
    assert not list(data.parent.glob("*逃逸*")) and not list(Path("/tmp").glob("*逃逸*"))
    admin.post(draft, action="discard")
