"""Kept lists in the library: every tick with its history, safe for several at once, apart from the documents."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb.checklist.ticks import dropped, ticked, undone
from kb.errors import ChangeError, NotFoundError
from kb.kept.lists import KeptList, Tick
from kb.manage.intake import ingest
from kb.store.copying import copy_library, replace_library
from kb.store.library import Library, open_library
from kb.store.lists import (
    change_list,
    list_faults,
    list_heads,
    make_list,
    opens,
    remove_list,
    renew_key,
    stored_list,
)
from tests.checklist.kept_samples import YEAR, kept

DUE = date(YEAR, 6, 30)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(tmp_path / "library.db")
    yield opened
    opened.close()


def tick(n: int = 1, due: date = DUE, item: str = "1") -> Tick:
    return Tick(item, due, date(YEAR, 6, n), by=f"第{n}人", note="备注", evidence="签到表.pdf", at=f"t{n}")


def test_a_list_is_read_as_it_was_stored(library: Library) -> None:
    whole = replace(kept(tick()), owner="第一党支部", shared=("张三", "李四"), since=DUE)
    list_id, _ = make_list(library, whole)
    assert stored_list(library, list_id) == whole
    (head,) = list_heads(library)
    assert (head.name, head.owner, head.shared, head.items, head.ticks) == (
        "第一支部", "第一党支部", ("张三", "李四"), 3, 1)


def test_a_list_opens_with_its_own_key_alone(library: Library) -> None:
    (one, key), (other, second) = make_list(library, kept()), make_list(library, kept())
    assert opens(library, one, key) and not opens(library, one, second) and not opens(library, other, key)
    assert not opens(library, "nothing", key) and not opens(library, one, "")
    new = renew_key(library, one)
    assert opens(library, one, new) and not opens(library, one, key)
    with library.database.reading() as c:
        assert new not in str(c.exec_driver_sql("SELECT * FROM kept_lists").all())


def test_undoing_keeps_who_and_when(library: Library) -> None:
    list_id, _ = make_list(library, kept())
    change_list(library, list_id, lambda k: ticked(k, tick()))
    change_list(library, list_id, lambda k: undone(k, "1", DUE, at="t9", by="李四"))
    after = change_list(library, list_id, lambda k: ticked(k, tick(2)))
    assert stored_list(library, list_id) == after
    assert [(t.by, t.undone_at, t.undone_by) for t in after.ticks] == [("第1人", "t9", "李四"), ("第2人", None, "")]


def test_what_fails_changes_nothing(library: Library) -> None:
    list_id, _ = make_list(library, kept())

    def half(k: KeptList) -> KeptList:
        dropped(k, "1", applies=False)
        raise ChangeError("不行")

    with pytest.raises(ChangeError):
        change_list(library, list_id, half)
    assert stored_list(library, list_id) == kept()
    with pytest.raises(NotFoundError):
        change_list(library, "nothing", lambda k: k)


def test_several_at_once_lose_nothing_and_one_tick_holds(library: Library, tmp_path: Path) -> None:
    list_id, _ = make_list(library, kept())
    other = open_library(tmp_path / "library.db")

    def work(n: int) -> None:
        at = library if n % 2 else other
        change_list(at, list_id, lambda k: ticked(k, tick(n + 1)))
        change_list(at, list_id, lambda k: ticked(k, tick(1, date(YEAR, n % 12 + 1, 28), "2")))

    with ThreadPoolExecutor(8) as several:
        list(several.map(work, range(12)))
    after = stored_list(library, list_id)
    assert len(after.ticks) == 24
    assert len({t.at for t in after.ticks if t.item == "1"}) == 12
    assert len([t for t in after.ticks if t.undone_at is None]) == 1 + 12
    other.close()


def test_the_library_itself_lets_one_tick_hold(library: Library, tmp_path: Path) -> None:
    list_id, _ = make_list(library, kept(tick()))
    with closing(sqlite3.connect(tmp_path / "library.db")) as c, pytest.raises(sqlite3.IntegrityError):
        c.execute("INSERT INTO kept_ticks (list_id, item, due, done, by, note, evidence, at, undone_by) "
                  "SELECT list_id, item, due, done, by, note, evidence, at, undone_by FROM kept_ticks")


def test_put_away_it_is_there_to_be_brought_back(library: Library) -> None:
    list_id, key = make_list(library, kept(tick()))
    remove_list(library, list_id)
    assert not opens(library, list_id, key)
    with pytest.raises(NotFoundError, match="收起"):
        stored_list(library, list_id)
    remove_list(library, list_id, removed=False)
    assert opens(library, list_id, key) and stored_list(library, list_id).tick("1", DUE) == tick()


def test_lists_outlast_documents_and_go_with_a_copy(library: Library, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "办法.txt").write_text("学习办法\n1.书记每年至少上1次党课。\n", encoding="utf-8")
    ingest(library, [], corpus=corpus)
    list_id, _ = make_list(library, kept(tick()))
    revision = library.revision()
    copy_library(tmp_path / "library.db", tmp_path / "copy.db")
    (corpus / "办法.txt").unlink()
    (corpus / "细则.txt").write_text("考勤细则\n1.请假要书面提出。\n", encoding="utf-8")
    ingest(library, [], corpus=corpus)
    assert {t for t, _ in library.titles().values()} == {"考勤细则"}
    assert stored_list(library, list_id).ticks == (tick(),)
    change_list(library, list_id, lambda k: undone(k, "1", DUE, at="t9"))
    replace_library(tmp_path / "copy.db", tmp_path / "library.db")
    assert library.revision() == revision and stored_list(library, list_id).ticks == (tick(),)


def test_what_is_wrong_with_a_list_is_found(library: Library) -> None:
    make_list(library, kept(tick()))
    assert list_faults(library) == []
    with library.database.writing() as c:
        c.exec_driver_sql("UPDATE kept_ticks SET item = 'nothing'")
    assert list_faults(library) == ["清单“第一支部”有 1 项的记录找不到事项"]
    with library.database.writing() as c:
        c.exec_driver_sql("UPDATE kept_lists SET items = '[1]'")
    assert list_faults(library) == ["清单“第一支部”读不出（ReadError）"]
