"""A day with the questions without answer, in a real browser: grouped, marked, attached, answered by a named clause."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.administering import service
from tests.api.pages.test_admin import asked, assert_accessible, upload
from tests.conftest import copied

pytestmark = pytest.mark.model

MISSED = "食堂几点开门"
LIKE = "请问食堂什么时候开门呢"
OTHER = "停车费多少"


@pytest.fixture(scope="module")
def desk(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with service(copied(built, tmp_path_factory.mktemp("questions"))) as where:
        yield where


def looked_at(page: Page, name: str) -> None:
    """The page fits a telephone and a desk; its pictures go to the folder that KB_TEST_LOOK names."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        if folder := os.environ.get("KB_TEST_LOOK"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_questions_alike_are_one_row_and_are_marked_together(admin: Page) -> None:
    for question in (MISSED, MISSED, LIKE, OTHER):
        admin.goto(f"/?q={question}")
    admin.goto("/admin/questions?done=open")
    group = admin.get_by_role("listitem").filter(has=admin.get_by_label("选中：食堂", exact=False))
    expect(group).to_contain_text("次")
    group.get_by_text("另有 1 种相近的问法").click()
    expect(group.get_by_text(LIKE)).to_be_visible()
    looked_at(admin, "questions")
    admin.get_by_role("link", name="全选").click()
    expect(admin.get_by_label(f"选中：{OTHER}")).to_be_checked()
    admin.get_by_role("button", name="标为与本库无关").click()
    expect(admin.get_by_text("没有这样的问题")).to_be_visible()
    admin.get_by_label("处理情况").select_option("irrelevant")
    admin.get_by_role("button", name="筛选").click()
    expect(admin.get_by_label(f"选中：{OTHER}")).to_be_visible()
    looked_at(admin, "irrelevant")
    admin.get_by_role("link", name="全选").click()
    admin.get_by_role("button", name="重新打开").first.click()
    expect(admin.get_by_text("没有这样的问题")).to_be_visible()


@pytest.mark.parametrize("admin", [True], indirect=True)
def test_a_clause_is_looked_at_and_named_and_taken_back(admin: Page) -> None:
    assert "没有" in asked(admin, OTHER)
    admin.goto("/admin/questions")
    assert_accessible(admin)
    admin.get_by_label(f"关联条款：{OTHER}").click()
    admin.get_by_label("换词查找").fill("支部委员会由几人组成")
    admin.get_by_role("button", name="查找").click()
    looked_at(admin, "attach")
    admin.get_by_role("link", name=re.compile("^选这一条")).first.click()
    expect(admin.get_by_role("heading", name="指定以后的回答")).to_be_visible()
    printed = admin.locator(".printed").inner_text()
    assert_accessible(admin)
    looked_at(admin, "try")
    assert "没有" in admin.locator("section", has_text="现在的回答").first.inner_text()
    expect(admin.get_by_role("heading", name="只作相似问以后的回答")).to_be_visible()
    admin.get_by_role("button", name="指定由这一条回答").click()
    expect(admin.get_by_text("已指定：1 个问法")).to_be_visible()
    assert printed[:20] in asked(admin, f"{OTHER}？")

    admin.goto("/admin/questions?done=pinned")
    expect(admin.get_by_label(f"选中：{OTHER}")).to_be_visible()
    assert_accessible(admin)
    looked_at(admin, "pinned")
    admin.get_by_label(f"取消指定：{OTHER}").click()
    expect(admin.get_by_text("已取消指定")).to_be_visible()
    assert printed[:20] not in asked(admin, OTHER).split("内容最接近")[0]


@pytest.mark.parametrize("admin", [True], indirect=True)
def test_a_question_is_attached_and_settled(admin: Page) -> None:
    missed = "足球比赛<b>几点</b>开始"
    asked(admin, missed)
    admin.goto("/admin/questions")
    admin.get_by_label(f"关联条款：{missed}").click()
    admin.get_by_label("换词查找").fill("支部委员会由几人组成")
    admin.get_by_role("button", name="查找").click()
    admin.get_by_role("link", name=re.compile("^选这一条")).first.click()
    admin.get_by_role("button", name="关联到这一条").click()
    expect(admin.get_by_text("已关联到")).to_be_visible()
    admin.goto("/admin/questions?done=attached")
    expect(admin.get_by_label(f"选中：{missed}")).to_be_visible()
    expect(admin.get_by_label(f"解除：{missed}")).to_be_visible()
    with admin.expect_download() as download:
        admin.get_by_role("link", name="导出 JSONL").click()
    assert missed in Path(download.value.path()).read_text()
    admin.get_by_label(f"重新打开：{missed}").click()
    expect(admin.get_by_text("没有这样的问题")).to_be_visible()


@pytest.mark.parametrize("admin", [True], indirect=True)
def test_what_a_new_document_answers_is_settled_by_itself(admin: Page) -> None:
    missed = "村党支部书记每年至少讲几次无人机飞行安全课"
    asked(admin, missed)
    upload(admin)
    admin.get_by_label("农村").check()
    admin.get_by_role("button", name="生效", exact=True).click()
    expect(admin.get_by_text("已生效，可以提问了")).to_be_visible()
    for _ in range(60):
        admin.goto(f"/admin/questions?done=answered&q={missed}")
        if admin.get_by_label(f"选中：{missed}").count():
            break
        admin.wait_for_timeout(500)
    expect(admin.get_by_text("再问已有答案")).to_be_visible()
