"""Administration (管理): documents put in force, replaced, repealed, deleted, and each of these undone.

Every change is one transaction over the library, with its row of audit, and the index. A crash in between leaves both
as they were before or after; `recover` tidies up at the next start.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from kb.config import Settings
from kb.errors import BusyError, ChangeError, LibraryError, NotFoundError, ReadOnlyError
from kb.ingest.attached import MAX_LENGTH
from kb.ingest.catalog import Entry
from kb.ingest.confined import build
from kb.ingest.pipeline import fingerprint_of
from kb.manage.drafts import Draft, discard_draft, list_drafts, remove_leftovers
from kb.manage.editions import is_later_edition
from kb.manage.publish import publishing
from kb.manage.uploaded import copied, kept_file, was_uploaded
from kb.search.engine import index_of
from kb.search.index.embedder import Embedder, OnnxEmbedder, load_card
from kb.search.index.model import exported_folder
from kb.store.attached import attach_question, detach_question
from kb.store.corrected import adopt_corrections
from kb.store.database import library_exists
from kb.store.library import Library, open_library
from kb.store.lock import writer_lock
from kb.store.questions import settle
from kb.store.register import (
    UNDO,
    Actor,
    Decision,
    State,
    audit_row,
    decide,
    drafts_done,
    record,
    restore,
    state,
    uploads,
)
from kb.store.shelf import Shelf
from kb.store.versions import content, copy_version, sha256_of_version, versions_of
from kb.store.writer import LibraryWriter
from kb.types import Clause, Document, Status

Progress = Callable[[str, int, int], None]
_HERE = "管理员的操作"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where changes are made and with which model; `progress` is told the step, and how much of it is done of all.

    `patience` is for how many seconds a change waits while another program changes the library.
    """

    settings: Settings
    embedder: Embedder
    progress: Progress = lambda step, done, total: None
    patience: float = 0


def put_in_force(desk: Desk, actor: Actor, draft: Draft) -> Document:
    """Puts a draft in force, as a new version of the document that it replaces where it does; the draft goes.

    Raises ReadError, NotFoundError where the document to replace is not in force, BusyError.
    """
    with changing(desk) as (library, writer):
        desk.progress("读取和拆分", 0, 0)
        old = library.document(draft.replaces) if draft.replaces else None
        own, entry = f"uploads/{draft.id}/{draft.name}", draft.entry
        kept = kept_file(_uploads(desk, library), draft)
        key = old.source if old is not None else own
        if old is not None and is_later_edition(build(kept, key=key, entry=entry)[0], old):
            key, entry = own, replace(entry, replaces=tuple(dict.fromkeys((*entry.replaces, old.id))))
        document = _put(desk, writer, actor, kept, key, entry, action="替换" if draft.replaces else "生效",
                        draft=draft.id)
        adopt_corrections(writer.connection, document.id, draft.corrections)
    with suppress(OSError):
        discard_draft(draft)
    return document


def describe(desk: Desk, actor: Actor, document_id: str, entry: Entry) -> Document:
    """States anew what is known of a document besides its words: its file is read again with it. A file outside the
    data folder speaks for the document again once its content changes.

    Raises NotFoundError, ChangeError where the file is gone, ReadError, BusyError.
    """
    with changing(desk) as (library, writer):
        document = library.document(document_id)
        before = _known_state(writer, document_id)
        uploaded = _uploads(desk, library)
        path = uploaded.held(Path(before.location))
        if not path.is_file():
            raise ChangeError(f"找不到《{document.title}》的原文件，改不了它的信息。请重新上传，并选“替换”。")
        if not path.resolve().is_relative_to(desk.settings.documents.resolve()):
            path = copied(uploaded, path, document.sha256)
        known = next((Entry.of_json(s) for source, _, s, _ in uploads(library) if source == document.source), Entry())
        held = content(library, next(v for v in versions_of(library, document_id) if v.held)).document
        entry = replace(entry, replaces=known.replaces, replaced_by=known.replaced_by, status=held.status)
        return _put(desk, writer, actor, path, document.source, entry, action="修改信息")


def _put(desk: Desk, writer: LibraryWriter, actor: Actor, kept: Path, key: str, entry: Entry, *, action: str,
         draft: str | None = None) -> Document:
    """Puts the kept file in force as the document of this key, and notes who did it."""
    document, parts = build(kept, key=key, entry=entry)
    before = state(writer, document.id) or State(None, str(kept), None)
    outside = _outside(writer, before, desk.settings)
    writer.put(document, parts, location=str(kept), fingerprint=fingerprint_of(kept, entry), questions=None,
               stated=entry.as_json())
    decide(writer, document.id, None if outside is None else replace(outside, status=None))
    record(writer, actor, action, document_id=document.id, title=document.title,
           note=f"{kept.name}，{len(parts.clauses)} 条", before=before, after=state(writer, document.id), draft=draft)
    return document


def repeal(desk: Desk, actor: Actor, document_id: str) -> Document:
    """Marks a document as repealed: it can be read, but answers no longer stand on it. Raises NotFoundError,
    ChangeError where it is repealed already, BusyError.
    """
    with changing(desk) as (library, writer):
        document = library.document(document_id)
        if document.status == Status.REPEALED:
            raise ChangeError(f"《{document.title}》已经是“{Status.REPEALED}”。")
        before = _known_state(writer, document_id)
        outside = _outside(writer, before, desk.settings)
        assert before.version is not None  # the document is in force
        last = (library.today() - timedelta(days=1)).isoformat()
        version = copy_version(writer, before.version, Status.REPEALED, until=last)
        speaks = outside is not None and before.decision is None
        decision = replace(outside, status=Status.REPEALED) if outside is not None and speaks else before.decision
        restore(writer, document_id, State(version, before.location, decision))
        record(writer, actor, "废止", document_id=document_id, title=document.title, before=before,
               after=state(writer, document_id))
    return document


