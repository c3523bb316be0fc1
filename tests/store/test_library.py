from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kb.errors import LibraryError, NotFoundError
from kb.store.library import Library, open_library
from kb.store.lock import writer_lock
from kb.types import Clause, Document, Obligation, Segment, Split


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    made = open_library(path)
    yield made
    made.close()


def document(source: str, text: str, *, title: str = "党员守则", status: str = "现行") -> Document:
    return Document(id=f"id-{source}", title=title, source=source, sha256="0" * 64, parser="txt/1+1", text=text,
                    status=status)


def parts(doc: Document) -> Split:
    """One clause a line."""
    found, at = [], 0
    for n, line in enumerate(doc.text.split("\n")):
        found.append(Clause(
            id=f"{doc.id}-{line}", document_id=doc.id, ordinal=n, start=at, end=at + len(line), text=line,
            number=str(n + 1), path=("总则",), list_title=doc.title, roles=("党员",), scope=("高校",), page=n + 1))
        at += len(line) + 1
    segments = [Segment(c.start, c.end, "clause") for c in found]
    gaps = [Segment(c.end, c.end + 1, "matter") for c in found[:-1]]
    return Split(tuple(found), tuple(sorted([*segments, *gaps], key=lambda s: s.start)),
                 {c.id: obligations(c) for c in found if obligations(c)})


def obligations(clause: Clause) -> tuple[Obligation, ...]:
    """One for each 次 in the clause: the words up to it."""
    ends = [n + 1 for n, ch in enumerate(clause.text) if ch == "次"]
    counts: list[float | tuple[float, float] | None] = [1, (3, 5), None, 0.5]
    return tuple(Obligation(
        clause_id=clause.id, quote=clause.text[2:end], start=2, end=end, subject="党员" if n else None,
        action="汇报", period="每月", count=counts[n], comparator="range" if n == 1 else ">=", unit="次",
        deadline="年底前" if n else None, value=f"第{n}") for n, end in enumerate(ends))


def put(library: Library, doc: Document, fingerprint: str = "f") -> None:
    with library.changing() as writer:
        writer.put(doc, parts(doc), location=f"/corpus/{doc.source}", fingerprint=fingerprint)


