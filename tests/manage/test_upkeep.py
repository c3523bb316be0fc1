"""The doctor finds what is wrong and mends what can be; a backup brings everything back."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kb.answer.dated import DatedAnswerer
from kb.config import Settings
from kb.errors import ChangeError, KBError, LibraryError, UnreadableError
from kb.manage.administration import Desk, delete, put_in_force
from kb.manage.backup import back_up, restore
from kb.manage.doctor import examine
from kb.manage.drafts import add_draft
from kb.manage.intake import take_in
from kb.manage.publish import publishing
from kb.question.finder import Finder
from kb.search.index.disk import load_index
from kb.store.library import open_library
from kb.store.register import Actor
from kb.store.shelf import Shelf
from tests.conftest import HashEmbedder

WANG = Actor("王芳", "10.0.0.8")
RULES = "甲单位党支部工作规则\n\n1.党支部每月召开1次会议。\n2.党支部书记每年讲1次党课。\n"
OTHER = "乙单位党支部工作规则\n\n1.党支部每季度召开1次会议。\n2.党支部书记每年讲2次党课。\n"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """One document of corpus/, one uploaded."""
    monkeypatch.setattr("kb.manage.doctor._embedder", lambda *_: HashEmbedder())
    made = Settings(data=tmp_path / "data", corpus=tmp_path / "corpus")
    made.corpus.mkdir()
    (made.corpus / "甲.txt").write_text(RULES, encoding="utf-8")
    with closing(open_library(made.library)) as library:
        intake = take_in(library, [], corpus=made.corpus)
        with publishing(made.index, library, HashEmbedder()) as writer:
            intake.apply(writer)
    put_in_force(Desk(made, HashEmbedder()), WANG,
                 add_draft(Shelf(made.drafts), io.BytesIO(OTHER.encode()), name="乙.txt", actor=WANG))
    return made


def state(settings: Settings) -> tuple[str, list[str], tuple[str, ...]]:
    with closing(open_library(settings.library)) as library, library.snapshot() as seen:
        index = load_index(settings.index, seen.revision())
        DatedAnswerer.of_library(seen, Finder(index, HashEmbedder()))
        return seen.revision(), [c.text for c in seen.clauses()], index.clause_ids


def sql(settings: Settings, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(settings.library)) as connection:
        connection.execute(statement, values)
        connection.commit()


def index_file(settings: Settings, name: str) -> Path:
    """A file of the only segment of the index in use."""
    current = settings.index / (settings.index / "CURRENT").read_text()
    segment: str
    [segment] = json.loads((current / "manifest.json").read_text())["segments"]
    return settings.index / segment / name


def flip(path: Path, at: int | None = None) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 1
    path.write_bytes(data)


def test_a_sound_folder_has_nothing_wrong(settings: Settings) -> None:
    assert examine(settings) == [] == examine(settings, repair=True)


def orphans(settings: Settings) -> None:
    (settings.index / ".building-x").mkdir()
    (settings.drafts / ".incoming-0").mkdir()
    (settings.documents / "0123456789abcdef").mkdir()
    (settings.data / ".0a.part").write_text("x")


def flipped_vectors(settings: Settings) -> None:
    flip(index_file(settings, "passages.adapted.npy"))


def cut_terms(settings: Settings) -> None:
    index_file(settings, "names.json").write_text("{")


def flipped_keys(settings: Settings) -> None:
    """Of no use to any answer, only to the next index."""
    flip(index_file(settings, "passages.keys.npy"))


def no_index(settings: Settings) -> None:
    for path in settings.index.glob("v-*"):
        path.rename(settings.data / path.name)


def another_word(settings: Settings) -> None:
    sql(settings, "UPDATE versions SET text = replace(text, '每月召开1次', '每月召开2次')")


def moved_clause(settings: Settings) -> None:
    sql(settings, 'UPDATE clauses SET "end" = "end" - 1 WHERE ordinal = 0')


def another_title(settings: Settings) -> None:
    sql(settings, "UPDATE versions SET title = '甲单位党支部工作规划' WHERE title LIKE '甲%'")


@pytest.mark.parametrize(("damage", "check"), [
    (orphans, "多余的文件"), (flipped_vectors, "索引"), (cut_terms, "索引"), (flipped_keys, "索引"),
    (no_index, "索引"),
    (another_word, "内容校验"), (moved_clause, "内容校验"), (another_title, "内容校验")])
def test_what_can_be_rebuilt_is(settings: Settings, damage: Callable[[Settings], None], check: str) -> None:
    before = state(settings)
    damage(settings)
    found = examine(settings)
    assert check in {a.check for a in found} and not any(a.repaired for a in found)
    assert all(a.repaired for a in examine(settings, repair=True))
    assert examine(settings) == []
    assert state(settings) == before


@pytest.mark.parametrize("damage", [flipped_vectors, cut_terms, no_index, another_word, another_title])
def test_what_is_damaged_answers_nothing(settings: Settings, damage: Callable[[Settings], None]) -> None:
    damage(settings)
    with closing(open_library(settings.library)) as library, pytest.raises(KBError) as caught:
        library.check()
        load_index(settings.index, library.revision())
    assert "\n" not in str(caught.value) and ("kb index" in str(caught.value) or "kb doctor" in str(caught.value))


def test_what_cannot_be_rebuilt_is_left_and_said(settings: Settings) -> None:
    another_word(settings)
    (settings.corpus / "甲.txt").unlink()
    (found,) = [a for a in examine(settings, repair=True) if a.check == "内容校验"]
    assert not found.repaired
    with closing(open_library(settings.library)) as library, pytest.raises(UnreadableError, match="kb restore"):
        library.check()


def test_every_flipped_byte_of_the_library_is_found_or_changes_nothing(settings: Settings) -> None:
    before = state(settings)
    with closing(sqlite3.connect(settings.library)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = settings.library.read_bytes()
    for at in range(50, len(whole), 1777):
        flip(settings.library, at)
        for beside in settings.data.glob("library.db-*"):
            beside.unlink()
        try:
            with closing(open_library(settings.library)) as library:
                library.check()
            assert state(settings) == before, at
        except KBError as e:
            assert "\n" not in str(e)
        settings.library.write_bytes(whole)


def test_a_disk_that_fills_up_changes_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(settings)
    draft = add_draft(Shelf(settings.drafts), io.BytesIO(OTHER.replace("乙", "丙").encode()), name="丙.txt", actor=WANG)
    with monkeypatch.context() as full:
        full.setattr("kb.search.index.segment_files._write",
                     lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
        with pytest.raises(KBError, match="磁盘空间"):
            put_in_force(Desk(settings, HashEmbedder()), WANG, draft)
    assert state(settings) == before
    put_in_force(Desk(settings, HashEmbedder()), WANG, draft)
    assert state(settings) != before


def test_a_backup_brings_everything_back(settings: Settings, tmp_path: Path) -> None:
    before = state(settings)
    made = back_up(settings, tmp_path / "kb.zip")
    assert made.documents == 2 and made.size == (tmp_path / "kb.zip").stat().st_size
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    with closing(open_library(settings.library)) as open_meanwhile:
        (uploaded,) = [d for d in open_meanwhile.documents() if d.title.startswith("乙")]
        delete(Desk(settings, HashEmbedder()), WANG, uploaded.id)
        assert state(settings) != before
        restore(settings, tmp_path / "kb.zip")
        assert open_meanwhile.revision() == before[0]
    assert state(settings) == before
    assert examine(settings) == []


def test_it_is_restored_into_a_new_folder_and_over_a_damaged_library(settings: Settings, tmp_path: Path) -> None:
    before = state(settings)
    back_up(settings, tmp_path / "kb.zip")
    elsewhere = Settings(data=tmp_path / "elsewhere", corpus=settings.corpus)
    restore(elsewhere, tmp_path / "kb.zip")
    assert state(elsewhere) == before
    settings.library.write_bytes(b"\xff" * 10_000)
    assert not any(a.repaired for a in examine(settings, repair=True))
    restore(settings, tmp_path / "kb.zip")
    assert state(settings) == before
    assert list(settings.data.glob("library.db.damaged-*"))


def another_file(path: Path) -> None:
    path.write_bytes(b"nothing of the kind")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def leading_outside(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../x", "x")
        archive.writestr("backup.json", json.dumps({"format": 1, "at": "", "documents": 0, "files": {"../x": "0"}}))


def of_a_newer_program(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("backup.json", json.dumps({"format": 99, "at": "", "documents": 0, "files": {}}))


@pytest.mark.parametrize("damage", [another_file, cut, flip, leading_outside, of_a_newer_program, Path.unlink])
def test_what_is_no_whole_backup_changes_nothing(settings: Settings, tmp_path: Path,
                                                 damage: Callable[[Path], None]) -> None:
    before = state(settings)
    back_up(settings, tmp_path / "kb.zip")
    damage(tmp_path / "kb.zip")
    with pytest.raises(ChangeError) as caught:
        restore(settings, tmp_path / "kb.zip")
    assert "\n" not in str(caught.value)
    assert state(settings) == before
    assert examine(settings) == []


def test_a_damaged_library_is_not_backed_up(settings: Settings, tmp_path: Path) -> None:
    another_word(settings)
    with pytest.raises(LibraryError):
        back_up(settings, tmp_path / "kb.zip")
    assert not (tmp_path / "kb.zip").exists()
