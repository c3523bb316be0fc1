"""The HTTP application: the API and the chat page, over one Answerer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from api import problems
from api.schemas import AskRequest
from kb import __version__
from kb.answer.engine import Answerer
from kb.errors import KBError
from kb.filters import checked_role, checked_scope, scope_names
from kb.render import answer_object
from kb.types import Query

_HERE = Path(__file__).parent
EXAMPLES = ("党支部书记每年至少上几次党课", "支委会多久开一次", "党员每年要学多少学时", "党总支每届任期几年")


def create_app(answerer: Answerer) -> FastAPI:
    """The application over an answerer that is ready."""
    app = FastAPI(title="党建规章知识库与问答", version=__version__, docs_url=None, redoc_url=None)
    problems.install(app)
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    templates = Jinja2Templates(directory=_HERE / "templates")

    @app.post("/api/ask", summary="回答一个问题，附条款")
    def ask(request: AskRequest) -> dict[str, Any]:
        return answer_object(answerer.answer(Query(
            request.question, tuple(request.history), checked_scope(request.scope), checked_role(request.role),
            request.k)))

    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    def page(request: Request, q: str = "", scope: str = "") -> HTMLResponse:
        answer, error = None, None
        try:
            answer = answerer.answer(Query(q, scope=checked_scope(scope))) if q.strip() else None
        except KBError as e:
            error = str(e)
        context = {"question": q, "answer": answer, "error": error, "scope": scope, "scopes": scope_names(),
                   "examples": EXAMPLES, "cited": {c.clause.id: c for c in answer.clauses} if answer else {}}
        return templates.TemplateResponse(request, "chat.html", context)

    @app.get("/healthz", summary="进程是否在运行")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", summary="是否可以回答问题")
    def readyz() -> dict[str, str]:
        return {"status": "ok"}

    return app
