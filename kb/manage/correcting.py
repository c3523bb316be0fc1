"""Corrections put in force (更正生效): those of a document in the library, and those kept with a draft."""

from __future__ import annotations

from collections.abc import Sequence

from kb.errors import NotFoundError
from kb.ingest.confined import build
from kb.manage.administration import Desk, changing
from kb.manage.corrections import Book, Stated, Step, book_in_force, book_of, in_words, numbered, step
from kb.manage.drafts import Draft, keep_corrections
from kb.store.corrected import add_corrections, take_back
from kb.store.corrections import Correction
from kb.store.register import Actor, record


def correct(desk: Desk, actor: Actor, document_id: str, clause_id: str, key: str, stated: Stated | None) -> str:
    """Corrects an obligation of a document in force, as `corrections.step` says; what was done, in words.

    Raises NotFoundError, ChangeError, BusyError.
    """
    with changing(desk) as (library, writer):
        library.require_own(document_id)
        book = book_in_force(library, document_id)
        done = step(book.sheet(clause_id), actor, key, stated)
        take_back(writer.connection, document_id, done.dropped)
        add_corrections(writer.connection, document_id, done.made)
        said = "；".join(map(told, done.made)) or "恢复为读出的样子"
        record(writer, actor, "更正职责事项", document_id=document_id, title=book.title, note=said)
    return said


def revoke(desk: Desk, actor: Actor, document_id: str, correction_id: int) -> str:
    """Takes a correction back; what it was, in words. Raises NotFoundError, BusyError."""
    with changing(desk) as (library, writer):
        library.require_own(document_id)
        book = book_in_force(library, document_id)
        made = _known(book.corrections, correction_id)
        take_back(writer.connection, document_id, [correction_id])
        record(writer, actor, "取回更正", document_id=document_id, title=book.title, note=told(made))
    return told(made)


def draft_book(draft: Draft) -> Book:
    """The book of a draft as it stands. Raises ReadError."""
    document, parts = build(draft.path, key=draft.id, entry=draft.entry)
    return book_of(document.title, parts.clauses, parts.obligations, draft.corrections)


def correct_in_draft(draft: Draft, actor: Actor, clause_id: str, key: str, stated: Stated | None) -> Draft:
    """The draft with an obligation corrected. Raises NotFoundError, ChangeError."""
    return keep_corrections(draft, numbered(draft.corrections, step(draft_book(draft).sheet(clause_id), actor, key,
                                                                    stated)))


def revoke_in_draft(draft: Draft, correction_id: int) -> Draft:
    """The draft without a correction. Raises NotFoundError."""
    _known(draft.corrections, correction_id)
    return keep_corrections(draft, numbered(draft.corrections, Step((correction_id,), ())))


def told(c: Correction) -> str:
    """What a correction does, as a line for people."""
    if c.stated is None:
        return f"去掉：{in_words(c.found)}" if c.found is not None else ""
    return f"加上：{in_words(c.stated)}" if c.found is None else f"{in_words(c.found)} → {in_words(c.stated)}"


def _known(corrections: Sequence[Correction], correction_id: int) -> Correction:
    found = next((c for c in corrections if c.id == correction_id), None)
    if found is None:
        raise NotFoundError("没有这处更正：可能已经取回。")
    return found

