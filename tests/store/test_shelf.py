"""Uploads are kept where the library is: in its folder, or in the database, from where any server has them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kb.config import Server
from kb.store.database import Database
from kb.store.server import ServerDatabase
from kb.store.shelf import Shelf


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    with closing(ServerDatabase(Server(postgres_url))) as opened:
        yield opened


def put(shelf: Shelf, name: str, content: bytes) -> None:
    folder = shelf.folder / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "文件.txt").write_bytes(content)


def test_what_one_server_keeps_another_brings(database: Database, tmp_path: Path) -> None:
    one, other = (Shelf(tmp_path / which / "drafts", database) for which in ("一", "二"))
    put(one, "a", b"\x00\xff" * 1000)
    (one.folder / "a" / "draft.json").write_text("{}")
    one.keep("a")
    assert other.names() == ["a"]
    other.bring("a", only="draft.json")
    assert [p.name for p in (other.folder / "a").iterdir()] == ["draft.json"]
    assert other.held(one.folder.parent / "gone" / "a" / "文件.txt").read_bytes() == b"\x00\xff" * 1000
    (other.folder / "a" / "draft.json").write_text('{"b": 1}')
    other.keep("a", only=("draft.json",))
    one.bring("a")
    assert (one.folder / "a" / "draft.json").read_text() == '{"b": 1}'
    other.drop("a")
    assert one.names() == [] and Shelf(tmp_path / "一" / "documents", database).names() == []


def test_what_a_program_of_before_left_is_kept_once(database: Database, tmp_path: Path) -> None:
    shelf, elsewhere = (Shelf(tmp_path / which / "drafts", database) for which in ("一", "二"))
    put(shelf, "old", b"1")
    put(elsewhere, "theirs", b"2")
    shelf.bring_all()
    elsewhere.bring_all()
    assert set(shelf.names()) == {"old", "theirs"} and (shelf.folder / "old").exists()
    elsewhere.drop("old")
    shelf.adopt()
    assert shelf.names() == ["theirs"], "what was discarded elsewhere does not come back"
    shelf.bring_all()
    assert [p.name for p in shelf.folder.iterdir()] == ["theirs"]
    put(shelf, "more", b"3")
    shelf.keep_all()
    assert set(elsewhere.names()) == {"theirs", "more"}
    for name in elsewhere.names():
        elsewhere.drop(name)


def test_in_a_folder_they_simply_lie_there(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "drafts")
    assert shelf.names() == []
    put(shelf, "a", b"1")
    for do in (shelf.adopt, shelf.keep_all, shelf.bring_all):
        do()
    shelf.drop("a")
    assert shelf.names() == ["a"] and [p.name for p in tmp_path.iterdir()] == ["drafts"]
