"""The administrator's pages in a real browser: from the sign-in to a document that is asked about and repealed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.administering import NEW_QUESTION, RULES, TOKEN, service, sign_in
from tests.conftest import copied

pytestmark = pytest.mark.model

expect.set_options(timeout=30_000)  # a change may take seconds on a busy machine

TITLE = "星河镇村党组织学习制度"


@pytest.fixture(scope="module")
def desk(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with service(copied(built, tmp_path_factory.mktemp("desk")), {"KB_MAX_UPLOAD": "1"}) as where:
        yield where


@pytest.fixture
def admin(browser: Browser, desk: str) -> Iterator[Page]:
    """An administrator's browser, signed in. Any script error fails the test that saw it."""
    context = browser.new_context(base_url=desk, locale="zh-CN")
    context.set_default_timeout(20_000)
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.on("console", lambda m: errors.append(m.text) if "Content Security Policy" in m.text else None)
    sign_in(page)
    yield page
    context.close()
    assert not errors


@pytest.fixture
def scriptless(browser: Browser, desk: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=desk, locale="zh-CN", java_script_enabled=False)
    context.set_default_timeout(20_000)
    yield context
    context.close()


def upload(page: Page, name: str = "学习制度.txt", text: str = RULES) -> None:
    page.goto("/admin")
    page.get_by_label("上传文件").set_input_files({"name": name, "mimeType": "text/plain", "buffer": text.encode()})
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", name=re.compile("^预览"))).to_be_visible()


def asked(page: Page, question: str) -> str:
    """What the answer page says, its quotations included."""
    page.goto(f"/?q={question}")
    return page.locator("main").inner_text()


def assert_accessible(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    serious = [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found
               if v["impact"] in ("serious", "critical")]
    assert not serious, serious


def test_a_wrong_token_is_refused_and_signing_out_closes_the_desk(browser: Browser, desk: str) -> None:
    context = browser.new_context(base_url=desk, locale="zh-CN")
    page = context.new_page()
    page.goto("/admin/audit")
    assert_accessible(page)
    page.get_by_label("管理口令").fill("不是这个口令")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_have_text("口令不对，请重新输入。")
    page.get_by_label("管理口令").fill(TOKEN)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="操作记录")).to_be_visible()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="登录管理")).to_be_visible()
    page.goto("/admin")
    expect(page.get_by_role("heading", name="登录管理")).to_be_visible()
    context.close()


def test_upload_preview_put_in_force_ask_repeal_and_undo(admin: Page) -> None:
    upload(admin)
    expect(admin.get_by_label("名称")).to_have_value(TITLE)
    expect(admin.get_by_text("村党支部书记每年至少讲授3次无人机飞行安全课。")).to_be_visible()
    expect(admin.get_by_text("每年至少3次")).to_be_visible()
    assert_accessible(admin)
    assert "3次无人机" not in asked(admin, NEW_QUESTION)

    admin.go_back()
    admin.get_by_label("发文机关").fill("<b>星河镇</b>党委")
    admin.get_by_label("发文机关").press("Enter")  # saves and shows again, and decides nothing
    expect(admin.get_by_label("发文机关")).to_have_value("<b>星河镇</b>党委")
    expect(admin.get_by_text("还没有生效")).to_be_visible()
    admin.get_by_label("农村").check()
    admin.get_by_role("button", name="生效", exact=True).click()
    expect(admin.get_by_text(f"《{TITLE}》已生效")).to_be_visible()
    assert_accessible(admin)
    assert "3次无人机" in asked(admin, NEW_QUESTION)

    admin.goto("/admin")
    expect(admin.get_by_text("<b>星河镇</b>党委")).to_be_visible()
    admin.get_by_label(f"废止《{TITLE}》").click()
    admin.get_by_role("button", name="确认废止").click()
    expect(admin.get_by_text("已废止：仍可查阅")).to_be_visible()
    assert "年至少3次" not in asked(admin, NEW_QUESTION).split("内容最接近")[0]

    admin.goto("/admin")
    assert_accessible(admin)
    admin.get_by_label(f"撤销对《{TITLE}》的废止").click()
    expect(admin.get_by_text("恢复到这一步之前")).to_be_visible()
    assert "3次无人机" in asked(admin, NEW_QUESTION)
    admin.goto("/admin/audit")
    expect(admin.get_by_role("row").nth(1)).to_contain_text("撤销")
    expect(admin.get_by_role("row").nth(3)).to_contain_text("王芳")
    assert_accessible(admin)


