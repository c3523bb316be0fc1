"""Keys to the interface and ended sessions in the library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from kb.errors import ChangeError, KBError, NotFoundError
from kb.keys import Rights
from kb.store.keys import (
    holding_key,
    keep_withdrawn,
    key_stated,
    known_keys,
    make_key,
    note_use,
    withdraw_key,
    withdrawn_keys,
)
from kb.store.library import Library, open_library
from kb.store.register import Actor, audit_page
from kb.store.sessions import end_session, ended, has_ended, keep_ended

WHO = Actor("王芳", "10.0.0.8")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(tmp_path / "library.db")
    yield opened
    opened.close()


def made(library: Library, name: str = "OA系统") -> tuple[str, str]:
    key, stated = make_key(library, WHO, name, rights=Rights.READ, rate=30)
    return key.id, stated


def test_a_key_opens_until_it_is_withdrawn_in_every_process(library: Library, tmp_path: Path) -> None:
    key_id, stated = made(library)
    other = open_library(tmp_path / "library.db")  # as another process sees it
    found = key_stated(other, stated)
    assert found is not None and (found.id, found.name, found.rights, found.rate) == (key_id, "OA系统", "只读", 30)
    assert holding_key(other, key_id) == found
    gone = withdraw_key(library, WHO, "OA系统")
    assert gone.withdrawn_at and gone.withdrawn_by == "王芳"
    assert key_stated(other, stated) is None and holding_key(other, key_id) is None
    with pytest.raises(NotFoundError):
        withdraw_key(other, WHO, key_id)
    other.close()


def test_only_a_digest_is_on_disk(library: Library, tmp_path: Path) -> None:
    _, stated = made(library)
    library.close()
    assert stated[12:].encode() not in b"".join(p.read_bytes() for p in tmp_path.iterdir())


def test_a_nearly_right_key_opens_nothing(library: Library) -> None:
    _, stated = made(library)
    last = "a" if stated[-1] != "a" else "i"
    for wrong in (stated[:-1] + last, stated.upper(), stated[:-1], f"{stated} ", "kb_" + "a" * 8 + stated[11:], ""):
        assert key_stated(library, wrong) is None


def test_two_that_hold_do_not_share_a_name(library: Library) -> None:
    made(library, "OA")
    with pytest.raises(ChangeError, match="已有名为“OA”"):
        made(library, " OA ")
    withdraw_key(library, WHO, "OA")
    made(library, "OA")
    assert [k.withdrawn_at is None for k in known_keys(library)] == [True, False]


def test_every_change_is_on_record_without_the_key(library: Library) -> None:
    key_id, stated = made(library)
    withdraw_key(library, WHO, key_id)
    rows, _ = audit_page(library, offset=0, limit=9)
    assert [(r.action, r.who, r.address) for r in rows] == [("收回密钥", *_who()), ("新建密钥", *_who())]
    assert all("OA系统" in r.note and key_id in r.note and stated[12:] not in r.note for r in rows)


def _who() -> tuple[str, str]:
    return WHO.who, WHO.address


def test_of_many_who_withdraw_or_make_at_once_one_does(library: Library) -> None:
    made(library)

    def attempt(make: bool) -> bool:
        try:
            made(library, "新的") if make else withdraw_key(library, WHO, "OA系统")
        except KBError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(attempt, [True, False] * 8))
    assert sum(done[::2]) == sum(done[1::2]) == 1
    assert audit_page(library, offset=0, limit=99)[1] == 3


def test_the_last_use_is_noted_once_a_minute(library: Library, tmp_path: Path) -> None:
    key_id, _ = made(library)
    note_use(library, key_id)
    at = known_keys(library)[0].used_at
    assert at is not None
    with closing(sqlite3.connect(tmp_path / "library.db")) as c, c:
        c.execute("UPDATE api_keys SET used_at = '2026-01-01T00:00:30+00:00'")
    note_use(library, key_id)
    later = known_keys(library)[0].used_at
    assert later is not None and later >= at
    with closing(sqlite3.connect(tmp_path / "library.db")) as c, c:
        c.execute("UPDATE api_keys SET used_at = '2100-01-01T00:00:00+00:00'")
    note_use(library, key_id)
    assert known_keys(library)[0].used_at == "2100-01-01T00:00:00+00:00", "noted less than a minute ago"


def test_an_older_state_of_the_library_brings_no_key_and_no_session_back(library: Library) -> None:
    key_id, stated = made(library)
    withdraw_key(library, WHO, key_id)
    end_session(library, "s1", lasts_s=60)
    gone, over = withdrawn_keys(library), ended(library)
    with closing(sqlite3.connect(library.database._path)) as c, c:  # what a restored backup would say
        c.execute("UPDATE api_keys SET withdrawn_at = NULL")
        c.execute("DELETE FROM ended_sessions")
    assert key_stated(library, stated) is not None and not has_ended(library, "s1")
    assert keep_withdrawn(library, gone) == 1
    keep_ended(library, over)
    assert key_stated(library, stated) is None and has_ended(library, "s1")


def test_sessions_that_are_over_by_themselves_are_forgotten(library: Library) -> None:
    end_session(library, "old", lasts_s=-5)
    assert has_ended(library, "old")
    end_session(library, "new", lasts_s=60)
    end_session(library, "new", lasts_s=60)
    assert set(ended(library)) == {"new"}
