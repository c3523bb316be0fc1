"""The evaluation questions with their relevance judgements (评测题与 qrels).

A judgement names its clause by verbatim words; `resolve` finds the clauses of a library that hold them, so the
questions do not depend on clause ids.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.errors import ReadError
from kb.types import Clause


@dataclass(frozen=True, slots=True)
class Qrel:
    """A clause that answers (the gold): the title of its document, its list, and words of it."""

    document: str
    list_title: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """One evaluation question. Unanswerable where `gold` is empty.

    `need` is "any" where one gold clause suffices, "all" where every one is needed; `values` are regular expressions
    that a right short answer matches; `premise` tells for yes/no questions whether the answer is yes.
    """

    id: str
    question: str
    category: str
    sub: str | None
    history: tuple[str, ...]
    need: str
    gold: tuple[Qrel, ...]
    values: tuple[str, ...]
    premise: bool | None
    completed: str | None

    @property
    def answerable(self) -> bool:
        return bool(self.gold)


def load_questions(path: Path) -> list[Question]:
    """The questions of one JSONL file. Raises ReadError naming the line that is wrong."""
    out = []
    for n, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            r = json.loads(line)
            gold = tuple(Qrel(g["document"], g["list"], g["quote"]) for g in r.get("gold", ()))
            out.append(Question(r["id"], r["question"], r["category"], r.get("sub"), tuple(r.get("history", ())),
                                r.get("need", "any"), gold, tuple(r.get("values", ())), r.get("premise"),
                                r.get("completed")))
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            raise ReadError(f"评测题写错了：{path} 第 {n} 行（{e}）。请改正。") from e
    return out


def resolve(question: Question, clauses: Sequence[Clause], titles: dict[str, str]) -> tuple[str, ...]:
    """Ids of the question's gold clauses; `titles` maps document ids to titles.

    Raises ReadError where a quote stands in no clause of its list.
    """
    out: list[str] = []
    for g in question.gold:
        found = [c.id for c in clauses if titles[c.document_id] == g.document and c.list_title == g.list_title
                 and g.quote in c.text]
        if not found:
            raise ReadError(f"评测题 {question.id} 的引文不在《{g.document}》{g.list_title}里：{g.quote}")
        out += found
    return tuple(dict.fromkeys(out))
