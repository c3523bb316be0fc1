"""What an administrator decided stands: against `kb index`, and against a crash in the middle."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import ChangeError, NotFoundError, ReadError
from kb.manage.administration import Desk, attach, delete, detach, put_in_force, recover, repeal, undo
from kb.manage.drafts import add_draft, checked_entry, correct_draft, list_drafts
from kb.manage.intake import FileResult, ingest
from kb.search.index.disk import read_manifest
from kb.store.attached import hand_attached
from kb.store.library import open_library
from kb.store.register import Actor, audit_page, offered_undo
from kb.store.shelf import Shelf
from tests.administering import NEW_QUESTION, RULES, administrator, service
from tests.conftest import ROOT, HashEmbedder, copied

WANG = Actor("王芳", "10.0.0.8")
FIRST = "甲单位党支部工作规则\n\n1.党支部每月召开1次会议。\n2.党支部书记每年讲1次党课。\n"
OTHER = "乙单位党支部工作规则\n\n1.党支部每季度召开1次会议。\n2.党支部书记每年讲2次党课。\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "甲.txt").write_text(FIRST, encoding="utf-8")
    (corpus / "乙.txt").write_text(OTHER, encoding="utf-8")
    made = Settings(data=tmp_path / "data", corpus=corpus)
    index(made)
    return made


@pytest.fixture
def desk(settings: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Changes to the library alone; building the index after each would only take its time."""
    monkeypatch.setattr("kb.search.index.build.prepare_index", lambda *_: None)
    return Desk(settings, embedder)


def index(settings: Settings) -> dict[str, FileResult]:
    """What `kb index` does to the library, by file name."""
    with closing(open_library(settings.library)) as library:
        results = ingest(library, [], corpus=settings.corpus, kept=settings.documents)
        return {Path(r.file).name: r for r in results}


def shelf(settings: Settings) -> dict[str, tuple[str, int]]:
    """Status and number of clauses of each document in force, by title."""
    with closing(open_library(settings.library)) as library:
        return {d.title: (d.status, len(library.clauses(d.id))) for d in library.documents()}


def id_of(settings: Settings, title: str) -> str:
    with closing(open_library(settings.library)) as library:
        return next(d.id for d in library.documents() if d.title == title)


def uploaded(desk: Desk, text: str = RULES, *, replaces: str | None = None, **stated: str) -> str:
    draft = add_draft(Shelf(desk.settings.drafts), io.BytesIO(text.encode()), name="上传.txt", actor=WANG,
                      replaces=replaces, entry=checked_entry(**stated))
    return put_in_force(desk, WANG, draft).id


def newest(settings: Settings) -> int:
    with closing(open_library(settings.library)) as library:
        return audit_page(library, offset=0, limit=1)[0][0].id


