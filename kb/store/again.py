"""Questions that found nothing, to be asked again once the library has changed (再问一遍), and what they found then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from kb.store.clock import now
from kb.store.library import Library
from kb.store.questions import BY_THE_LIBRARY, Outcome
from kb.store.schema import unanswered


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found when it was asked again: the status of its answer, or that it is chat."""

    question: str
    status: str
    chat: bool = False


def to_ask_again(library: Library, *, most: int) -> list[str]:
    """The questions that are open, or that were settled by what the library said, the most frequent first."""
    query = (select(unanswered.c.question)
             .where(or_(unanswered.c.done_at.is_(None), unanswered.c.outcome.in_(BY_THE_LIBRARY)))
             .order_by(unanswered.c.count.desc(), unanswered.c.last_at.desc(), unanswered.c.id).limit(most))
    with library.database.reading() as c:
        return list(c.execute(query).scalars())


def note_found(library: Library, results: Sequence[Found]) -> None:
    """Notes what questions found. An answered one is settled, one that no longer is answered open again; what the
    administrator decided stays.
    """
    with library.database.writing() as c:
        for r in results:
            at, row = now(), unanswered.c.question == r.question
            c.execute(unanswered.update().where(row).values(asked_again_at=at, found=r.status))
            outcome: Outcome | None = "chat" if r.chat else "answered" if r.status == "answered" else None
            if outcome is not None:
                c.execute(unanswered.update().where(row, unanswered.c.done_at.is_(None))
                          .values(done_at=at, outcome=outcome))
            else:
                c.execute(unanswered.update().where(row, unanswered.c.outcome.in_(("answered", "pinned")))
                          .values(done_at=None, outcome=None))
