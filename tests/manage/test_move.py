"""A library moved to a server and back is what it was, row by row."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from kb.answer.opening import open_answerer
from kb.checklist.ticks import ticked
from kb.cli.main import main
from kb.config import Settings
from kb.errors import ChangeError, SearchIndexError
from kb.kept.lists import Tick
from kb.keys import Rights
from kb.manage.administration import Desk, attach, delete, put_in_force, repeal
from kb.manage.backup import back_up, restore
from kb.manage.doctor import examine
from kb.manage.drafts import add_draft, list_drafts
from kb.manage.move import move
from kb.manage.pinning import pin_questions
from kb.manage.publish import publishing
from kb.search.index.embedder import OnnxEmbedder
from kb.store.corrected import add_corrections
from kb.store.corrections import Correction
from kb.store.journal import Feedback, Journal
from kb.store.keys import make_key, withdraw_key
from kb.store.library import open_library
from kb.store.lists import change_list, make_list
from kb.store.register import Actor
from kb.store.schema import metadata
from kb.store.sessions import end_session
from kb.store.shelf import Shelf
from kb.types import Answer, Query
from tests import postgres
from tests.administering import NEW_QUESTION, RULES
from tests.checklist.kept_samples import YEAR, kept
from tests.conftest import copied

pytestmark = pytest.mark.model
WANG = Actor("王芳", "10.0.0.8")




@pytest.fixture
def url(postgres_server: str) -> Iterator[str]:
    yield postgres.new_database(postgres_server, "kb_moved")
    postgres.drop_database(postgres_server, "kb_moved")


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    return Settings(data=copied(built, tmp_path), corpus=tmp_path)


def lived_in(settings: Settings, embedder: OnnxEmbedder) -> None:
    """Leaves rows in every table: what is uploaded, decided, asked, named, ticked, given out and taken back."""
    desk = Desk(settings, embedder)
    shelf = Shelf(settings.drafts)
    made = put_in_force(desk, WANG, add_draft(shelf, io.BytesIO(RULES.encode()), name="制度.txt", actor=WANG))
    add_draft(shelf, io.BytesIO(RULES.encode()), name="再来.txt", actor=WANG)
    with closing(open_library(settings.place)) as library:
        first, second, *_ = (d for d in library.documents() if d.id != made.id)
        clause = library.clauses(made.id)[0]
        repeal(desk, WANG, first.id)
        delete(desk, WANG, second.id)
        attach(desk, WANG, clause.id, "无人机怎么学")
        pin_questions(desk, WANG, clause.id, ["无人机学几次"])
        with publishing(settings.index, library, embedder) as writer:
            corrected = Correction(0, clause.id, clause.text, None, None, "王芳", "t1")
            add_corrections(writer.connection, made.id, [corrected])
        journal = Journal(library)
        journal.feedback(Feedback("党费多久交一次", "answer", history=("书记",), useful=False, remark="不全'\\"))
        journal.note(Query("食堂几点开门"), Answer("食堂几点开门", "not_found", "没有", (), ()))
        journal.close()
        identity, _ = make_list(library, kept())
        change_list(library, identity, lambda k: ticked(k, Tick("1", date(YEAR, 6, 30), date(YEAR, 6, 1), at="t1")))
        make_key(library, WANG, "OA系统", rights=Rights.READ)
        withdraw_key(library, WANG, "OA系统")
        end_session(library, "s1", lasts_s=3600)


def rows(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    with closing(open_library(settings.place)) as library, library.database.reading() as c:
        return {t.name: [dict(r) for r in c.execute(select(t).order_by(*t.primary_key)).mappings()]
                for t in metadata.sorted_tables}


def answers(settings: Settings) -> list[Answer]:
    answerer = open_answerer(settings)
    found = [answerer.answer(Query(q)) for q in (NEW_QUESTION, "无人机学几次", "党费多久交一次")]
    return [replace(a, took_ms=0, clauses=tuple(replace(c, score=0) for c in a.clauses)) for a in found]


def test_there_and_back_every_row_every_file_and_every_answer_is_the_same(
        settings: Settings, url: str, tmp_path: Path, real_embedder: OnnxEmbedder) -> None:
    lived_in(settings, real_embedder)
    before, answered = rows(settings), answers(settings)
    assert not [name for name, held in before.items() if not held]
    there = move(settings, url).to
    assert rows(there) == before == rows(settings)
    assert answers(there) == answered
    back = move(there, str(tmp_path / "back")).to
    assert rows(back) == before
    assert answers(back) == answered
    assert [d.name for d in list_drafts(Shelf(back.drafts))] == ["再来.txt"]
    assert [p.name for p in back.documents.rglob("*") if p.is_file()] == ["制度.txt"]
    assert examine(back) == []


def test_on_a_server_it_goes_on_as_in_a_folder(settings: Settings, url: str, real_embedder: OnnxEmbedder) -> None:
    there = move(settings, url).to
    lived_in(there, real_embedder)
    assert {name for name, held in rows(there).items() if not held} == set()
    assert [a.status for a in answers(there)] == ["answered", "answered", "answered"]
    assert [f.document for f in answers(there)[0].clauses][0] == "星河镇村党组织学习制度"
    assert examine(there) == []


def test_a_backup_of_either_engine_is_restored_on_the_other(settings: Settings, url: str, tmp_path: Path,
                                                           real_embedder: OnnxEmbedder) -> None:
    there = move(settings, url).to
    lived_in(there, real_embedder)
    before = rows(there)
    back_up(there, tmp_path / "备份.zip")
    fresh = replace(settings, data=tmp_path / "fresh")
    restore(fresh, tmp_path / "备份.zip")
    assert rows(fresh) == before
    with closing(open_library(there.place)) as library:
        delete(Desk(there, real_embedder), WANG, library.documents()[0].id)
    restore(there, tmp_path / "备份.zip")
    after = rows(there)
    assert after == before
    assert answers(there)[0].status == "answered"


def test_what_makes_no_sense_is_said(settings: Settings, url: str, tmp_path: Path) -> None:
    with pytest.raises(SearchIndexError, match="还没有知识库"):
        move(replace(settings, data=tmp_path / "nothing"), url)
    with pytest.raises(ChangeError, match="已经在那里"):
        move(settings, str(settings.data))
    with pytest.raises(ChangeError, match="不知道搬到哪里"):
        move(settings, "mysql://host/kb")
    move(settings, url)
    with pytest.raises(ChangeError, match="那里已有知识库.*--replace"):
        move(settings, url)
    done = CliRunner().invoke(main, ["move", url, "--replace", "--data", str(settings.data)])
    assert done.exit_code == 0 and "已搬到" in done.output and "KB_DATABASE_URL" in done.output, done.output
