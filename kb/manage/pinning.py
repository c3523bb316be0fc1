"""Naming the clause that answers a question (指定条款), and taking that back."""

from __future__ import annotations

from collections.abc import Sequence

from kb.errors import ChangeError, NotFoundError
from kb.ingest.attached import MAX_LENGTH
from kb.manage.administration import Desk, changing
from kb.store.pinned import pin, unpin
from kb.store.questions import settle
from kb.store.register import Actor, record
from kb.types import Clause, Status

MAX_AT_ONCE = 50


def pin_questions(desk: Desk, actor: Actor, clause_id: str, questions: Sequence[str]) -> Clause:
    """Names the clause for these questions: they are answered with it from now on, word for word. They are settled.

    Raises NotFoundError, ChangeError where the clause is not in force or there are no such questions, BusyError.
    """
    stated = [q.strip() for q in questions]
    if not 0 < len(stated) <= MAX_AT_ONCE or not all(any(c.isalnum() for c in q) for q in stated):
        raise ChangeError(f"没有写明问题，或一次超过 {MAX_AT_ONCE} 个。")
    if any(len(q) > MAX_LENGTH for q in stated):
        raise ChangeError(f"问题应为 1–{MAX_LENGTH} 个字。")
    with changing(desk) as (library, writer):
        clause = library.clause(clause_id)
        document = library.document(clause.document_id)
        if document.status != Status.IN_FORCE:
            raise ChangeError(f"《{document.title}》现在{document.status}，不能指定它的条款。")
        pin(writer, clause, stated, who=actor.who)
        for q in stated:
            settle(writer.connection, q, "pinned")
        record(writer, actor, "指定条款", document_id=document.id, title=document.title,
               note=f"{'；'.join(stated)[:200]} → {clause.text[:40]}")
    return clause


def unpin_question(desk: Desk, actor: Actor, pin_id: int) -> None:
    """Takes a named clause back. Raises NotFoundError, BusyError."""
    with changing(desk) as (library, writer):
        taken = unpin(writer, pin_id)
        if taken is None:
            raise NotFoundError("没有这个指定：可能已经取消。")
        document_id, question = taken
        title = library.titles().get(document_id, ("", ""))[0]
        record(writer, actor, "取消指定", document_id=document_id, title=title, note=question)
