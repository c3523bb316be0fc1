"""Reading the library (查阅): documents with their lists, and a clause with what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kb.cite import citation
from kb.config import Settings
from kb.domain import find_roles
from kb.duties import obligations_of
from kb.errors import NotFoundError
from kb.render import clause_object
from kb.service import open_existing_library
from kb.types import Clause, Document, Obligation
from kb.understand import role_fits, scope_fit


@dataclass(frozen=True, slots=True)
class ClauseInContext:
    """A clause with its document and the clauses printed before and after it."""

    clause: Clause
    document: Document
    citation: str
    before: Clause | None
    after: Clause | None

    def as_object(self) -> dict[str, Any]:
        """The JSON form: the clause, and under `before` and `after` its neighbours' ids and texts."""
        near = {name: None if c is None else {"id": c.id, "number": c.number, "text": c.text}
                for name, c in (("before", self.before), ("after", self.after))}
        return clause_object(self.clause, document=self.document.title, citation=self.citation,
                             status=self.document.status) | near


def clause_in_context(settings: Settings, clause_id: str) -> ClauseInContext:
    """Raises NotFoundError where no clause in force has this id."""
    library = open_existing_library(settings)
    try:
        clause = library.clause(clause_id)
        document = library.document(clause.document_id)
        siblings = library.clauses(clause.document_id)
    finally:
        library.close()
    at = next(n for n, c in enumerate(siblings) if c.id == clause_id)
    return ClauseInContext(clause, document, citation(clause, document.title),
                           siblings[at - 1] if at else None, siblings[at + 1] if at + 1 < len(siblings) else None)


def list_documents(settings: Settings) -> list[tuple[Document, dict[str, int]]]:
    """Every document in force with the number of clauses in each of its lists, in printed order."""
    library = open_existing_library(settings)
    try:
        out = []
        for document in library.documents():
            lists: dict[str, int] = {}
            for clause in library.clauses(document.id):
                lists[clause.list_title] = lists.get(clause.list_title, 0) + 1
            out.append((document, lists))
        return out
    finally:
        library.close()


def list_obligations(settings: Settings, *, scope: str | None = None, role: str | None = None,
                     document: str | None = None) -> list[tuple[Obligation, Clause, str]]:
    """Obligations in force with their clause and document title, in printed order.

    `scope` and `role` keep what binds that kind of organisation or role; `document` names one by id or part of its
    title. Raises NotFoundError where no document matches.
    """
    library = open_existing_library(settings)
    try:
        titles = {i: title for i, (title, _) in library.titles().items()}
        clauses = library.clauses()
    finally:
        library.close()
    return select_obligations(clauses, titles, scope=scope, role=role, document=document)


def select_obligations(clauses: Iterable[Clause], titles: Mapping[str, str], *, scope: str | None = None,
                       role: str | None = None, document: str | None = None) -> list[tuple[Obligation, Clause, str]]:
    """The obligations of `clauses` as `list_obligations` gives them; `titles` maps document ids to titles."""
    wanted = {i for i, title in titles.items() if document in (None, i) or (document or "") in title}
    if not wanted:
        raise NotFoundError(f"知识库里没有这个文件：{document}。用 kb documents 查看全部文件。")
    out = []
    for clause in clauses:
        if clause.document_id not in wanted or (scope and scope_fit((scope,), clause.scope) < 0):
            continue
        out += [(o, clause, titles[clause.document_id]) for o in obligations_of(clause)
                if role is None or _binds(role, o, clause)]
    return out


def roles_bound(duty: Obligation, clause: Clause) -> tuple[str, ...]:
    """The roles that an obligation names, else those that its clause binds."""
    return tuple(name for name, _, _ in find_roles(duty.subject or "")) or clause.roles


def _binds(role: str, duty: Obligation, clause: Clause) -> bool:
    return any(role_fits(role, bound) for bound in roles_bound(duty, clause))
