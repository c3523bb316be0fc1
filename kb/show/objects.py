"""Answers, clauses, obligations and documents as JSON objects, in the shapes other programs rely on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from kb.types import Answer, Citation, CitedClause, Clause, Document, Notice, Obligation


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
    if answer.as_of is not None:
        out["as_of"] = answer.as_of.isoformat()
    if answer.link is not None:
        out["link"] = answer.link
    if answer.notices:
        out["notices"] = [notice_object(n) for n in answer.notices]
    return out


def notice_object(n: Notice) -> dict[str, Any]:
    """What there is to know of the validity of a rule; `link` is the page that compares the two editions."""
    return {"kind": n.kind, "text": n.text, "date": None if n.day is None else n.day.isoformat(), "clause": n.clause,
            "other": None if n.other is None else n.other.id, "quote": n.quote or None, "start": n.start, "end": n.end,
            "link": comparison_link(n.old, n.new)}


def comparison_link(old: str | None, new: str | None) -> str | None:
    """The page that compares two documents, None where there are no two."""
    return f"/diff?old={old}&new={new}" if old and new else None


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
            "status": status, "ocr": c.ocr, "confidence": c.confidence, "unsure": list(c.unsure), "lead": c.lead,
            "effective_from": c.effective_from, "effective_to": c.effective_to,
            "gone": [{"name": g.name, "start": g.start, "end": g.end, "effective_to": g.until, "by": g.by,
                      "changed": g.changed} for g in c.gone]}


def obligation_object(o: Obligation, c: Clause, *, document: str) -> dict[str, Any]:
    """One row of the table of obligations."""
    count = list(o.count) if isinstance(o.count, tuple) else o.count
    return {"clause": c.id, "document": document, "path": list(c.path), "number": c.number, "quote": o.quote,
            "start": o.start, "end": o.end, "subject": o.subject, "action": o.action, "period": o.period,
            "count": _whole(count), "comparator": o.comparator, "unit": o.unit, "deadline": o.deadline,
            "scope": list(c.scope), "condition": o.condition, "record": list(o.record)}


def _whole(count: float | list[float] | None) -> float | int | list[float | int] | None:
    if isinstance(count, list):
        return [int(x) if x == int(x) else x for x in count]
    return int(count) if count is not None and count == int(count) else count


def document_object(d: Document, lists: Mapping[str, int]) -> dict[str, Any]:
    """A document with the number of clauses in each of its lists."""
    return {"id": d.id, "title": d.title, "file": d.source, "format": PurePosixPath(d.source).suffix[1:].lower(),
            "issuer": d.issuer, "number": d.number, "date": d.date, "effective_from": d.effective_from,
            "effective_to": d.effective_to, "status": d.status, "replaces": d.replaces, "replaced_by": d.replaced_by,
            "repeals": [r.title for r in d.repeals if not r.clauses], "repealed_clauses": list(d.repealed_clauses),
            "changed_clauses": list(d.changed_clauses),
            "repeals_clauses": [{"title": r.title, "clauses": list(r.clauses)}
                                for r in d.repeals if r.clauses and not r.changed],
            "changes_clauses": [{"title": r.title, "clauses": list(r.clauses)}
                                for r in d.repeals if r.clauses and r.changed],
            "scope": list(d.scope), "warnings": list(d.warnings), "source": d.source, "sha256": d.sha256,
            "parser": d.parser, "characters": len(d.text), "clauses": sum(lists.values()),
            "lists": [{"title": title, "clauses": n} for title, n in lists.items()]}


def document_detail_object(d: Document, clauses: Sequence[Clause]) -> dict[str, Any]:
    """A document with all its clauses, in printed order."""
    lists = Counter(c.list_title for c in clauses)
    return document_object(d, lists) | {"outline": [
        {"id": c.id, "number": c.number, "list_title": c.list_title, "path": list(c.path), "page": c.page,
         "text": c.text} for c in clauses]}
