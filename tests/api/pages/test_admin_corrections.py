"""Obligations corrected in a real browser: in the preview of an upload, and of a document in force; taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.administering import service
from tests.api.pages.test_admin import asked, assert_accessible, upload
from tests.api.pages.test_admin_questions import looked_at
from tests.conftest import copied

pytestmark = pytest.mark.model

LESSONS = "村党支部书记每年至少讲几次无人机飞行安全课"


@pytest.fixture(scope="module")
def desk(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with service(copied(built, tmp_path_factory.mktemp("corrections"))) as where:
        yield where


def test_a_day_with_wrong_readings(admin: Page, request: pytest.FixtureRequest) -> None:
    name = f"学习制度{request.node.callspec.id}.txt"
    upload(admin, name)
    admin.get_by_label(re.compile("^更正职责：2.村党支部书记")).click()
    expect(admin.get_by_role("heading", name="更正职责事项")).to_be_visible()
    if "scriptless" not in request.node.callspec.id:
        assert_accessible(admin)
    looked_at(admin, "correct")
    admin.get_by_text("改第 1 项").click()
    admin.get_by_label("比较").first.select_option("正好")
    admin.get_by_label("周期").first.fill("偶尔")
    admin.get_by_role("button", name="保存第 1 项").click()
    expect(admin.get_by_text("周期看不懂")).to_be_visible()
    admin.go_back()
    admin.get_by_text("改第 1 项").click()
    admin.get_by_label("比较").first.select_option("正好")
    admin.get_by_label("周期").first.fill("每半年")
    admin.get_by_role("button", name="保存第 1 项").click()
    expect(admin.get_by_text("王芳更正。读出的是：村党支部书记")).to_be_visible()
    admin.get_by_role("link", name="← 全部职责事项").click()
    expect(admin.get_by_text("（已更正）")).to_be_visible()
    looked_at(admin, "corrections")
    admin.get_by_role("link", name="← 返回").click()
    expect(admin.get_by_text("每半年3次")).to_be_visible()
    admin.get_by_label("农村").check()
    admin.get_by_role("button", name="生效", exact=True).click()
    expect(admin.get_by_text("已生效，可以提问了")).to_be_visible()
    assert "每半年" in asked(admin, LESSONS)

    title = "星河镇村党组织学习制度"
    admin.goto("/admin")
    admin.get_by_label(f"更正《{title}》的职责事项").first.click()
    admin.get_by_role("link", name=re.compile("^更正：2.村党支部书记")).click()
    admin.get_by_role("button", name="取回第 1 项的更正").click()
    expect(admin.get_by_text("已取回")).to_be_visible()
    assert "每半年" not in asked(admin, LESSONS)
    admin.goto("/admin/audit")
    expect(admin.get_by_text("取回更正").first).to_be_visible()
    admin.goto("/admin")
    admin.get_by_label(f"删除《{title}》").click()
    admin.get_by_role("button", name="确认删除").locator("visible=true").click()
    expect(admin.get_by_text("已删除")).to_be_visible()
