"""How a clause is cited (引用): 《文件》清单 第3条, and what tells two documents of the same title apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.types import Clause


@dataclass(frozen=True, slots=True)
class Edition:
    """What is known of a document besides its title; `source` is its own and no other's."""

    id: str
    title: str
    source: str
    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    effective_from: str | None = None

    def marks(self) -> tuple[str | None, ...]:
        """What it may be told apart by, the best for a reader first."""
        day = self.date or self.effective_from
        return self.issuer, f"{day[:4]}年" if day else None, self.number, day, f"文件 {self.source}"


def document_of(clause_id: str) -> str:
    """The id of the document that a clause stands in, of which its own id begins."""
    return clause_id.rpartition("-")[0]


def editions(documents: Iterable[Edition]) -> dict[str, str]:
    """By document id what tells it apart, for the documents that share their title with another."""
    by_title: dict[str, list[Edition]] = defaultdict(list)
    for d in documents:
        by_title[d.title].append(d)
    return {d.id: mark for same in by_title.values() if len(same) > 1
            for d, mark in zip(same, _distinct(same), strict=True)}


def _distinct(same: Sequence[Edition]) -> list[str]:
    """The first kind of mark that all of them bear and no two share."""
    kinds = zip(*(d.marks() for d in same), strict=True)
    return next([m for m in marks if m] for marks in kinds if all(marks) and len(set(marks)) == len(same))


def citation(clause: Clause, title: str) -> str:
    """The full citation of a clause: title, its edition where others bear that title, the headings above it as printed,
    and its number.
    """
    headings = clause.path[1:] if clause.path[:1] == (title,) else clause.path
    number = number_label(clause)
    edition = f"（{clause.edition}）" if clause.edition else ""
    return f"《{title}》{edition}{' '.join(headings)}" + (f" {number}" if number else "")


def short_citation(clause: Clause, title: str) -> str:
    """The citation to see at a glance: title, edition and number, or the nearest heading where no number is printed.

    It may fit several clauses of a document: the full citation stands beside it.
    """
    edition = f"（{clause.edition}）" if clause.edition else ""
    headings = [h for h in clause.path if h != title]
    return f"《{title}》{edition}{number_label(clause) or (headings[-1] if headings else '')}"


def number_label(clause: Clause) -> str | None:
    """The printed number as it is spoken of: 3 → 第3条, （三） → 第（三）项, 第十二条 → itself, 5.2.1 → itself."""
    n = clause.number
    if n is None:
        return None
    if n.startswith("第") or "." in n or "．" in n:
        return n
    if n.startswith("（"):
        return f"第{n}项"
    return f"第{n}条"
