"""What a trainer asks a pack for (要什么材料): topics or clauses of his own, in his order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.errors import QuestionError
from kb.language.vocabulary import GENERAL_SCOPE, scope_named, scopes
from kb.training.pack.phrases import joined

MOST_TOPICS = 30
MOST_CLAUSES = 200
MOST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Picked:
    """A clause that the trainer collected, with his note."""

    clause: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Topics, and clauses that were collected, each in order; `kinds` are those compared, all where none is named.

    `without` are clauses to leave out, `order` clauses that come first, in this order; `seed` makes the same quiz
    again.
    """

    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    picked: tuple[Picked, ...] = ()
    without: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    audience: str = ""
    length: str = ""
    seed: int = 1


def checked(wanted: Wanted) -> Wanted:
    """The same with names as the library knows them, none twice.

    Raises QuestionError: nothing asked for, too much, or an unknown kind of organisation.
    """
    topics = tuple(dict.fromkeys(t.strip() for t in wanted.topics if t.strip()))
    picked = {p.clause.strip(): p for p in reversed(wanted.picked) if p.clause.strip()}
    if not topics and not picked:
        raise QuestionError("没有选专题。请至少选一个专题，或收集几条条款。")
    if len(topics) > MOST_TOPICS or len(picked) > MOST_CLAUSES:
        raise QuestionError(f"选得太多了：一份材料最多 {MOST_TOPICS} 个专题、{MOST_CLAUSES} 条收集的条款。")
    if any(len(p.note) > MOST_NOTE for p in picked.values()):
        raise QuestionError(f"备注太长了：一条最多 {MOST_NOTE} 字。")
    return Wanted(topics, checked_kinds(wanted.kinds),
                  tuple(Picked(c, picked[c].note.strip()) for c in reversed(picked)), wanted.without, wanted.order,
                  wanted.audience, wanted.length, wanted.seed)


def checked_kinds(names: Sequence[str]) -> tuple[str, ...]:
    """Kinds of organisation by name, in the usual order. Raises QuestionError naming what there is."""
    known = [*(s.name for s in scopes()), GENERAL_SCOPE]
    found = set()
    for name in names:
        if not name.strip():
            continue
        kind = scope_named(name)
        if kind is None:
            raise QuestionError(f"没有这类单位：{name.strip()[:20]}。可用：{joined(known)}。")
        found.add(kind)
    return tuple(k for k in known if k in found)
