"""Two documents or versions clause by clause (对照): what the newer changed, the numbers first."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.cite import citation, number_label
from kb.errors import NotFoundError
from kb.ingest.pipeline import build
from kb.language.numerals import CN_DIGITS, parse_number
from kb.show.lookup import document_named
from kb.store.library import Library
from kb.store.versions import content, version_numbered, versions_of
from kb.types import Clause, Document
from kb.validity.changes import Change, changes

_NUMBER = re.compile(rf"\d+(?:\.\d+)?|[{CN_DIGITS}]+|半")
# What a clause is called by is no number that it rules.
_CALLED = re.compile(rf"第[{CN_DIGITS}\d]+[条款项章节编部]|[（(][{CN_DIGITS}\d]+[）)]")
_VERSION = re.compile(r"(.+)@(\d{1,8})")
KINDS = {"numbers": "数字有改动", "changed": "文字有改动", "added": "新增", "removed": "删去"}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its document with the clauses in printed order. `label` names it apart from the other;
    `ordinal` is its version of the library's, None of a file that the library does not hold.
    """

    document: Document
    clauses: tuple[Clause, ...]
    label: str
    ordinal: int | None = None
    held: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from the old to the new: changes in numbers first, then in words, then what is new and what is gone.

    `same` counts the clauses that stayed as they were.
    """

    old: Side
    new: Side
    changes: tuple[tuple[str, Change], ...]
    same: int

    @property
    def counts(self) -> dict[str, int]:
        """How many changes there are of each of KINDS."""
        return {kind: sum(k == kind for k, _ in self.changes) for kind in KINDS}


def difference(old: Side, new: Side) -> Difference:
    """The difference of two documents or versions."""
    found = changes(old.clauses, new.clauses)
    named = [(_kind(c), c) for c in found if c.kind != "same"]
    order = list(KINDS)
    return Difference(old, new, tuple(sorted(named, key=lambda k: order.index(k[0]))), len(found) - len(named))


def side_of(library: Library, document_id: str, ordinal: int | None = None) -> Side:
    """A document as the library holds it, or one of its versions. Raises NotFoundError."""
    known = versions_of(library, document_id)
    version = next((v for v in known if v.held), known[0]) if ordinal is None else version_numbered(
        library, document_id, ordinal)
    found = content(library, version)
    label = f"《{found.document.title}》"
    marks = [m for m in (_issued(found.document), f"第 {version.ordinal} 版" if len(known) > 1 else "") if m]
    return Side(found.document, found.clauses, label + (f"（{'，'.join(marks)}）" if marks else ""), version.ordinal,
                version.held)


def side_named(library: Library, name: str, *, files: bool = False) -> Side:
    """What a reader calls by an id, a title or part of one, or a file's name, and by its version behind an @; with
    `files` also a file of this machine.

    Raises NotFoundError where it is nothing, or several documents; ReadError where a file cannot be read.
    """
    m = _VERSION.fullmatch(name)
    wanted, ordinal = (m.group(1), int(m.group(2))) if m else (name, None)
    path = Path(name)
    try:
        return side_of(library, document_named(library, wanted).id, ordinal)
    except NotFoundError:
        if not files or not path.is_file():
            raise
    document, parts = build(path, key=name)
    return Side(document, parts.clauses, f"《{document.title}》（{path.name}）", held=False)


def difference_object(found: Difference) -> dict[str, Any]:
    """The JSON form of `kb diff --json`."""
    return {"old": _side_object(found.old), "new": _side_object(found.new), "counts": {**found.counts,
            "same": found.same}, "changes": [{
                "kind": c.kind, "numbers": kind == "numbers", "moved": c.moved,
                "old": _clause_object(c.old, found.old), "new": _clause_object(c.new, found.new),
                "edits": [{"kind": e.kind, "text": e.text} for e in c.edits]} for kind, c in found.changes]}


def where(change: Change) -> str:
    """Where a change stands: the headings and the number of its clause, of the newer where there is one."""
    clause = change.new or change.old
    assert clause is not None
    return " ".join(x for x in (" › ".join(clause.path), number_label(clause)) if x) or clause.list_title


def summary(found: Difference) -> str:
    """One sentence that counts what changed."""
    said = [f"{KINDS[kind]} {n} 条" for kind, n in found.counts.items() if n]
    return f"{'，'.join(said)}，{found.same} 条没有变。" if said else f"条款文字相同，共 {found.same} 条。"


def _kind(change: Change) -> str:
    if change.kind != "changed" or change.old is None or change.new is None:
        return change.kind
    return "changed" if _numbers(change.old) == _numbers(change.new) else "numbers"


def _numbers(clause: Clause) -> Counter[float]:
    """The numbers that a clause rules, in whatever form they are printed."""
    text = clause.text.lstrip()
    text = text.removeprefix(clause.number) if clause.number else text
    found = (parse_number(m.group()) for m in _NUMBER.finditer(_CALLED.sub("", text)))
    return Counter(n for n in found if n is not None)


def _issued(document: Document) -> str:
    day = document.effective_from or document.date
    return f"{day[:4]}年" if day else ""


def _side_object(side: Side) -> dict[str, Any]:
    d = side.document
    return {"document_id": d.id if side.ordinal is not None else None, "title": d.title, "file": d.source,
            "version": side.ordinal, "date": d.date, "effective_from": d.effective_from, "clauses": len(side.clauses)}


def _clause_object(clause: Clause | None, side: Side) -> dict[str, Any] | None:
    if clause is None:
        return None
    return {"id": clause.id, "number": clause.number, "path": list(clause.path), "text": clause.text,
            "citation": citation(clause, side.document.title)}

