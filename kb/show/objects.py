"""Answers, clauses, obligations and documents as JSON objects, in the shapes other programs rely on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from kb.types import Answer, Citation, CitedClause, Clause, Document, Obligation


def answer_object(answer: Answer) -> dict[str, Any]:
    """The answer object of `kb ask --json` and POST /api/ask."""
    out: dict[str, Any] = {
        "question": answer.question,
        "status": answer.status,
        "answer": answer.answer,
        "findings": [finding_object(f) for f in answer.findings],
        "clauses": [cited_object(c) for c in answer.clauses],
        "took_ms": answer.took_ms,
    }
    if answer.understood_as is not None:
        out["understood_as"] = answer.understood_as
    return out


def finding_object(f: Citation) -> dict[str, Any]:
    """One finding."""
    return {"clause": f.clause_id, "quote": f.quote, "start": f.start, "end": f.end, "value": f.value,
            "period": f.period, "subject": f.subject, "scope": list(f.scope)}


def cited_object(c: CitedClause) -> dict[str, Any]:
    """One ranked clause."""
    return clause_object(c.clause, document=c.document, citation=c.citation, status=c.status) | {"score": c.score}


def clause_object(c: Clause, *, document: str, citation: str, status: str) -> dict[str, Any]:
    """A clause with where it stands."""
    return {"id": c.id, "document_id": c.document_id, "document": document, "path": list(c.path), "number": c.number,
            "citation": citation, "text": c.text, "scope": list(c.scope), "roles": list(c.roles), "page": c.page,
            "status": status, "ocr": c.ocr, "confidence": c.confidence, "lead": c.lead,
            "effective_from": c.effective_from, "effective_to": c.effective_to}


def obligation_object(o: Obligation, c: Clause, *, document: str) -> dict[str, Any]:
    """One row of the table of obligations."""
    count = list(o.count) if isinstance(o.count, tuple) else o.count
    return {"clause": c.id, "document": document, "path": list(c.path), "number": c.number, "quote": o.quote,
            "start": o.start, "end": o.end, "subject": o.subject, "action": o.action, "period": o.period,
            "count": _whole(count), "comparator": o.comparator, "unit": o.unit, "deadline": o.deadline,
            "scope": list(c.scope)}


def _whole(count: float | list[float] | None) -> float | int | list[float | int] | None:
    if isinstance(count, list):
        return [int(x) if x == int(x) else x for x in count]
    return int(count) if count is not None and count == int(count) else count


def document_object(d: Document, lists: Mapping[str, int]) -> dict[str, Any]:
    """A document with the number of clauses in each of its lists."""
    return {"id": d.id, "title": d.title, "file": d.source, "format": PurePosixPath(d.source).suffix[1:].lower(),
            "issuer": d.issuer, "number": d.number, "date": d.date, "effective_from": d.effective_from,
            "effective_to": d.effective_to, "status": d.status, "replaces": d.replaces, "replaced_by": d.replaced_by,
            "repeals": [r.title for r in d.repeals],
            "scope": list(d.scope), "warnings": list(d.warnings), "source": d.source, "sha256": d.sha256,
            "parser": d.parser, "characters": len(d.text), "clauses": sum(lists.values()),
            "lists": [{"title": title, "clauses": n} for title, n in lists.items()]}


def document_detail_object(d: Document, clauses: Sequence[Clause]) -> dict[str, Any]:
    """A document with all its clauses, in printed order."""
    lists = Counter(c.list_title for c in clauses)
    return document_object(d, lists) | {"outline": [
        {"id": c.id, "number": c.number, "list_title": c.list_title, "path": list(c.path), "page": c.page,
         "text": c.text} for c in clauses]}
