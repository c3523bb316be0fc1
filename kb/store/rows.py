"""Rows of the tables as the types that everything else speaks, and back (行与类型的换算): here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping

from kb.types import Clause, Document, Gone, Obligation, Repeal, Segment
from kb.validity.timeline import Part


def document_of(row: RowMapping) -> Document:
    """From the columns of a version, with `document_id` and `source`."""
    return Document(id=row["document_id"], title=row["title"], source=row["source"], sha256=row["sha256"],
                    parser=row["parser"], text=row["text"], scope=tuple(row["scope"]), issuer=row["issuer"],
                    number=row["number"], date=row["date"], effective_from=row["effective_from"],
                    effective_to=row["effective_to"], status=row["status"], warnings=tuple(row["warnings"]),
                    page_starts=tuple(row["page_starts"]), repeals=repeals_of(row["repeals"]),
                    followed_by=row["followed_by"])


def repeals_of(stored: Iterable[Sequence[Any]]) -> tuple[Repeal, ...]:
    """From a column of repeals: title and number, and of those of single clauses these, their day and whether they are
    changed.
    """
    whole = ([*row, *((), None, False)[len(row) - 2:]] for row in stored)
    return tuple(Repeal(title or "", number, tuple(clauses), day, bool(changed))
                 for title, number, clauses, day, changed in whole)


def _repeal_values(repeal: Repeal) -> list[Any]:
    whole = [repeal.title, repeal.number]
    if not repeal.clauses:
        return whole
    return [*whole, list(repeal.clauses), repeal.day, *([True] if repeal.changed else [])]


def version_values(document: Document) -> dict[str, Any]:
    """What a version holds of a document; its source stands with the document."""
    return {"document_id": document.id, "sha256": document.sha256, "parser": document.parser, "title": document.title,
            "issuer": document.issuer, "number": document.number, "date": document.date,
            "effective_from": document.effective_from, "effective_to": document.effective_to,
            "status": document.status, "scope": list(document.scope), "warnings": list(document.warnings),
            "page_starts": list(document.page_starts), "text": document.text,
            "repeals": [_repeal_values(r) for r in document.repeals], "followed_by": document.followed_by}


def clause_of(row: RowMapping, *, document_id: str, text: str, edition: str = "", until: str | None = None,
              part: Part | None = None, gone: tuple[Gone, ...] = ()) -> Clause:
    """From the columns of a clause, with the days on which its version comes into and goes out of force; `text` is its
    own text, cut out of its version's, `edition` what tells its document apart, `until` its last day in force where
    other documents tell it, `part` what repeals this clause alone, `gone` what of it is repealed alone.
    """
    return Clause(id=row["id"], document_id=document_id, ordinal=row["ordinal"], start=row["start"], end=row["end"],
                  text=text, number=row["number"], path=tuple(row["path"]), list_title=row["list_title"],
                  roles=tuple(row["roles"]), scope=tuple(row["scope"]), page=row["page"], ocr=row["ocr"],
                  confidence=row["confidence"], lead=row["lead"], effective_from=row["effective_from"],
                  effective_to=until or row["effective_to"], edition=edition,
                  repealed_by=None if part is None else part.by, changed=part is not None and part.changed, gone=gone,
                  unsure=tuple(row["unsure"]))


def clause_values(clause: Clause, *, version: int) -> dict[str, Any]:
    return {"version_id": version, "id": clause.id, "ordinal": clause.ordinal, "start": clause.start, "end": clause.end,
            "number": clause.number, "path": list(clause.path), "list_title": clause.list_title,
            "roles": list(clause.roles), "scope": list(clause.scope), "page": clause.page, "ocr": clause.ocr,
            "confidence": clause.confidence, "lead": clause.lead, "unsure": list(clause.unsure)}


def segment_of(row: RowMapping) -> Segment:
    return Segment(row["start"], row["end"], row["kind"])


def segment_values(segment: Segment, *, version: int) -> dict[str, Any]:
    return {"version_id": version, "start": segment.start, "end": segment.end, "kind": segment.kind}


def obligations_by_clause(rows: Iterable[RowMapping], texts: Mapping[int, str]) -> dict[str, tuple[Obligation, ...]]:
    """From the columns of obligations with the `clause_start` of each one's clause; `texts` are those of versions."""
    out: dict[str, tuple[Obligation, ...]] = {}
    for row in rows:
        at, text = row["clause_start"], texts[row["version_id"]]
        low, high = row["count_low"], row["count_high"]
        out[row["clause_id"]] = (*out.get(row["clause_id"], ()), Obligation(
            clause_id=row["clause_id"], quote=text[at + row["start"]:at + row["end"]], start=row["start"],
            end=row["end"], subject=row["subject"], action=row["action"], period=row["period"],
            count=low if high is None else (low, high), comparator=row["comparator"], unit=row["unit"],
            deadline=row["deadline"], value=row["value"], condition=row["condition"], record=tuple(row["record"])))
    return out


def obligation_values(found: Iterable[Obligation], *, version: int) -> list[dict[str, Any]]:
    """One row an obligation, in this order; a single count stands in `count_low` alone."""
    rows = []
    for n, o in enumerate(found):
        low, high = o.count if isinstance(o.count, tuple) else (o.count, None)
        rows.append({"version_id": version, "ordinal": n, "clause_id": o.clause_id, "start": o.start, "end": o.end,
                     "subject": o.subject, "action": o.action, "period": o.period, "count_low": low,
                     "count_high": high, "comparator": o.comparator, "unit": o.unit, "deadline": o.deadline,
                     "value": o.value, "condition": o.condition, "record": list(o.record)})
    return rows