def reparse(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the program had been upgraded to one that splits differently."""
    monkeypatch.setattr("kb.ingest.pipeline.PARSER_VERSION", "upgraded")


JIA, YI = "甲单位党支部工作规则", "乙单位党支部工作规则"
NEW = "星河镇村党组织学习制度"


@pytest.mark.parametrize("upgraded", [False, True])
def test_indexing_again_does_not_bring_back_what_was_deleted(
        desk: Desk, monkeypatch: pytest.MonkeyPatch, upgraded: bool) -> None:
    delete(desk, WANG, id_of(desk.settings, JIA))
    if upgraded:
        reparse(monkeypatch)
    result = index(desk.settings)["甲.txt"]
    assert result.status == "skipped" and result.reason and "管理员" in result.reason
    assert set(shelf(desk.settings)) == {YI}
    (desk.settings.corpus / "甲.txt").write_text(FIRST + "3.党员每月交1次党费。\n", encoding="utf-8")
    assert index(desk.settings)["甲.txt"].status == "added"
    assert shelf(desk.settings)[JIA] == ("现行", 3)


@pytest.mark.parametrize("upgraded", [False, True])
def test_indexing_again_leaves_a_repealed_document_repealed(
        desk: Desk, monkeypatch: pytest.MonkeyPatch, upgraded: bool) -> None:
    new = uploaded(desk)
    repeal(desk, WANG, id_of(desk.settings, JIA))
    repeal(desk, WANG, new)
    if upgraded:
        reparse(monkeypatch)
    index(desk.settings)
    assert shelf(desk.settings) == {JIA: ("已废止", 2), YI: ("现行", 2), NEW: ("已废止", 4)}
    with pytest.raises(ChangeError, match="已经是"):
        repeal(desk, WANG, new)


@pytest.mark.parametrize("upgraded", [False, True])
def test_indexing_again_leaves_a_replacement_in_force(
        desk: Desk, monkeypatch: pytest.MonkeyPatch, upgraded: bool) -> None:
    first = id_of(desk.settings, JIA)
    assert uploaded(desk, FIRST.replace("讲1次", "讲4次"), replaces=first, title="甲新规则", issuer="甲党委") == first
    if upgraded:
        reparse(monkeypatch)
    index(desk.settings)
    library = open_library(desk.settings.library)
    document = library.document(first)
    assert "讲4次" in document.text and (document.title, document.issuer) == ("甲新规则", "甲党委")
    assert len(library.documents()) == 2
    library.close()
    if not upgraded:
        undo(desk, WANG, newest(desk.settings))
        assert index(desk.settings)["甲.txt"].status == "unchanged"
        assert set(shelf(desk.settings)) == {JIA, YI}


def test_each_change_can_be_undone_and_done_again(desk: Desk) -> None:
    before = shelf(desk.settings)
    document = uploaded(desk)
    put = newest(desk.settings)
    delete(desk, WANG, document)
    with pytest.raises(ChangeError, match="先撤销较新的"):
        undo(desk, WANG, put)
    undo(desk, WANG, newest(desk.settings))
    undo(desk, WANG, put)
    assert shelf(desk.settings) == before
    undo(desk, WANG, newest(desk.settings))
    assert NEW in shelf(desk.settings)
    library = open_library(desk.settings.library)
    rows, total = audit_page(library, offset=0, limit=2)
    assert (total, [r.action for r in rows]) == (5, ["撤销", "撤销"])
    assert {(r.who, r.address, r.title) for r in rows} == {("王芳", "10.0.0.8", NEW)}
    assert offered_undo(library)[document].id == put
    library.close()
    with pytest.raises(NotFoundError):
        undo(desk, WANG, 999)


def test_the_last_document_stays(desk: Desk) -> None:
    delete(desk, WANG, id_of(desk.settings, JIA))
    with pytest.raises(ChangeError, match="最后一份"):
        delete(desk, WANG, id_of(desk.settings, YI))
    assert set(shelf(desk.settings)) == {YI}


def test_the_index_follows_every_change(settings: Settings, embedder: HashEmbedder) -> None:
    desk = Desk(settings, embedder)

    def current() -> bool:
        library = open_library(desk.settings.library)
        manifest = read_manifest(desk.settings.index)
        library.close()
        return manifest is not None and manifest.revision == library.revision()

    document = uploaded(desk)
    assert current()
    repeal(desk, WANG, document)
    assert current()
    undo(desk, WANG, newest(desk.settings))
    assert current()


def test_a_question_attached_by_hand_survives_indexing_and_replacement(desk: Desk) -> None:
    library = open_library(desk.settings.library)
    clause = next(c for c in library.clauses() if "每年讲1次党课" in c.text)
    attach(desk, WANG, clause.id, "书记  一年上几回课")
    with pytest.raises(ChangeError, match="已经关联"):
        attach(desk, WANG, clause.id, "书记 一年上几回课")
    with pytest.raises(NotFoundError):
        attach(desk, WANG, "nothere", "问")
    (desk.settings.corpus / "甲.txt").write_text(FIRST + "3.党员每月交1次党费。\n", encoding="utf-8")
    index(desk.settings)
    assert (clause.id, "书记 一年上几回课") in library.questions()
    uploaded(desk, FIRST.replace("2.党支部书记每年讲1次党课。\n", ""), replaces=clause.document_id, title=JIA)
    assert hand_attached(library)[0].text is None
    undo(desk, WANG, newest(desk.settings))
    found = hand_attached(library)[0]
    assert found.text == clause.text
    detach(desk, WANG, found.id)
    assert library.questions() == []
    library.close()


def test_questions_of_the_file_come_back_when_a_replacement_is_undone(settings: Settings, desk: Desk) -> None:
    row = {"list": JIA, "number": "2", "clause": "2.党支部书记", "question": "书记讲几次课"}
    (settings.corpus / "甲.questions.jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    index(settings)
    library = open_library(settings.library)
    before = library.questions()
    uploaded(desk, FIRST.replace("讲1次", "讲4次"), replaces=id_of(settings, JIA))
    undo(desk, WANG, newest(settings))
    assert len(before) == 1 and library.questions() == before
    library.close()


def test_an_upload_that_breaks_off_leaves_nothing(settings: Settings) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        add_draft(Shelf(settings.drafts), Broken(), name="断.txt", actor=WANG)
    with pytest.raises(ReadError):
        add_draft(Shelf(settings.drafts), io.BytesIO("没有条款".encode()), name="空话.txt", actor=WANG)
    assert not list(settings.drafts.iterdir())
    half = settings.drafts / ".incoming-0123456789abcdef"
    half.mkdir()
    (half / "半.txt").write_text("1.", encoding="utf-8")
    assert list_drafts(Shelf(settings.drafts)) == []
    recover(settings)
    assert not half.exists()


def test_a_draft_keeps_what_was_corrected(settings: Settings) -> None:
    draft = add_draft(Shelf(settings.drafts), io.BytesIO(RULES.encode()), name="制度.txt", actor=WANG)
    entry = checked_entry(title=" 新\n名称\u202e ", issuer="党委", day="2024年5月", scope=["农村", "农村"])
    correct_draft(draft, entry, replaces=None)
    [found] = list_drafts(Shelf(settings.drafts))
    assert (found.entry.title, found.entry.date, found.entry.scope) == ("新 名称", "2024-05", ("农村",))
    assert found.path.read_text(encoding="utf-8") == RULES


_CRASHING = """
import os, signal, sys
from pathlib import Path
import kb.manage.administration as administration
from kb.config import Settings
from kb.manage.drafts import load_draft
from kb.store.shelf import Shelf
from kb.search.engine import FolderIndex
from kb.store.register import Actor
from tests.conftest import HashEmbedder

data, draft, name = sys.argv[1:]
def killed(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(FolderIndex if hasattr(FolderIndex, name) else administration, name, killed)
settings = Settings(data=Path(data), corpus=Path("corpus"))
desk = administration.Desk(settings, HashEmbedder())
administration.put_in_force(desk, Actor("王芳", "10.0.0.8"), load_draft(Shelf(settings.drafts), draft))
"""


@pytest.mark.parametrize(("name", "in_force"), [
    ("build", False),  # the file is kept, nothing read yet
    ("record", False),  # the library is changed but not committed
    ("is_current", False),  # the index not begun
    ("prepare", False),
    ("settle", True),  # the index is there, and committed
    ("discard_draft", True),  # all done but the draft's folder
])
def test_killed_in_the_middle_it_is_a_draft_or_in_force(settings: Settings, name: str, in_force: bool) -> None:
    draft = add_draft(Shelf(settings.drafts), io.BytesIO(RULES.encode()), name="制度.txt", actor=WANG)
    done = subprocess.run([sys.executable, "-c", _CRASHING, settings.data, draft.id, name],
                          cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr
    recover(settings)
    assert (NEW in shelf(settings)) is in_force
    assert [d.id for d in list_drafts(Shelf(settings.drafts))] == ([] if in_force else [draft.id])
    if not in_force:
        put_in_force(Desk(settings, HashEmbedder()), WANG, draft)
        assert NEW in shelf(settings)
    assert [p.name for p in settings.documents.rglob("*") if p.is_file()] == ["制度.txt"]


@pytest.mark.model
def test_a_service_killed_while_putting_in_force_answers_after_the_next_start(built: Path, tmp_path: Path) -> None:
    """What was committed last is what it answers from."""
    data = copied(built, tmp_path)
    settings = Settings(data=data, corpus=tmp_path)
    draft = add_draft(Shelf(settings.drafts), io.BytesIO(RULES.encode()), name="制度.txt", actor=WANG)
    done = subprocess.run([sys.executable, "-c", _CRASHING, data, draft.id, "settle"],
                          cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with service(data) as where, administrator(where) as someone:
        assert someone.cites(NEW_QUESTION, NEW)
        assert "待生效" not in someone.page("/admin").partition("知识库里的文件")[0]
