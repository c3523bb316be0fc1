"""A library moved to a server and back is what it was, row by row."""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from kb.checklist.ticks import ticked, undone
from kb.cli.main import main
from kb.config import Server, Settings
from kb.errors import ChangeError, SearchIndexError
from kb.kept.lists import Tick
from kb.manage.administration import Desk, attach, delete, put_in_force, repeal
from kb.manage.backup import back_up, restore
from kb.manage.doctor import examine
from kb.manage.drafts import add_draft, list_drafts
from kb.manage.move import move
from kb.manage.pinning import pin_questions
from kb.search.index.embedder import OnnxEmbedder
from kb.store.access_tables import api_keys
from kb.store.journal import Feedback, Journal
from kb.store.keys import make_key, withdraw_key
from kb.store.library import open_library
from kb.store.lists import change_list, make_list
from kb.store.register import Actor
from kb.store.sessions import end_session
from kb.types import Answer, Query
from tests import postgres
from tests.administering import RULES
from tests.checklist.kept_samples import YEAR, kept
from tests.conftest import copied

pytestmark = pytest.mark.model
WANG = Actor("王芳", "10.0.0.8")


@pytest.fixture
def url(postgres_server: str) -> str:
    return postgres.new_database(postgres_server, "kb_moved")


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    return Settings(data=copied(built, tmp_path), corpus=tmp_path)


def lived_in(settings: Settings, embedder: OnnxEmbedder) -> None:
    """Leaves rows in every table: what is uploaded, decided, asked, named, ticked, given out and taken back."""
    desk = Desk(settings, embedder)
    draft = add_draft(settings.drafts, io.BytesIO(RULES.encode()), name="制度.txt", actor=WANG)
    made = put_in_force(desk, WANG, draft)
    add_draft(settings.drafts, io.BytesIO(RULES.replace("无人机", "农机").encode()), name="农机.txt", actor=WANG)
    with closing(open_library(settings.place)) as library:
        first, second, *_ = library.documents()
        clause = library.clauses(made.id)[0]
        repeal(desk, WANG, first.id)
        delete(desk, WANG, second.id)
        attach(desk, WANG, clause.id, "无人机怎么学")
        pin_questions(desk, WANG, clause.id, ["无人机学几次"])
        journal = Journal(library)
        journal.feedback(Feedback("党费多久交一次", "answer", history=("书记",), useful=False, remark="不全'\\"))
        journal.note(Query("食堂几点开门"), Answer("食堂几点开门", "not_found", "没有", (), ()))
        journal.close()
        identity, _ = make_list(library, kept())
        change_list(library, identity, lambda k: ticked(k, [Tick("1", date(YEAR, 6, 30), "王芳", "", "", "")]))
        key, _ = make_key(library, WANG, "OA系统", rights="ask")
        make_key(library, WANG, "门户", rights="ask")
        withdraw_key(library, WANG, "OA系统")
        end_session(library, "s1", lasts_s=3600)
