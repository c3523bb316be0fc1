"""Lists that the service keeps: made by an administrator, used by whoever has the address, by several at once."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.administering import TOKEN, administrator
from tests.api.conftest import Serving
from tests.api.lists import by_hand
from tests.api.pages.checklist import LESSON, MEETING, YEAR, duty, open_list, progress, remembered, tick
from tests.api.pages.library import too_wide, violations

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def site(serving: Serving) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("api.lists.built", by_hand)
        with serving(admin_token=TOKEN) as client:
            yield str(client.base_url)


def sign_in(page: Page) -> None:
    page.goto("/admin/sign-in")
    page.locator("input[name=token]").fill(TOKEN)
    page.locator("input[name=name]").fill("王芳")
    page.get_by_role("button", name="登录").click()


def made(page: Page, name: str) -> str:
    """The address of a list that an administrator makes."""
    sign_in(page)
    page.goto("/admin/lists")
    page.get_by_label("名称").fill(name)
    page.get_by_label("支部或个人").fill("第一党支部")
    page.get_by_label("单位类型").select_option("机关")
    page.get_by_label("角色").select_option("党支部书记")
    page.get_by_label("年度").fill(str(YEAR))
    page.get_by_role("button", name="新建").click()
    return page.locator("#link").input_value()


def test_a_list_is_made_and_used_by_two(page: Page, browser: Browser, site: str) -> None:
    address = made(page, "共用的一份")
    one, two = (browser.new_context(base_url=site, locale="zh-CN").new_page() for _ in range(2))
    for reader in (one, two):
        reader.goto(address)
        expect(reader.locator("#panel h2")).to_contain_text("共用的一份")
        expect(reader.locator(".where")).to_contain_text("存在服务里")
    tick(one, MEETING, 0)
    tick(two, MEETING, 1)
    assert progress(two, "每月") == "2/12"
    one.reload()
    expect(duty(one, MEETING).locator(".box.done")).to_have_count(2)
    (entry,) = remembered(one)
    assert set(entry) == {"id", "key", "head"} and "ticks" not in entry["head"]
    one.goto("/checklist")
    one.locator("#mine button").click()
    expect(duty(one, MEETING).locator(".box.done")).to_have_count(2)
    for reader in (one, two):
        reader.context.close()


def test_the_name_that_one_states_stands_with_the_tick(page: Page, browser: Browser, site: str) -> None:
    address = made(page, "记名的一份")
    reader = browser.new_context(base_url=site, locale="zh-CN").new_page()
    reader.goto(address)
    reader.locator(".bar summary", has_text="清单").click()
    reader.get_by_role("button", name="名称和起止").click()
    reader.get_by_label("我的姓名").fill("李四")
    reader.get_by_label("与谁共用").fill("李四、张三")
    reader.get_by_role("button", name="保存").click()
    tick(reader, LESSON)
    duty(reader, LESSON).locator(".more summary").click()
    expect(duty(reader, LESSON).locator(".ticks")).to_contain_text("李四")
    page.goto("/admin/lists")
    expect(page.locator(".row", has_text="记名的一份")).to_contain_text("共用：李四、张三")
    reader.context.close()


def test_a_renewed_address_makes_the_first_void(page: Page, browser: Browser, site: str) -> None:
    address = made(page, "换网址的一份")
    row = page.locator(".row", has_text="换网址的一份")
    row.locator("summary", has_text="换网址").click()
    row.get_by_role("button", name="换一个网址").click()
    new = page.locator("#link").input_value()
    assert new != address
    reader = browser.new_context(base_url=site, locale="zh-CN").new_page()
    reader.goto(address)
    expect(reader.locator("#said.failed")).to_contain_text("钥匙不对")
    reader.goto("about:blank")
    reader.goto(new)
    expect(reader.locator("#panel h2")).to_contain_text("换网址的一份")
    reader.context.close()


def test_administrators_open_every_list_and_put_it_away(page: Page) -> None:
    made(page, "收起的一份")
    page.goto("/admin/lists")
    page.get_by_role("link", name="收起的一份").click()
    expect(page.locator("#panel h2")).to_contain_text("收起的一份")
    box = tick(page, LESSON)
    duty(page, LESSON).locator(".more summary").click()
    expect(duty(page, LESSON).locator(".ticks")).to_contain_text("王芳")
    expect(box).to_be_checked()
    page.goto("/admin/lists")
    row = page.locator(".row", has_text="收起的一份")
    row.locator("summary", has_text="收起").click()
    row.get_by_role("button", name="确认收起").click()
    expect(page.locator(".row", has_text="收起的一份")).to_contain_text("已收起")
    page.locator(".row", has_text="收起的一份").get_by_role("button", name="恢复").click()
    expect(page.get_by_role("link", name="收起的一份")).to_be_visible()


def test_a_list_of_the_browser_is_put_into_the_service(page: Page) -> None:
    sign_in(page)
    open_list(page)
    tick(page, LESSON)
    page.locator(".bar summary", has_text="清单").click()
    page.get_by_role("button", name="存到服务里").click()
    expect(page.locator("#said")).to_contain_text("#list=")
    expect(page.locator(".where")).to_contain_text("存在服务里")
    expect(duty(page, LESSON).locator(".box input")).to_be_checked()
    assert [set(e) for e in remembered(page)] == [{"id", "key", "head"}]


def test_forms_without_their_token_change_nothing(site: str) -> None:
    with administrator(site) as someone:
        before = someone.page("/admin/lists")
        fields = {"role": "党支部书记", "scope": "机关", "year": str(YEAR), "name": "伪造的"}
        assert someone.client.post("/admin/lists", data=fields).status_code == 403
        assert "伪造的" not in before and "伪造的" not in someone.page("/admin/lists")
        wrong = someone.client.post("/admin/lists", data={**fields, "csrf": someone.csrf(), "role": "厨师"})
        assert "不认识的角色" in wrong.text
    with httpx.Client(base_url=site) as stranger:
        assert stranger.get("/admin/lists").status_code == 303


def test_the_page_of_lists_is_accessible_and_fits(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, bypass_csp=True, viewport={"width": 360, "height": 800})
    page = context.new_page()
    made(page, "看一看")
    assert (violations(page), too_wide(page)) == ([], 0)
    context.close()
