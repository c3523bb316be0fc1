"""The evaluation questions with their relevance judgements (评测题与 qrels).

A judgement names its clause by verbatim words; `resolve` finds the clauses of a library that hold them, so the
questions do not depend on clause ids.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import ReadError
from kb.types import Clause


@dataclass(frozen=True, slots=True)
class Qrel:
    """A clause that answers (the gold): the title of its document, its list, and words of it.

    The list may be None: the clause is then known by its document and its words alone.
    """

    document: str
    list_title: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things a question asks for at once: what, where it is ruled (nowhere: empty), what is to be said."""

    asks: str
    gold: tuple[Qrel, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One evaluation question. Unanswerable where `gold` is empty.

    `need` is "any" where one gold clause suffices, "all" where every one is needed; `values` are regular expressions
    that a right short answer matches, `wrong` ones that it does not; `premise` tells for yes/no questions whether the
    answer is yes. Questions of one `fact` ask for the same in different words, each a `wording` of its own number.
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
    fact: str | None = None
    wording: int | None = None
    wrong: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

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
            parts = tuple(Part(p["asks"], _qrels(p), tuple(p["values"])) for p in r.get("parts", ()))
            out.append(Question(r["id"], r["question"], r["category"], r.get("sub"), tuple(r.get("history", ())),
                                r.get("need", "any"), _qrels(r), tuple(r.get("values", ())), r.get("premise"),
                                r.get("completed"), fact=r.get("fact"), wording=r.get("wording"),
                                wrong=tuple(r.get("wrong", ())), parts=parts))
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            raise ReadError(f"评测题写错了：{path} 第 {n} 行（{e}）。请改正。") from e
    return out


def _qrels(row: Mapping[str, Any]) -> tuple[Qrel, ...]:
    return tuple(Qrel(g["document"], g["list"], g["quote"]) for g in row.get("gold", ()))


def resolve(question: Question, clauses: Sequence[Clause], titles: dict[str, str]) -> tuple[str, ...]:
    """Ids of the question's gold clauses; `titles` maps document ids to titles.

    Raises ReadError where a quote stands in no clause of its list.
    """
    return _resolved(question.id, question.gold, clauses, titles)


def resolve_parts(question: Question, clauses: Sequence[Clause], titles: dict[str, str]
                  ) -> tuple[tuple[str, ...], ...]:
    """The same for each of the question's parts."""
    return tuple(_resolved(question.id, part.gold, clauses, titles) for part in question.parts)


def _resolved(question_id: str, gold: Sequence[Qrel], clauses: Sequence[Clause], titles: dict[str, str]
              ) -> tuple[str, ...]:
    out: list[str] = []
    for g in gold:
        found = [c.id for c in clauses if titles[c.document_id] == g.document
                 and g.list_title in (None, c.list_title) and g.quote in c.text]
        if not found:
            raise ReadError(f"评测题 {question_id} 的引文不在《{g.document}》{g.list_title or ''}里：{g.quote}")
        out += found
    return tuple(dict.fromkeys(out))