def test_a_file_dropped_on_the_form_is_uploaded(admin: Page) -> None:
    transfer = admin.evaluate_handle("""text => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], "拖来的.txt", {type: "text/plain"}));
        return transfer;
    }""", RULES.replace("星河", "银河"))
    admin.wait_for_load_state()  # the page's script takes the drop
    admin.dispatch_event("#upload", "drop", {"dataTransfer": transfer})
    expect(admin.get_by_role("heading", name="预览：银河镇村党组织学习制度")).to_be_visible()
    admin.get_by_role("button", name="丢弃").click()
    expect(admin.get_by_text("拖来的.txt")).to_have_count(0)


def test_several_files_are_uploaded_each_with_its_own_result(admin: Page) -> None:
    files = [("甲.txt", RULES.replace("星河", "甲河").encode()), ("空.txt", b""), ("日记.txt", "今天天气很好".encode()),
             ("乙.txt", RULES.replace("星河", "乙河").encode())]
    admin.wait_for_load_state()  # without the page's script another page says what became of the files
    admin.get_by_label("上传文件").set_input_files(
        [FilePayload(name=name, mimeType="text/plain", buffer=content) for name, content in files])
    admin.get_by_role("button", name="上传并预览").click()
    rows = admin.locator("#upload-list li")
    for n, says in enumerate(("已收下，待生效", "没有收下：文件是空的", "没有找到条款", "已收下，待生效")):
        expect(rows.nth(n)).to_contain_text(says)
    assert_accessible(admin)
    rows.nth(3).get_by_role("link", name="预览").click()
    expect(admin.get_by_role("heading", name="预览：乙河镇村党组织学习制度")).to_be_visible()


def test_what_cannot_be_uploaded_is_said_at_once(admin: Page) -> None:
    for name, content, says in (("大.txt", b"1" * 1_100_000, "文件太大：上限 1 MB"), ("空.txt", b"", "文件是空的"),
                                ("日记.txt", "今天天气很好".encode(), "没有找到条款"),
                                ("<img src=x onerror=alert(1)>.exe", b"MZ", "不支持的格式")):
        admin.get_by_label("上传文件").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
        admin.get_by_role("button", name="上传并预览").click()
        expect(admin.get_by_role("alert")).to_contain_text(says)


def test_uploading_works_without_javascript(scriptless: BrowserContext) -> None:
    page = scriptless.new_page()
    sign_in(page)
    upload(page, "<script>alert(1)<script>.txt", RULES.replace("星河", "<i>银河</i>"))
    expect(page.get_by_role("heading", name="预览：<i>银河</i>镇村党组织学习制度")).to_be_visible()
    page.get_by_role("button", name="生效", exact=True).click()
    expect(page.get_by_text("已生效，可以提问了")).to_be_visible()
    page.goto("/admin")
    page.get_by_label("删除《<i>银河</i>镇村党组织学习制度》").click()
    page.get_by_role("button", name="确认删除").click()
    expect(page.get_by_text("》已删除")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_fit_narrow_and_wide_screens(admin: Page, width: int) -> None:
    admin.set_viewport_size({"width": width, "height": 800})
    upload(admin, text=RULES.replace("星河", "晨星"))
    for path in (None, "/admin", "/admin/questions", "/admin/keys", "/admin/audit"):
        if path:
            admin.goto(path)
        wide = admin.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (path, wide)


def test_a_key_is_made_shown_once_and_withdrawn(admin: Page) -> None:
    admin.goto("/admin/keys")
    admin.get_by_label("名称").fill("Open WebUI")
    admin.get_by_label("每分钟最多几次").fill("60")
    admin.get_by_role("button", name="新建").click()
    key = admin.get_by_label("“Open WebUI”的密钥").input_value()
    assert_accessible(admin)
    asked = admin.request.get("/v1/models", headers={"Authorization": f"Bearer {key}"})
    assert asked.status == 200
    admin.goto("/admin/keys")
    expect(admin.locator("#key")).to_have_count(0)
    expect(admin.get_by_role("listitem").filter(has_text="Open WebUI")).to_contain_text("每分钟 60 次")
    admin.get_by_label("收回“Open WebUI”").click()
    admin.get_by_role("button", name="确认收回").click()
    expect(admin.get_by_text("已收回", exact=True)).to_be_visible()
    assert_accessible(admin)
    assert admin.request.get("/v1/models", headers={"Authorization": f"Bearer {key}"}).status == 401
    admin.goto("/admin/audit")
    expect(admin.get_by_role("row").nth(1)).to_contain_text("收回密钥")