def delete(desk: Desk, actor: Actor, document_id: str) -> Document:
    """Takes a document out of force; its versions stay on record. Raises NotFoundError, ChangeError where it is the
    last one, BusyError.
    """
    with changing(desk) as (library, writer):
        document = library.document(document_id)
        before = _known_state(writer, document_id)
        found = before.decision or Decision(before.location, document.sha256, None)
        restore(writer, document_id, State(None, before.location, replace(found, status=None)))
        record(writer, actor, "删除", document_id=document_id, title=document.title, before=before,
               after=state(writer, document_id))
    return document


def undo(desk: Desk, actor: Actor, audit_id: int) -> str:
    """Puts a document back to where it was before the thing done; the title of the document.

    Raises NotFoundError, ChangeError where it cannot be undone or something was done since, BusyError.
    """
    with changing(desk) as (_, writer):
        row = audit_row(writer, audit_id)
        if row is None:
            raise NotFoundError("没有这条记录。")
        if row.before is None or row.after is None or row.document_id is None:
            raise ChangeError("这条记录不能撤销。")
        if not row.undoable:
            raise ChangeError(f"《{row.title}》之后又有改动，不能直接撤销这一步。请先撤销较新的改动。")
        restore(writer, row.document_id, row.before)
        record(writer, actor, UNDO, document_id=row.document_id, title=row.title, note=f"撤销“{row.action}”",
               before=row.after, after=state(writer, row.document_id))
    return row.title


def attach(desk: Desk, actor: Actor, clause_id: str, question: str) -> Clause:
    """Attaches a question to a clause (相似问). Raises NotFoundError, ChangeError, BusyError."""
    words = " ".join(question.split())
    if not 0 < len(words) <= MAX_LENGTH:
        raise ChangeError(f"相似问应为 1–{MAX_LENGTH} 个字。")
    with changing(desk) as (library, writer):
        clause = library.clause(clause_id)
        title = library.document(clause.document_id).title
        if not attach_question(writer, clause, words):
            raise ChangeError("这个问题已经关联到这一条了。")
        settle(writer.connection, question, "attached")
        record(writer, actor, "关联相似问", document_id=clause.document_id, title=title,
               note=f"{words} → {clause.text[:40]}")
    return clause


def detach(desk: Desk, actor: Actor, attached_id: int) -> None:
    """Takes an attached question away again. Raises NotFoundError, BusyError."""
    with changing(desk) as (library, writer):
        detached = detach_question(writer, attached_id)
        if detached is None:
            raise NotFoundError("没有这个相似问：可能已经解除。")
        document_id, question = detached
        title = library.titles().get(document_id, ("", ""))[0]
        record(writer, actor, "解除相似问", document_id=document_id, title=title, note=question)


def recover(settings: Settings) -> None:
    """Finishes what a crash interrupted: uploads half come, drafts already in force, an index behind the library.

    Leaves everything as it is while another program is changing the library, or where nothing can be written. Raises
    SearchIndexError, ModelError.
    """
    if not library_exists(settings.place):
        return
    try:
        with writer_lock(settings.place, what=_HERE):
            library = open_library(settings.place)
            try:
                _recover(settings, library)
            finally:
                library.close()
    except (BusyError, ReadOnlyError):
        return
    except LibraryError:
        if os.access(settings.folder, os.W_OK):
            raise


def _recover(settings: Settings, library: Library) -> None:
    remove_leftovers(settings.drafts)
    drafts = Shelf(settings.drafts, library.database)
    for shelf in (drafts, Shelf(settings.documents, library.database)):
        shelf.adopt()
    done = drafts_done(library)
    for draft in list_drafts(drafts):
        if draft.id in done:
            discard_draft(draft)
    folder = exported_folder(settings)
    index = index_of(library, settings.index)
    if index.model() is None or not (folder / "model.json").is_file() or not library.titles():
        return
    if index.model(library.revision()) == load_card(folder).fingerprint:
        return
    with publishing(settings.index, library, OnnxEmbedder(folder, threads=settings.threads)):
        pass


@contextmanager
def changing(desk: Desk) -> Iterator[tuple[Library, LibraryWriter]]:
    """One change of the library with its index; raises ChangeError where it would leave no document."""
    desk.progress("等待其他改动结束", 0, 0)
    with writer_lock(desk.settings.place, what=_HERE, wait=desk.patience, say=lambda said: desk.progress(said, 0, 0)):
        library = open_library(desk.settings.place)
        try:
            with publishing(desk.settings.index, library, desk.embedder,
                            progress=lambda done, total: desk.progress("更新索引", done, total)) as writer:
                yield library, writer
                if not writer.in_force():
                    raise ChangeError("这是知识库里最后一份文件，不能拿走。可先加入别的文件，或改为废止。")
        finally:
            library.close()


def _uploads(desk: Desk, library: Library) -> Shelf:
    return Shelf(desk.settings.documents, library.database)


def _known_state(writer: LibraryWriter, document_id: str) -> State:
    found = state(writer, document_id)
    assert found is not None  # the library gave the document by this id
    return found


def _outside(writer: LibraryWriter, before: State, settings: Settings) -> Decision | None:
    """The file outside the data folder that speaks, or once spoke, for a document; None where there is none."""
    if before.decision is not None or before.version is None:
        return before.decision
    if was_uploaded(Path(before.location), settings):
        return None
    return Decision(before.location, sha256_of_version(writer, before.version), None)
