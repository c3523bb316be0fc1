"""A self-check as a JSON object, in the shape other programs rely on."""

from __future__ import annotations

from typing import Any

from kb.checklist.objects import checklist_object
from kb.checklist.selfcheck.report import Report
from kb.checklist.selfcheck.verdicts import Verdict


def selfcheck_object(report: Report) -> dict[str, Any]:
    """The object of `kb selfcheck --json` and POST /api/selfcheck: the checklist, its items with their verdicts."""
    made = checklist_object(report.checklist)
    found = {v.item.id: v for v in report.verdicts}
    return made | {
        "file": report.file, "plan": report.plan, "plan_year": report.year, "notices": list(report.notices),
        "counts": dict(report.counts), "items": [i | _verdict_object(found[i["id"]]) for i in made["items"]]}


def _verdict_object(v: Verdict) -> dict[str, Any]:
    return {"verdict": v.verdict, "found": _whole(v.found), "required": _whole(v.required), "reason": v.reason or None,
            "matched": [{"text": m.text, "place": m.place} for m in v.matched]}


def _whole(x: float | None) -> float | int | None:
    return int(x) if x is not None and x == int(x) else x
