"""Several files in one upload: each is taken or refused by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.administering import RULES, Administrator, administrator, service
from tests.conftest import copied

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def address(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with service(copied(built, tmp_path_factory.mktemp("uploads"))) as where:
        yield where


@pytest.fixture
def admin(address: str) -> Iterator[Administrator]:
    with administrator(address) as someone:
        yield someone


def sent(admin: Administrator, *files: tuple[str, bytes]) -> tuple[int, str]:
    response = admin.client.post("/admin/upload", data={"csrf": admin.csrf()}, files=[("file", f) for f in files])
    return response.status_code, response.text


def test_one_that_cannot_be_read_does_not_stop_the_others(admin: Administrator) -> None:
    status, page = sent(admin, ("甲.txt", RULES.encode()), ("<b>空</b>.txt", b""), ("坏.exe", b"MZ"),
                        ("乙.txt", RULES.replace("星河", "银河").encode()))
    assert status == 200
    assert page.count("已收下，待生效") == 2
    assert "没有收下：文件是空的" in page and "没有收下：不支持的格式" in page
    assert "<b>空</b>" not in page and "&lt;b&gt;空&lt;/b&gt;.txt" in page
    home = admin.page("/admin")
    assert "甲.txt" in home and "乙.txt" in home


def test_too_many_at_once_are_refused(admin: Administrator) -> None:
    assert sent(admin, *((f"{n}.txt", b"1") for n in range(51)))[0] == 400
