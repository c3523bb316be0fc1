"""A library on a PostgreSQL behaves as one in a file does: the same content, one writer at a time, errors in words."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from kb.config import Server, load_settings
from kb.errors import BusyError, KBError, LibraryError, NotFoundError
from kb.manage.intake import ingest
from kb.store.attached import attach_question
from kb.store.journal import Feedback, Journal
from kb.store.library import Library, open_library
from kb.store.lock import writer_lock
from kb.store.sessions import end_session, has_ended
from tests import postgres
from tests.conftest import CORPUS


@pytest.fixture(scope="module")
def server(postgres_url: str) -> Server:
    return Server(postgres_url)


@pytest.fixture(scope="module")
def library(server: Server) -> Iterator[Library]:
    with closing(open_library(server)) as opened:
        ingest(opened, [], corpus=CORPUS)
        yield opened


def test_it_says_what_one_in_a_file_says(library: Library, corpus_library: Library) -> None:
    assert library.revision() == corpus_library.revision() != ""
    assert library.documents() == corpus_library.documents()
    assert library.clauses() == corpus_library.clauses()
    assert library.obligations() == corpus_library.obligations()
    assert library.questions() == corpus_library.questions()
    assert library.is_sound()


def test_a_transaction_takes_effect_whole_or_not_at_all(library: Library) -> None:
    add = text("INSERT INTO facts VALUES (:key, 'x')")
    with pytest.raises(NotFoundError), library.database.writing() as c:
        c.execute(add, {"key": "whole"})
        raise NotFoundError("没有")
    with library.database.reading() as c:
        assert c.execute(text("SELECT count(*) FROM facts WHERE key = 'whole'")).scalar() == 0


def test_a_reading_sees_one_state(library: Library) -> None:
    with library.snapshot() as seen:
        before = seen.questions()
        with library.changing() as writer:
            attach_question(writer, library.clauses()[0], "什么时候看得见")
        assert seen.questions() == before
    assert "什么时候看得见" in [q for _, q in library.questions()]
    with library.changing() as writer:
        assert not attach_question(writer, library.clauses()[0], "什么时候看得见")


def test_those_who_write_come_one_after_another(library: Library) -> None:
    order: list[str] = []

    def second() -> None:
        with library.database.writing():
            order.append("second")

    with library.database.writing():
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.3)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_the_writer_lock_says_who_holds_it_and_ends_with_its_holder(server: Server) -> None:
    with writer_lock(server, what="管理员的操作"):
        with pytest.raises(BusyError, match="管理员的操作（.*进程 \\d+）"), writer_lock(server, what="kb index"):
            pass
        with postgres.connected(server.url) as c:  # as if its holder were killed
            c.execute("SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE locktype = 'advisory'")
        with writer_lock(server, what="kb index", wait=5):
            pass


def test_feedback_and_sessions_are_kept(library: Library) -> None:
    journal = Journal(library)
    journal.feedback(Feedback("党费多久交一次", "answer", useful=True))
    journal.close()
    end_session(library, "s1", lasts_s=60)
    assert has_ended(library, "s1") and not has_ended(library, "s2")
    with library.database.reading() as c:
        assert c.execute(text("SELECT question, useful FROM feedback")).all() == [("党费多久交一次", True)]


def test_feedback_that_may_not_be_stored_is_not_acknowledged(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.store.journal._STORED_WITHIN_S", 0.2)
    journal = Journal(library)
    with library.database.writing(), pytest.raises(BusyError, match="可能没有存下"):
        journal.feedback(Feedback("党费多久交一次", "answer"))
    journal.flush()
    journal.close()


def test_what_it_refuses_is_one_line_that_does_not_tell_the_password(library: Library, server: Server) -> None:
    with pytest.raises(LibraryError, match="知识库读写出错") as caught, library.database.writing() as c:
        c.execute(text("SELECT * FROM nothing"))
    assert "\n" not in str(caught.value)
    with pytest.raises(LibraryError, match="空字符"), library.database.writing() as c:
        c.execute(text("INSERT INTO facts VALUES ('a', :value)"), {"value": "a\0b"})
    with pytest.raises(LibraryError, match="连不上") as caught:
        open_library(Server("postgresql+psycopg://kb:geheim@127.0.0.1:1/kb"))
    assert "geheim" not in str(caught.value) and "kb@127.0.0.1" in str(caught.value)


def test_a_newer_schema_is_left_alone(postgres_server: str) -> None:
    url = postgres.new_database(postgres_server, "kb_newer")
    open_library(Server(url)).close()
    with postgres.connected(url) as c:
        c.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LibraryError, match="更新版本的程序"):
        open_library(Server(url))
    postgres.drop_database(postgres_server, "kb_newer")


def test_the_address_is_checked_and_never_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KB_DATABASE_URL", "mysql://kb:geheim@host/kb")
    with pytest.raises(KBError, match="KB_DATABASE_URL 不对") as caught:
        load_settings(str(tmp_path))
    assert "geheim" not in str(caught.value)
    monkeypatch.setenv("KB_DATABASE_URL", "postgresql+psycopg://kb:geheim@host/kb")
    settings = load_settings(str(tmp_path))
    assert "geheim" not in f"{settings} {settings.where} {settings.place!r}"