def sql(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        rows: list[Any] = connection.execute(query).fetchall()
        connection.commit()
    return rows


def test_document_and_clauses_come_back_as_they_were_put(library: Library) -> None:
    doc = document("甲.txt", "1.按月交纳党费。\n2.每季度汇报1次思想。")
    put(library, doc)
    assert library.documents() == [doc]
    assert library.document(doc.id) == doc
    assert tuple(library.clauses()) == parts(doc).clauses
    assert tuple(library.segments(doc.id)) == parts(doc).segments


def test_obligations_come_back_as_they_were_put(library: Library) -> None:
    doc = document("甲.txt", "1.没有事项。\n2.每次一次，一次。\n3.每次𬱖𠮷报告一次，再一次又一次。")
    other = document("乙.txt", "1.汇报1次。")
    put(library, doc)
    put(library, other)
    expected = {c.id: obligations(c) for d in (other, doc) for c in parts(d).clauses if obligations(c)}
    assert library.obligations() == expected
    assert sorted(map(len, expected.values())) == [1, 3, 4]
    assert library.obligations(other.id) == {c: o for c, o in expected.items() if c.startswith(other.id)}
    assert library.obligations("nope") == {}


def test_obligations_are_those_of_the_version_in_force(library: Library) -> None:
    put(library, document("甲.txt", "1.每月1次。\n2.每年1次。"))
    put(library, document("甲.txt", "1.每季1次。\n2.每年1次。"), "g")
    assert [o.quote for own in library.obligations().values() for o in own] == ["每季1次", "每年1次"]
    with library.changing() as writer:
        writer.withdraw("甲.txt")
    assert library.obligations() == {}


def test_clause_text_is_cut_from_text_with_characters_beyond_the_basic_plane(library: Library) -> None:
    doc = document("甲.txt", "1.责任人𬱖𠮷。\n2.按月交纳党费😀。\n3.执行决议。")
    put(library, doc)
    assert [c.text for c in library.clauses(doc.id)] == doc.text.split("\n")


def test_clauses_are_found_by_id(library: Library) -> None:
    doc = document("甲.txt", "1.甲事项。\n2.乙事项。")
    put(library, doc)
    wanted = parts(doc).clauses[1]
    assert library.clause(wanted.id) == wanted
    assert library.clauses_by_id([wanted.id, "没有"]) == {wanted.id: wanted}


def test_unknown_ids_are_named(library: Library) -> None:
    with pytest.raises(NotFoundError, match="没有这一条.*abc"):
        library.clause("abc")
    with pytest.raises(NotFoundError, match="没有这个文件.*abc"):
        library.document("abc")


def test_library_outlives_the_program(path: Path) -> None:
    first = open_library(path)
    put(first, document("甲.txt", "1.甲事项。"))
    revision = first.revision()
    first.close()
    again = open_library(path)
    assert again.revision() == revision
    assert [c.text for c in again.clauses()] == ["1.甲事项。"]
    again.close()


def test_library_is_in_wal_mode(library: Library, path: Path) -> None:
    assert sql(path, "PRAGMA journal_mode") == [("wal",)]


def test_reader_sees_the_last_committed_state_while_another_writes(library: Library, path: Path) -> None:
    put(library, document("甲.txt", "1.甲事项。"))
    reader = open_library(path)
    with library.changing() as writer:
        doc = document("乙.txt", "1.乙事项。")
        writer.put(doc, parts(doc), location="/corpus/乙.txt", fingerprint="f")
        assert [d.source for d in reader.documents()] == ["甲.txt"]
    assert {d.source for d in reader.documents()} == {"甲.txt", "乙.txt"}
    reader.close()


def test_new_version_takes_the_place_of_the_old_which_stays_on_record(library: Library, path: Path) -> None:
    put(library, document("甲.txt", "1.每月一次。\n2.乙事项。"))
    put(library, document("甲.txt", "1.每季一次。\n2.乙事项。"), "g")
    assert [c.text for c in library.clauses()] == ["1.每季一次。", "2.乙事项。"]
    assert sql(path, "SELECT text FROM versions ORDER BY id") == [
        ("1.每月一次。\n2.乙事项。",), ("1.每季一次。\n2.乙事项。",)]
    assert sql(path, "SELECT count(*) FROM clauses") == [(4,)]


def test_withdrawn_document_is_out_of_force_but_on_record(library: Library, path: Path) -> None:
    doc = document("甲.txt", "1.甲事项。")
    put(library, doc)
    put(library, document("乙.txt", "1.乙事项。"))
    with library.changing() as writer:
        writer.withdraw("甲.txt")
    assert [d.source for d in library.documents()] == ["乙.txt"]
    assert [c.text for c in library.clauses()] == ["1.乙事项。"]
    assert "甲.txt" not in library.locations()
    assert library.segments(doc.id) == []
    with pytest.raises(NotFoundError):
        library.document(doc.id)
    assert sql(path, "SELECT count(*) FROM versions") == [(2,)]


def test_withdrawn_document_may_come_back(library: Library) -> None:
    doc = document("甲.txt", "1.甲事项。")
    put(library, doc)
    with library.changing() as writer:
        writer.withdraw("甲.txt")
    put(library, doc)
    assert library.documents() == [doc]


def test_locations_tell_where_a_file_lay_and_its_fingerprint(library: Library) -> None:
    put(library, document("甲.txt", "1.甲事项。"), "abc")
    assert library.locations() == {"甲.txt": ("/corpus/甲.txt", "abc")}
    with library.changing() as writer:
        writer.move("甲.txt", "/elsewhere/甲.txt")
    assert library.locations() == {"甲.txt": ("/elsewhere/甲.txt", "abc")}


def test_titles_give_title_and_status(library: Library) -> None:
    put(library, document("甲.txt", "1.甲事项。", title="党费规定", status="已废止"))
    assert library.titles() == {"id-甲.txt": ("党费规定", "已废止")}


def test_clauses_in_force_are_counted(library: Library) -> None:
    put(library, document("甲.txt", "1.甲事项。"))
    put(library, document("甲.txt", "1.甲事项。\n2.乙事项。"))
    put(library, document("乙.txt", "1.丙事项。"))
    assert library.clause_counts() == {"id-甲.txt": 2, "id-乙.txt": 1}
    with library.changing() as writer:
        assert writer.in_force() == 2
        writer.withdraw("乙.txt")
        assert writer.in_force() == 1


def test_revision_changes_with_every_change_of_the_clauses_in_force(library: Library) -> None:
    seen = [library.revision()]
    put(library, document("甲.txt", "1.甲事项。"))
    seen.append(library.revision())
    put(library, document("甲.txt", "1.甲事项。\n2.乙事项。"))
    seen.append(library.revision())
    put(library, document("甲.txt", "1.甲事项。\n2.乙事项。", status="已废止"))
    seen.append(library.revision())
    with library.changing() as writer:
        writer.withdraw("甲.txt")
    seen.append(library.revision())
    assert len(set(seen)) == 5


def test_revision_is_a_matter_of_content_not_of_history(library: Library) -> None:
    put(library, document("甲.txt", "1.甲事项。"))
    before = library.revision()
    put(library, document("甲.txt", "1.乙事项。"))
    put(library, document("甲.txt", "1.甲事项。"))
    assert library.revision() == before


def test_exception_inside_a_change_rolls_everything_back(library: Library, path: Path) -> None:
    put(library, document("甲.txt", "1.甲事项。"))
    before = (library.revision(), library.clauses())
    with pytest.raises(RuntimeError, match="中断"), library.changing() as writer:
        writer.withdraw("甲.txt")
        doc = document("乙.txt", "1.乙事项。")
        writer.put(doc, parts(doc), location="/corpus/乙.txt", fingerprint="f")
        raise RuntimeError("中断")
    assert (library.revision(), library.clauses()) == before
    assert sql(path, "SELECT count(*) FROM versions") == [(1,)]


def test_second_writer_is_refused(path: Path) -> None:
    with writer_lock(path), pytest.raises(LibraryError, match="另一个程序正在更新"), writer_lock(path):
        pass


def test_lock_is_free_again_after_use_and_after_failure(path: Path) -> None:
    with pytest.raises(RuntimeError), writer_lock(path):
        raise RuntimeError
    with writer_lock(path):
        assert path.parent.is_dir()


def test_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_text("这不是数据库。" * 100, encoding="utf-8")
    with pytest.raises(LibraryError, match="library.db"):
        open_library(path)
    assert path.read_text(encoding="utf-8").startswith("这不是数据库。")


def test_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    sql(path, "CREATE TABLE notes (text)")
    with pytest.raises(LibraryError, match="不是本程序的知识库"):
        open_library(path)
    assert sql(path, "SELECT name FROM sqlite_master") == [("notes",)]


def test_library_of_a_newer_program_is_refused(path: Path) -> None:
    open_library(path).close()
    sql(path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LibraryError, match="9999.*升级"):
        open_library(path)


def test_damaged_library_is_refused(path: Path) -> None:
    made = open_library(path)
    put(made, document("甲.txt", "\n".join(f"{n}.甲事项。" for n in range(2000))))
    made.close()
    sql(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xff" * (len(data) - 100))
    with pytest.raises(LibraryError, match="library.db"):
        open_library(path)


def test_folder_in_the_place_of_the_library_is_refused(tmp_path: Path) -> None:
    (tmp_path / "library.db").mkdir()
    with pytest.raises(LibraryError, match="library.db"):
        open_library(tmp_path / "library.db")


def test_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("占位", encoding="utf-8")
    with pytest.raises(LibraryError, match="data"):
        open_library(tmp_path / "data" / "library.db")


def test_new_library_is_empty(library: Library) -> None:
    assert (library.documents(), library.clauses(), library.obligations(), library.locations()) == ([], [], {}, {})
    assert library.revision() == ""


def test_a_change_does_not_make_what_was_damaged_before_look_whole(library: Library, path: Path) -> None:
    put(library, document("a.txt", "党课每月1次\n党费每月交1次"))
    put(library, document("b.txt", "会议每周1次"))
    assert library.is_sound()
    with closing(sqlite3.connect(path)) as c:
        c.execute("UPDATE versions SET text = replace(text, '党课', '团课')")
        c.commit()
    assert not library.is_sound()
    put(library, document("c.txt", "学习每年1次"))
    assert not library.is_sound()
    put(library, document("a.txt", "党课每月1次\n党费每月交1次"))
    assert library.is_sound()


def test_only_what_is_in_force_is_noted(library: Library, path: Path) -> None:
    for text in ("党课每月1次", "党课每月2次", "党课每月3次"):
        put(library, document("a.txt", text))
    with library.changing() as writer:
        writer.withdraw("a.txt")
    with closing(sqlite3.connect(path)) as c:
        assert c.execute("SELECT count(*) FROM facts WHERE key LIKE 'digest of%'").fetchone() == (0,)
    assert library.is_sound()
