from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest

from kb.errors import NotFoundError
from kb.show.difference import (
    Difference,
    difference,
    difference_object,
    side_named,
    summary,
    where,
)
from kb.show.export.difference import difference_docx
from kb.store.library import Library
from tests.search.samples import library_of

OLD = """会议办法（2020年版）
第一条 会议每月召开1次。
第二条 记录由组织委员保存。
第三条 缺席的应当请假。
第四条 本办法自2020年1月1日起施行。
"""
NEW = """会议办法（2024年版）
第一条 会议每月召开2次。
第二条 记录由组织委员或者书记保存。
第三条 会议应当签到。
第四条 本办法自2020年1月1日起施行。
"""
REPORTS = "述职办法\n第一条 每年述职1次。\n第二条 述职结果公开。\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    files = {"old.txt": OLD, "new.txt": NEW, "述职.txt": REPORTS}
    with closing(library_of(tmp_path, files)):
        pass
    with closing(library_of(tmp_path, {"述职.txt": REPORTS.replace("1次", "两次")})) as library:
        yield library


@pytest.fixture
def found(library: Library) -> Difference:
    return difference(side_named(library, "old"), side_named(library, "2024年版"))


def test_changes_in_numbers_come_first(found: Difference) -> None:
    assert [(kind, where(c)) for kind, c in found.changes] == [
        ("numbers", "第一条"), ("changed", "第二条"), ("added", "第三条"), ("removed", "第三条")]
    assert (found.counts, found.same) == ({"numbers": 1, "changed": 1, "added": 1, "removed": 1}, 1)
    assert summary(found) == "数字有改动 1 条，文字有改动 1 条，新增 1 条，删去 1 条，1 条没有变。"


def test_the_object_holds_both_texts_and_what_turns_one_into_the_other(found: Difference) -> None:
    shown = difference_object(found)
    assert (shown["old"]["title"], shown["new"]["file"]) == ("会议办法（2020年版）", "new.txt")
    assert shown["counts"] == {"numbers": 1, "changed": 1, "added": 1, "removed": 1, "same": 1}
    first, second, added, removed = shown["changes"]
    assert (first["kind"], first["numbers"], second["numbers"]) == ("changed", True, False)
    assert (added["old"], removed["new"]) == (None, None)
    for change in (first, second):
        for side, kind in (("old", "added"), ("new", "removed")):
            assert change[side]["text"] == "".join(e["text"] for e in change["edits"] if e["kind"] != kind)
    assert first["new"]["citation"] == "《会议办法（2024年版）》 第一条"


def test_the_word_file_strikes_out_and_underlines(found: Difference) -> None:
    document = docx.Document(BytesIO(difference_docx(found, today=date(2026, 11, 28))))
    runs = [r for p in document.paragraphs for r in p.runs]
    assert "".join(r.text for r in runs if r.font.strike) == "1第三条 缺席的应当请假。"
    assert "".join(r.text for r in runs if r.font.underline) == "2或者书记第三条 会议应当签到。"
    assert [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"] == [
        "数字有改动（1 条）", "文字有改动（1 条）", "新增（1 条）", "删去（1 条）"]


def test_two_versions_of_one_document(library: Library) -> None:
    found = difference(side_named(library, "述职办法@1"), side_named(library, "述职办法"))
    assert (found.old.label, found.new.label) == ("《述职办法》（第 1 版）", "《述职办法》（第 2 版）")
    assert [kind for kind, _ in found.changes] == ["numbers"]


@pytest.mark.parametrize(("text", "kind"), [
    ("第三条 每年述职1次。", "changed"), ("第一条 每年述职一次。", "changed"),
    ("第一条 每年述职一次，见第九条。", "changed"), ("第一条 每年述职三次。", "numbers"), ("第一条 每年述职1次。", "")])
def test_what_counts_as_a_number(library: Library, tmp_path: Path, text: str, kind: str) -> None:
    (tmp_path / "x.txt").write_text(f"述职办法\n{text}\n第二条 述职结果公开。\n", encoding="utf-8")
    found = difference(side_named(library, "述职@1"), side_named(library, str(tmp_path / "x.txt"), files=True))
    assert [k for k, _ in found.changes] == ([kind] if kind else [])


def test_a_name_that_is_nothing_or_several_is_an_error(library: Library, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="可以是几份文件.*old.txt.*请写编号"):
        side_named(library, "会议办法")
    (tmp_path / "x.txt").write_text(REPORTS, encoding="utf-8")
    for name in ("没有", str(tmp_path / "x.txt"), "述职办法@7"):
        with pytest.raises(NotFoundError):
            side_named(library, name)
