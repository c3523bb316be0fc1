"""Reading the library (查阅): documents with their lists and clauses, a clause with what stands around it, obligations.

Every function takes an open Library, so that a service need not open one for each request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from kb.cite import citation
from kb.errors import NotFoundError
from kb.language.fits import any_role_fits, scope_fit
from kb.language.vocabulary import find_roles
from kb.show.objects import clause_object, obligation_object
from kb.store.library import Library
from kb.store.versions import content, last_with_clause
from kb.types import OUT_OF_FORCE, Clause, Document, Obligation, Obligations
from kb.validity.parts import clause_status, rules_of


@dataclass(frozen=True, slots=True)
class ClauseInContext:
    """A clause with its document and obligations, and the clauses printed before and after it."""

    clause: Clause
    document: Document
    citation: str
    before: Clause | None
    after: Clause | None
    obligations: tuple[Obligation, ...]
    status: str

    def as_object(self) -> dict[str, Any]:
        """The JSON form: the clause, under `before` and `after` its neighbours' ids and texts, and its obligations."""
        near = {name: None if c is None else {"id": c.id, "number": c.number, "text": c.text}
                for name, c in (("before", self.before), ("after", self.after))}
        title = self.document.title
        rows = [obligation_object(o, self.clause, document=title) for o in self.obligations]
        return clause_object(self.clause, document=title, citation=self.citation,
                             status=self.status) | near | {"obligations": rows}


def clause_in_context(library: Library, clause_id: str) -> ClauseInContext:
    """Raises NotFoundError where no clause in force has this id."""
    with library.snapshot() as seen:
        clause = seen.clause(clause_id)
        document = seen.document(clause.document_id)
        siblings = seen.clauses(clause.document_id)
        found = seen.obligations(document.id).get(clause.id, ())
    before = next((c for c in siblings if c.ordinal == clause.ordinal - 1), None)
    after = next((c for c in siblings if c.ordinal == clause.ordinal + 1), None)
    return ClauseInContext(clause, document, citation(clause, document.title), before, after, found,
                           clause_status(clause, document.status, library.today()))


def clause_as_it_stood(library: Library, clause_id: str) -> ClauseInContext:
    """A clause in the newest version of its document that holds it, in force or not. Raises NotFoundError."""
    with library.snapshot() as seen:
        version = last_with_clause(seen, clause_id.rpartition("-")[0], clause_id)
        if version is None:
            raise NotFoundError(f"知识库里没有这一条：{clause_id}。")
        held = content(seen, version)
    at = next(n for n, c in enumerate(held.clauses) if c.id == clause_id)
    before, after = (held.clauses[n] if 0 <= n < len(held.clauses) else None for n in (at - 1, at + 1))
    clause = held.clauses[at]
    return ClauseInContext(clause, held.document, citation(clause, held.document.title), before, after,
                           held.obligations.get(clause_id, ()), held.document.status)


def list_documents(library: Library) -> list[tuple[Document, dict[str, int]]]:
    """Every document in force with the number of clauses in each of its lists, in printed order."""
    with library.snapshot() as seen:
        lists, documents = seen.list_counts(), seen.documents()
    return [(d, lists.get(d.id, {})) for d in documents]


def document_with_clauses(library: Library, document_id: str) -> tuple[Document, list[Clause]]:
    """A document in force and its clauses, in printed order. Raises NotFoundError."""
    with library.snapshot() as seen:
        return seen.document(document_id), seen.clauses(document_id)


def document_named(library: Library, name: str) -> Document:
    """The document that a reader calls by its id, its title or part of it, its file's name or where that lies.

    Raises NotFoundError where it is none, or could be several.
    """
    documents, places = library.documents(), library.locations()
    path = str(Path(name).resolve())
    kinds: tuple[Callable[[Document], bool], ...] = (
        lambda d: name == d.id, lambda d: places[d.source][0] == path, lambda d: name in (d.title, d.source),
        lambda d: name in (PurePosixPath(d.source).name, PurePosixPath(d.source).stem), lambda d: name in d.title)
    for fits in kinds:
        found = [d for d in documents if name.strip() and fits(d)]
        if len(found) == 1:
            return found[0]
        if found:
            listed = "、".join(f"{d.id}（{d.source}）" for d in found[:6])
            raise NotFoundError(f"“{name[:60]}”可以是几份文件：{listed}。请写编号。")
    raise NotFoundError(f"知识库里没有这个文件：{name[:60]}。", where="用 kb documents 查看全部文件。")


def list_clauses(library: Library, *, document: str | None = None) -> list[tuple[Clause, str, str]]:
    """Every clause in force with the title of its document and how it stands, in printed order.

    `document` names one by id or part of its title. Raises NotFoundError where no document matches.
    """
    with library.snapshot() as seen:
        held, clauses = seen.titles(), seen.clauses()
    wanted, day = _named(document, {i: title for i, (title, _) in held.items()}), library.today()
    return [(c, title, clause_status(c, status, day)) for c in clauses if c.document_id in wanted
            for title, status in [held[c.document_id]]]


def list_obligations(library: Library, *, scope: str | None = None, role: str | None = None,
                     document: str | None = None) -> list[tuple[Obligation, Clause, str]]:
    """Obligations in force today with their clause and document title, in printed order; of a document that is named,
    whether it is in force or not.

    `scope` and `role` keep what binds that kind of organisation or role; `document` names one by id or part of its
    title. Raises NotFoundError where no document matches.
    """
    with library.snapshot() as seen:
        titles = {i: title for i, (title, status) in seen.titles().items()
                  if document is not None or status not in OUT_OF_FORCE}
        clauses, every = seen.clauses(), seen.obligations()
    rules, found = (clauses, every) if document is not None else rules_of(clauses, every, library.today())
    return select_obligations(rules, found, titles, scope=scope, role=role, document=document)


def select_obligations(clauses: Iterable[Clause], found: Obligations, titles: Mapping[str, str], *,
                       scope: str | None = None, role: str | None = None, document: str | None = None
                       ) -> list[tuple[Obligation, Clause, str]]:
    """Of the obligations `found` those of `clauses`, as `list_obligations` gives them; `titles` maps document ids to
    titles.
    """
    wanted = _named(document, titles)
    out = []
    for clause in clauses:
        if clause.document_id not in wanted or (scope and scope_fit((scope,), clause.scope) < 0):
            continue
        out += [(o, clause, titles[clause.document_id]) for o in found.get(clause.id, ())
                if role is None or _binds(role, o, clause)]
    return out


def roles_bound(obligation: Obligation, clause: Clause) -> tuple[str, ...]:
    """The roles that an obligation names, else those that its clause binds."""
    return tuple(name for name, _, _ in find_roles(obligation.subject or "")) or clause.roles


def _named(document: str | None, titles: Mapping[str, str]) -> set[str]:
    """The ids of the documents of this id or with this in their title, of all without any; raises NotFoundError."""
    named = {i for i, title in titles.items() if document in (None, i) or (document or "") in title}
    if document is not None and not named:
        raise NotFoundError(f"知识库里没有这个文件：{document}。", where="用 kb documents 查看全部文件。")
    return named


def _binds(role: str, obligation: Obligation, clause: Clause) -> bool:
    return any_role_fits((role,), roles_bound(obligation, clause))
