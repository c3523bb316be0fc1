"""What is odd about a draft is said before it is put in force."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from kb.manage.drafts import add_draft, checked_entry
from kb.manage.preview import preview
from kb.store.register import Actor
from kb.store.shelf import Shelf


def warned(folder: Path, text: str, scope: tuple[str, ...] = ()) -> list[str]:
    draft = add_draft(Shelf(folder), io.BytesIO(text.encode()), name="上传.txt", actor=Actor("王", "::1"),
                      entry=checked_entry(scope=scope))
    return [w for w in preview(draft, ()).warnings if "条号" in w or "两条" in w or "通用" in w]


@pytest.mark.parametrize(("numbers", "said"), [
    ("一二三", []), ("一二四", ["条号不连续：第二条之后是第四条。请核对中间是否漏了内容。"]),
    ("一二二", ["有两条都是第二条。请核对原文件。"])])
def test_numbers_that_are_missing_or_doubled(tmp_path: Path, numbers: str, said: list[str]) -> None:
    text = "钥匙办法\n" + "".join(f"第{n}条 专人保管。\n" for n in numbers)
    assert warned(tmp_path, text, ("通用",)) == said


def test_a_stated_general_scope_needs_no_warning(tmp_path: Path) -> None:
    assert len(warned(tmp_path, "钥匙办法\n第一条 专人保管。\n第二条 登记。\n")) == 1
