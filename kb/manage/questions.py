"""The questions to look at, as a page lists them (待处理的问题清单): filtered, counted, the like of them as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kb.manage.alike import Alike, Grouping
from kb.store.library import Library
from kb.store.questions import OUTCOMES, Kind, OpenQuestion, Outcome, open_questions

State = Literal["open", "settled", "done", "attached", "pinned", "answered", "irrelevant", "chat", "all"]
_SETTLED: dict[State, str] = {k: label for k, label in OUTCOMES.items()}
STATES: dict[State, str] = {"open": "未处理", "settled": "处理过的", **_SETTLED, "all": "全部"}
# So many are compared with each other; the rest are told by the export.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """The questions that pass the filters, and how many each choice of a filter would show, the other as it is."""

    questions: tuple[OpenQuestion, ...]
    kinds: dict[str, int]
    states: dict[State, int]


def listed(library: Library, *, kind: Kind | None = None, state: State = "open", words: str = "") -> Listed:
    """The questions whose text has these words, of a kind (None: all) and a state; the most frequent first."""
    every = open_questions(library, done=None, words=words)
    kinds = Counter[str](q.kind for q in every if _is(q, state))
    of_kind = [q for q in every if kind in (None, q.kind)]
    return Listed(tuple(q for q in of_kind if _is(q, state)), {"": kinds.total(), **kinds},
                  {s: sum(_is(q, s) for q in of_kind) for s in STATES})


def grouped(questions: Sequence[OpenQuestion], grouping: Grouping) -> list[Alike]:
    """The first of the questions in groups of those alike, the most frequent group first."""
    groups = grouping.grouped(questions[:SHOWN])
    return sorted(groups, key=lambda g: -g.count)


def named(library: Library, keys: Sequence[str]) -> list[OpenQuestion]:
    """The questions that these keys name; keys of none are left out."""
    wanted = {one for key in keys for one in key.split()}
    return [q for q in open_questions(library, done=None) if q.key in wanted]


def outcome_of(stated: str) -> Outcome | None:
    """How a form settles questions: done, or beside the point; None for open again."""
    return "done" if stated == "done" else "irrelevant" if stated == "irrelevant" else None


def _is(question: OpenQuestion, state: State) -> bool:
    if state == "settled":
        return question.done
    return state == "all" or (question.outcome or "open") == state
