"""Browsing the library (浏览): documents by kind of organisation, and a search among all their clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.answer.dated import DatedAnswerer
from kb.language.fits import scope_fit
from kb.language.occurrences import Piece, pieces, words
from kb.language.synonyms import spellings
from kb.question.filters import scope_names
from kb.types import CitedClause, Clause, Document

_RANKED = 100


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One list (清单) of a document: its first clause, its size and the kinds of organisation it binds."""

    title: str
    first: Clause
    clauses: int
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents of one kind of organisation (or of several at once), each with its lists."""

    scope: tuple[str, ...]
    documents: tuple[tuple[Document, tuple[ListEntry, ...]], ...]


@dataclass(frozen=True, slots=True)
class FoundClause:
    """A clause that a search found, its text cut where its words match."""

    cited: CitedClause
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found, best first; `literal` tells whether any clause holds a word of the question."""

    found: tuple[FoundClause, ...]
    literal: bool


def shelves(documents: Iterable[Document], clauses: Sequence[Clause], *, scope: str | None = None) -> list[Shelf]:
    """Documents grouped by the kinds they are for; with `scope` only lists that bind that kind, and their documents."""
    lists: dict[str, list[ListEntry]] = {}
    for c in clauses:
        own = lists.setdefault(c.document_id, [])
        if own and own[-1].title == c.list_title:
            last = own[-1]
            own[-1] = ListEntry(last.title, last.first, last.clauses + 1, tuple(dict.fromkeys(last.scope + c.scope)))
        else:
            own.append(ListEntry(c.list_title, c, 1, c.scope))
    groups: dict[tuple[str, ...], list[tuple[Document, tuple[ListEntry, ...]]]] = {}
    for d in documents:
        kept = tuple(e for e in lists.get(d.id, ()) if scope is None or scope_fit((scope,), e.scope) > 0)
        if kept or scope is None:
            groups.setdefault(d.scope, []).append((d, kept))
    order = scope_names()
    return [Shelf(kinds, tuple(groups[kinds])) for kinds in sorted(groups, key=lambda k: [order.index(s) for s in k])]


def kinds_present(clauses: Iterable[Clause]) -> list[str]:
    """The kinds of organisation that some clause binds, in their usual order."""
    present = {s for c in clauses for s in c.scope}
    return [s for s in scope_names() if s in present]


def search_clauses(answerer: DatedAnswerer, question: str, *, scope: str | None = None, k: int = 20) -> SearchResult:
    """The best `k` clauses for a search, of one kind of organisation where `scope` is given.

    Raises QuestionError where there is nothing to search for, or too much.
    """
    ranked = [c for c in answerer.search(question, k=_RANKED)
              if scope is None or scope_fit((scope,), c.clause.scope) > 0][:k]
    ask = answerer.finder.as_it_stands(question)
    terms = [t for t in (*ask.topic, *ask.roles) if len(t) > 1] or [question]
    wanted = words([s for t in terms for s in spellings(t)])
    found = tuple(FoundClause(c, pieces(c.clause.text, wanted.spans(c.clause.text) if wanted else ())) for c in ranked)
    return SearchResult(found, any(p.hit for f in found for p in f.pieces))
