"""An administrator with a service of their own, over a copy of the built library."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.serving import end, free_port, serve, started

TOKEN = "测试用的口令-0001"
RULES = """星河镇村党组织学习制度

一、学习安排
1.村党支部每季度至少组织2次无人机操作学习。
2.村党支部书记每年至少讲授3次无人机飞行安全课。
3.学习记录由组织委员保存。
二、考勤
1.党员因事不能参加学习的，应当提前向党支部书记请假。
"""
NEW_QUESTION = "村党支部书记每年至少讲几次无人机飞行安全课"


@contextmanager
def service(data: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a service over `data`, with administration switched on."""
    port = free_port()
    process = serve(data, port, {"KB_ADMIN_TOKEN": TOKEN, **(settings or {})})
    try:
        started(process)
        yield f"http://127.0.0.1:{port}"
    finally:
        end(process)


@dataclass
class Administrator:
    """Uses the pages as a browser without JavaScript does."""

    client: httpx.Client

    def page(self, path: str) -> str:
        response = self.client.get(path)
        assert response.status_code == 200, (response.status_code, response.text)
        return response.text

    def csrf(self, path: str = "/admin") -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.page(path))
        assert found, path
        return found.group(1)

    def sign_in(self, token: str = TOKEN, *, name: str = "") -> httpx.Response:
        csrf = self.csrf("/admin/sign-in")
        return self.client.post("/admin/sign-in", data={"csrf": csrf, "token": token, "name": name})

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self.client.post(path, data={"csrf": self.csrf(), **fields})

    def upload(self, name: str, content: bytes, **fields: str) -> httpx.Response:
        return self.client.post("/admin/upload", data={"csrf": self.csrf(), **fields}, files={"file": (name, content)})

    def done(self, response: httpx.Response) -> str:
        """The result of the change that a form started."""
        assert response.status_code == 303, response.text
        where = response.headers["location"]
        assert where.startswith("/admin/jobs/"), where
        for _ in range(300):
            job = self.client.get(f"{where}/state").json()
            if job["state"] in ("done", "failed"):
                assert job["message"] in self.page(where)
                return f"{job['state']} {job['message']}"
            time.sleep(0.1)
        raise AssertionError(job)

    def ask(self, question: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.post("/api/ask", json={"question": question}).json()
        return answer

    def cites(self, question: str, title: str) -> bool:
        """Whether the answer stands on a clause of the document of this title."""
        answer = self.ask(question)
        clauses = {c["id"]: c["document"] for c in answer["clauses"]}
        return any(clauses[f["clause"]] == title for f in answer["findings"])

    def undo_last(self) -> str:
        """Undoes what stands first in the record."""
        found = re.search(r'action="(/admin/audit/\d+/undo)"', self.page("/admin/audit"))
        assert found
        return self.done(self.post(found.group(1)))


@contextmanager
def administrator(address: str, *, signed_in: bool = True) -> Iterator[Administrator]:
    with httpx.Client(base_url=address, timeout=60) as client:
        someone = Administrator(client)
        if signed_in:
            assert someone.sign_in(name="王芳").status_code == 303
        yield someone


def sign_in(page: Page) -> None:
    """Signs in on the administrator's page."""
    page.goto("/admin")
    page.get_by_label("管理口令").fill(TOKEN)
    page.get_by_label("您的姓名").fill("王芳")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="文件", exact=True)).to_be_visible()
