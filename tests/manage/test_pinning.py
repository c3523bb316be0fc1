"""A clause named for a question answers it, as long as it is in force and says the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.answer.dated import DatedAnswerer
from kb.answer.opening import open_answerer
from kb.answer.pinned import Pinned
from kb.config import Settings
from kb.errors import ChangeError, NotFoundError
from kb.manage.administration import Desk, repeal
from kb.manage.pinning import pin_questions, unpin_question
from kb.search.index.embedder import OnnxEmbedder
from kb.store.library import Library, open_library
from kb.store.pinned import known_pins
from kb.store.register import Actor, audit_page
from kb.types import Pin, Query
from tests.conftest import copied

pytestmark = pytest.mark.model

ACTOR = Actor("王芳", "127.0.0.1")
ASKED = "食堂里谁说了算"


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    return Settings(data=copied(built, tmp_path), corpus=tmp_path)


@pytest.fixture
def desk(settings: Settings, real_embedder: OnnxEmbedder) -> Desk:
    return Desk(settings, real_embedder)


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    opened = open_library(settings.library)
    yield opened
    opened.close()


def standing(answerer: DatedAnswerer, question: str) -> list[str]:
    return [f.quote for f in answerer.answer(Query(question)).findings]


def test_a_pinned_clause_answers_until_it_is_taken_back(desk: Desk, settings: Settings, library: Library) -> None:
    clause = next(c for c in library.clauses() if "支部委员会一般由3-5人组成" in c.text)
    answerer = open_answerer(settings)
    assert standing(answerer, ASKED) == []
    tried = answerer.standing_on(Query(ASKED), clause.id)
    assert tried is not None and [f.quote for f in tried.findings] == [clause.text]

    pin_questions(desk, ACTOR, clause.id, [ASKED, "食堂谁管"])
    answerer = open_answerer(settings)
    answer = answerer.answer(Query(f"{ASKED}？"))
    assert (answer.status, [f.quote for f in answer.findings]) == ("answered", [clause.text])
    assert answer.clauses[0].clause.id == clause.id
    assert standing(answerer, "食堂谁管") == [clause.text]
    assert standing(answerer, "食堂里谁打饭") == []
    assert [(p.question, p.changed) for p in known_pins(library)] == [("食堂谁管", False), (ASKED, False)]
    assert audit_page(library, offset=0, limit=1)[0][0].action == "指定条款"

    for pin in known_pins(library):
        unpin_question(desk, ACTOR, pin.id)
    assert standing(open_answerer(settings), ASKED) == []
    with pytest.raises(NotFoundError, match="已经取消"):
        unpin_question(desk, ACTOR, 1)


def test_a_pin_holds_only_while_the_clause_is_in_force(desk: Desk, settings: Settings, library: Library) -> None:
    clause = next(c for c in library.clauses() if "支部委员会一般由3-5人组成" in c.text)
    pin_questions(desk, ACTOR, clause.id, [ASKED])
    repeal(desk, ACTOR, clause.document_id)
    assert standing(open_answerer(settings), ASKED) == []
    with pytest.raises(ChangeError, match="不能指定"):
        pin_questions(desk, ACTOR, clause.id, [ASKED])


def test_a_pin_holds_only_while_the_clause_says_the_same(answerer: DatedAnswerer) -> None:
    clause = next(iter(answerer.clauses.values()))
    for text, found in ((clause.text, clause), (f"{clause.text}。", None)):
        pinned = Pinned([Pin(ASKED, clause.id, text)], {clause.id: clause}, answerer.finder)
        assert pinned.clause_for(ASKED) == found
    assert Pinned([Pin(ASKED, clause.id, clause.text)], {}, answerer.finder).clause_for(ASKED) is None


def test_what_cannot_be_pinned_is_said(desk: Desk, library: Library) -> None:
    clause = library.clauses()[0]
    for questions in ([], ["？？"], ["长" * 201], ["问"] * 51):
        with pytest.raises(ChangeError):
            pin_questions(desk, ACTOR, clause.id, questions)
    with pytest.raises(NotFoundError):
        pin_questions(desk, ACTOR, "没有", [ASKED])
