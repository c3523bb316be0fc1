"""One's own plan against the checklist (对照检查页): /checklist/check, and its result as a file to download."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.live import Live
from api.plans import Checked, Checking, Wanted
from api.site import render
from kb.checklist.export.selfcheck_file import ENDINGS, selfcheck_bytes
from kb.checklist.selfcheck.carried import carried
from kb.checklist.selfcheck.report import heading, numbers, places, summary
from kb.checklist.selfcheck.verdicts import VERDICTS
from kb.cite import document_of
from kb.errors import NotFoundError, QuestionError, ReadError
from kb.language.vocabulary import roles, scopes

_TYPES = {".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def router(live: Live) -> APIRouter:
    """The pages, over what is live. Nothing that is sent is kept: a page carries its plan along."""
    pages = APIRouter(prefix="/checklist", include_in_schema=False)
    checking = Checking(live)

    @pages.get("/check", response_class=HTMLResponse)
    def form(request: Request, role: str = "", scope: str = "", year: str = "") -> HTMLResponse:
        live.check()
        return _page(request, Wanted(role, scope, year))

    @pages.post("/check", response_class=HTMLResponse)
    async def check(request: Request) -> HTMLResponse:
        stated: list[Wanted] = []
        try:
            made = await checking.check(request, stated)
        except (ReadError, QuestionError) as e:
            return _page(request, stated[0] if stated else Wanted(), error=str(e), status=422)
        return _page(request, stated[0], made=made, documents=_documents(live, made))

    @pages.post("/check/export")
    async def export(request: Request, file: str = "docx") -> Response:
        ending = f".{file}"
        if ending not in ENDINGS:
            raise NotFoundError("只能导出为 Word（docx）或 Excel（xlsx）。")
        made = await checking.check(request, [])
        today = checking.today()
        name = f"对照检查-{today.isoformat()}{ending}"
        return Response(selfcheck_bytes(made.report, ending, today=today), media_type=_TYPES[ending], headers={
            "Content-Disposition":
                f"attachment; filename=selfcheck-{today.isoformat()}{ending}; filename*=UTF-8''{quote(name)}"})

    return pages


def _page(request: Request, wanted: Wanted, *, made: Checked | None = None, documents: dict[str, str] | None = None,
          error: str | None = None, status: int = 200) -> HTMLResponse:
    context: dict[str, Any] = {} if made is None else _found(made)
    return render(request, "checklist_check.html", status=status, wanted=wanted, error=error, made=made,
                  documents=documents or {}, roles=[r.name for r in roles()], kinds=[s.name for s in scopes()],
                  verdicts=VERDICTS, numbers=numbers, places=places, **context)


def _found(made: Checked) -> dict[str, Any]:
    report, plan = made.report, carried(made.reading)
    groups = [(name, [v for v in report.ordered if report.final(v) == name]) for name in VERDICTS]
    return {"report": report, "plan": plan, "digest": hashlib.sha256(plan.encode()).hexdigest()[:16],
            "summary": summary(report), "heading": heading(report), "groups": groups}


def _documents(live: Live, made: Checked) -> dict[str, str]:
    """The documents of the clauses cited, by clause."""
    held = live.answerer.clauses
    return {c: document_of(c) for c in {v.item.clause for v in made.report.verdicts} if c in held}
