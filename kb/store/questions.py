"""Questions to look at (待处理的问题): those that found nothing, were marked 没用 or reported, grouped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, select

from kb.store.attached import HandAttached
from kb.store.clock import now
from kb.store.library import Library
from kb.store.schema import feedback, unanswered

Kind = Literal["not_found", "not_useful", "report"]
KINDS: dict[Kind, str] = {"not_found": "没有找到", "not_useful": "标为没用", "report": "反馈给管理员"}
Outcome = Literal["done", "attached", "pinned", "answered", "irrelevant", "chat"]
OUTCOMES: dict[Outcome, str] = {"done": "已处理", "attached": "已关联", "pinned": "已指定", "answered": "现在答得出",
                                "irrelevant": "与本库无关", "chat": "闲聊"}
# Settled by what the library says: open again where that no longer answers.
BY_THE_LIBRARY: tuple[Outcome, ...] = ("attached", "pinned", "answered")


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One question with how often and when last it came up, and the remarks left with it.

    `outcome` is how it was settled, None while it is open. `found` is the status of the answer when it was last asked
    again, at `asked_again_at` (ISO 8601, UTC); None where it was not.
    """

    kind: Kind
    question: str
    history: tuple[str, ...]
    count: int
    last_at: str
    remarks: tuple[str, ...]
    outcome: Outcome | None = None
    asked_again_at: str | None = None
    found: str | None = None

    @property
    def done(self) -> bool:
        """Whether it was dealt with."""
        return self.outcome is not None

    @property
    def key(self) -> str:
        """A short name of it for forms."""
        return hashlib.sha256(f"{self.kind} {self.question}".encode()).hexdigest()[:12]


def open_questions(library: Library, *, kind: Kind | None = None, done: bool | None = False,
                   words: str = "") -> list[OpenQuestion]:
    """Questions of a kind (None: all), dealt with or not (None: both), whose text has these words; the most frequent
    first.
    """
    found = [q for k in KINDS if kind in (None, k)
             for q in (_missed(library) if k == "not_found" else _said(library, k))]
    kept = [q for q in found if done in (None, q.done) and words.strip() in q.question]
    kept.sort(key=lambda q: q.last_at, reverse=True)
    return sorted(kept, key=lambda q: -q.count)


def mark(library: Library, questions: Iterable[tuple[Kind, str]], outcome: Outcome | None) -> None:
    """Marks questions, by kind and text, as settled so, or with None as open again; a later feedback opens them by
    itself.
    """
    values = {"done_at": now() if outcome else None, "outcome": outcome}
    with library.database.writing() as c:
        for kind, question in questions:
            if kind == "not_found":
                c.execute(unanswered.update().where(unanswered.c.question == question).values(values))
            else:
                c.execute(feedback.update().where(feedback.c.question == question, _of_kind(kind)).values(values))


def settle(connection: Connection, question: str, outcome: Outcome) -> None:
    """Marks a question that is open as settled, of whatever kind, within a change of the library."""
    for table in (unanswered, feedback):
        connection.execute(table.update().where(table.c.question == question, table.c.done_at.is_(None))
                           .values(done_at=now(), outcome=outcome))


def as_evaluation(questions: Sequence[OpenQuestion], attached: Sequence[HandAttached]) -> str:
    """The questions as JSONL in the evaluation's format. One attached to a clause has it as its gold; of the others
    nobody has said yet what answers them, so their gold is empty.
    """
    gold: dict[str, list[dict[str, str]]] = {}
    for a in attached:
        if a.text is not None and a.list_title is not None:
            gold.setdefault(a.question, []).append({"document": a.document, "list": a.list_title, "quote": a.text})
    rows = []
    for n, q in enumerate(questions, start=1):
        known = gold.get(" ".join(q.question.split()), [])
        category = "collected" if known else "unanswerable" if q.kind == "not_found" else "unlabelled"
        row: dict[str, Any] = {"id": f"C{n:04d}", "question": q.question, "category": category, "sub": q.kind,
                               "need": "any", "gold": known, "count": q.count, "last_at": q.last_at}
        if q.history and q.kind != "not_found":  # a question that found nothing is stored as completed
            row["history"] = list(q.history)
        if q.remarks:
            row["remarks"] = list(q.remarks)
        rows.append(json.dumps(row, ensure_ascii=False))
    return "".join(f"{r}\n" for r in rows)


def _missed(library: Library) -> list[OpenQuestion]:
    with library.database.reading() as c:
        return [OpenQuestion("not_found", r["question"], tuple(r["history"]), r["count"], r["last_at"],
                             (f"原话：{r['asked_as']}",) if r["asked_as"] != r["question"] else (),
                             _outcome(r["done_at"], r["outcome"]), r["asked_again_at"], r["found"])
                for r in c.execute(select(unanswered)).mappings()]


def _said(library: Library, kind: Kind) -> list[OpenQuestion]:
    grouped: dict[str, OpenQuestion] = {}
    with library.database.reading() as c:
        for r in c.execute(select(feedback).where(_of_kind(kind)).order_by(feedback.c.id)):
            before = grouped.get(r.question)
            remarks = (*(before.remarks if before else ()), *((r.remark,) if r.remark else ()))
            settled = _outcome(r.done_at, r.outcome) if before is None or before.done else None
            grouped[r.question] = OpenQuestion(
                kind, r.question, tuple(r.history), (before.count if before else 0) + 1, r.at, remarks[-20:], settled)
    return list(grouped.values())


def _outcome(done_at: str | None, outcome: Outcome | None) -> Outcome | None:
    return None if done_at is None else outcome or "done"


def _of_kind(kind: Kind) -> Any:
    if kind == "report":
        return feedback.c.kind == "report"
    return (feedback.c.kind == "answer") & feedback.c.useful.is_(False)
