"""What a quiz is made from (出题的材料): clauses in force with their obligations, and how a place is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kb.cite import citation
from kb.language.vocabulary import GENERAL_SCOPE
from kb.training.quiz.wording import phrase
from kb.types import Clause, Obligation, Obligations


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Clauses of documents in force in printed order, their obligations, and the titles of the documents by id."""

    clauses: tuple[Clause, ...]
    obligations: Obligations
    titles: Mapping[str, str]

    def title(self, clause: Clause) -> str:
        """The title of a clause's document."""
        return self.titles[clause.document_id]

    def of(self, clause: Clause) -> tuple[Obligation, ...]:
        """The obligations of a clause."""
        return self.obligations.get(clause.id, ())


def shelf(clauses: Iterable[Clause], obligations: Obligations, titles: Mapping[str, str]) -> Shelf:
    """The material: clauses of other documents than those of `titles`, and such as rule nothing, are left out; so is
    what was read from a picture, whose words may be misread.
    """
    kept = tuple(c for c in clauses if c.document_id in titles and not c.lead and not c.ocr)
    return Shelf(kept, obligations, titles)


def place(clause: Clause, title: str) -> str:
    """Where a clause stands, without its number: 《文件》清单 标题."""
    headings = (clause.list_title, *clause.path[-1:])
    path = tuple(dict.fromkeys(h for h in headings if h and h != title))
    return citation(replace(clause, number=None, path=path), title)


def lead(clause: Clause, title: str, scope: str, owner: str | None) -> str:
    """How a stem begins: the place, the kind of organisation, and whom it is about where the words do not say."""
    kind = phrase("lead", "general") if scope == GENERAL_SCOPE else scope
    where = place(clause, title)
    return (phrase("lead", "plain", place=where, kind=kind) if owner is None else
            phrase("lead", "of", place=where, kind=kind, owner=owner))


def binds(clause: Clause, scope: str) -> bool:
    """Whether a clause holds for a kind of organisation."""
    return scope == GENERAL_SCOPE or scope in clause.scope or GENERAL_SCOPE in clause.scope
