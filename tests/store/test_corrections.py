"""Obligations corrected by hand: applied to what is found, kept over re-reading, lapsed with the clause's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import ChangeError, NotFoundError
from kb.manage.corrections import Book, Stated, book_in_force, key_of, step
from kb.manage.intake import ingest
from kb.store.corrected import add_corrections, take_back
from kb.store.corrections import Correction, corrected
from kb.store.library import Library, open_library
from kb.store.register import Actor
from kb.store.versions import content, versions_of
from kb.types import Obligation

ACTOR = Actor("王芳", "127.0.0.1")
RULES = """渔港镇党组织学习制度

第一条　党支部每季度至少组织2次集体学习，每年开展1次学习测评。
第二条　支部书记每年讲3次党课。
第三条　学习记录保存在阅览室。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "学习制度.txt").write_text(RULES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    opened = open_library(folder / "library.db")
    ingest(opened, [], corpus=folder / "corpus")
    yield opened
    opened.close()


def own(library: Library) -> str:
    return library.documents()[0].id


def done(library: Library, nth: int, key: str, stated: Stated | None) -> None:
    book = book_in_force(library, own(library))
    made = step(book.sheets[nth], ACTOR, key, stated)
    with library.changing() as writer:
        take_back(writer.connection, own(library), made.dropped)
        add_corrections(writer.connection, own(library), made.made)


def said(library: Library) -> list[list[tuple[str | None, str, str | None]]]:
    found = library.obligations()
    return [[(o.subject, o.period or "", o.value) for o in found.get(c.id, ())] for c in library.clauses()]


def of(o: Obligation, **other: str) -> Stated:
    base = Stated(o.quote, o.subject or "", o.action, o.period or "", "", "2", o.unit or "", o.deadline or "")
    return replace(base, **other)


FOUND = [[("党支部", "每季度", "至少2次"), ("党支部", "每年", "1次")], [("支部书记", "每年", "3次")], []]


def test_one_is_changed_one_taken_out_one_added_and_each_taken_back(library: Library) -> None:
    assert said(library) == FOUND
    revision = library.revision()
    sheets = book_in_force(library, own(library)).sheets
    first, second = (r.obligation for r in sheets[0].rows)
    done(library, 0, key_of(first), of(first, period="每半年", comparator="不超过", subject="党小组"))
    done(library, 0, key_of(second), None)
    done(library, 2, "", Stated("学习记录保存在阅览室", "组织委员", "保存学习记录", "每月"))
    assert said(library) == [[("党小组", "每半年", "不超过2次")], FOUND[1], [("组织委员", "每月", None)]]
    assert library.revision() != revision and library.is_sound()
    held = content(library, versions_of(library, own(library))[0])
    assert dict(held.obligations) == library.obligations()

    book = book_in_force(library, own(library))
    assert [(c.who, bool(c.found), bool(c.stated)) for c in book.corrections] == [
        ("王芳", True, True), ("王芳", True, False), ("王芳", False, True)]
    changed = book.sheets[0].rows[0].obligation
    done(library, 0, key_of(changed), of(changed, period="每月"))
    assert said(library)[0] == [("党小组", "每月", "2次")]
    with library.changing() as writer:
        ids = [c.id for c in book_in_force(library, own(library)).corrections]
        assert len(ids) == 3 and take_back(writer.connection, own(library), ids) == 3
    assert said(library) == FOUND and library.revision() == revision


def test_it_holds_while_the_clause_says_the_same_and_lapses_with_it(library: Library, folder: Path) -> None:
    rows = book_in_force(library, own(library)).sheets
    lesson, study = rows[1].rows[0].obligation, rows[0].rows[0].obligation
    done(library, 1, key_of(lesson), replace(of(lesson, subject="书记"), count="3"))
    done(library, 0, key_of(study), of(study, period="每月"))
    path = folder / "corpus" / "学习制度.txt"
    path.write_text(RULES.replace("组织2次集体学习", "组织4次集体学习").replace("第一条", "第一章　学习\n第一条"),
                    encoding="utf-8")
    ingest(library, [], corpus=folder / "corpus")
    assert [o[:1] for o in said(library)] == [[("党支部", "每季度", "至少4次")], [("书记", "每年", "3次")], []]
    book = book_in_force(library, own(library))
    assert [c.stated.period for c in book.lapsed if c.stated] == ["每月"]
    path.write_text(RULES, encoding="utf-8")
    ingest(library, [], corpus=folder / "corpus")
    assert said(library)[0][0] == ("党支部", "每月", "2次")
    assert book_in_force(library, own(library)).lapsed == ()


def test_what_a_later_reading_finds_otherwise_is_still_corrected() -> None:
    was = Obligation("d-1", "每年讲3次课", 2, 8, "书记", "讲课", "每年", 3.0, "=", "次", None, "3次")
    right = replace(was, subject="副书记")
    made = [Correction(1, "d-1", "书记每年讲3次课", was, right, "王芳", "")]
    read_wider = replace(was, quote="书记每年讲3次课", start=0, action="讲")
    assert [o for o, _ in corrected([read_wider], made).rows] == [right]
    assert [o for o, _ in corrected([right], made).rows] == [right]
    assert [o for o, _ in corrected([], made).rows] == [right]
    gone = [replace(made[0], stated=None)]
    assert corrected([read_wider], gone).rows == () and corrected([], gone).rows == ()


@pytest.mark.parametrize(("stated", "why"), [
    (Stated("每季度组织2次", action="学习", count="2", unit="次"), "逐字"),
    (Stated("", action="学习", count="2", unit="次"), "逐字"),
    (Stated("组织2次集体学习", count="2", unit="次"), "做什么"),
    (Stated("组织2次集体学习", action="学习"), "至少写一样"),
    (Stated("组织2次集体学习", action="学习", count="5", unit="次"), "没有这个数"),
    (Stated("组织2次集体学习", action="学习", count="几", unit="次"), "看不懂"),
    (Stated("组织2次集体学习", action="学习", count="2"), "单位"),
    (Stated("组织2次集体学习", action="学习", count="2", unit="次", comparator="大概"), "比较"),
    (Stated("组织2次集体学习", action="学习", period="偶尔"), "周期"),
    (Stated("组织2次集体学习", action="学" * 300, period="每月"), "太长"),
])
def test_what_does_not_stand_in_the_clause_is_refused(library: Library, stated: Stated, why: str) -> None:
    with pytest.raises(ChangeError, match=why):
        done(library, 0, "", stated)
    assert said(library) == FOUND


def test_what_changed_since_is_not_overwritten(library: Library) -> None:
    seen: Book = book_in_force(library, own(library))
    first = seen.sheets[0].rows[0].obligation
    done(library, 0, key_of(first), of(first, period="每月"))
    with pytest.raises(ChangeError, match="已经改过"):
        done(library, 0, key_of(first), None)
    with pytest.raises(NotFoundError):
        seen.sheet("无")
