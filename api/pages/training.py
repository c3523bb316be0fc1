"""The training page (培训材料页): /training, by topics or from the basket, with the pack as a file to download."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.live import Live
from api.packs import Packs
from api.pages.export import download
from api.site import render
from api.training_form import Asked, asked, of_address
from kb.errors import QuestionError, ReadError
from kb.language.vocabulary import GENERAL_SCOPE
from kb.question.filters import scope_names
from kb.training.pack.files import NAMES
from kb.training.pack.pack import Pack
from kb.training.pack.phrases import USUAL_LENGTH, audiences, lengths
from kb.training.pack.wanted import Picked
from kb.training.topics.topic import topics

_ZIP = "application/zip"


def router(live: Live, packs: Packs) -> APIRouter:
    """The pages, over what is live. Nothing that is sent is kept; a finished pack waits a while to be fetched."""
    pages = APIRouter(prefix="/training", include_in_schema=False)

    @pages.get("", response_class=HTMLResponse)
    def choose(request: Request, topic: Annotated[list[str] | None, Query()] = None,
               scope: Annotated[list[str] | None, Query()] = None, audience: str = "", length: str = "",
               more: str = "") -> HTMLResponse:
        live.check()
        return _page(request, live, packs, of_address(topic or (), scope or (), audience, length, more))

    @pages.post("", response_class=HTMLResponse)
    async def look(request: Request) -> HTMLResponse:
        form = await asked(request)
        return await run_sync(_page, request, live, packs, form)

    @pages.post("/pack")
    async def pack(request: Request) -> Response:
        form = await asked(request)
        try:
            return _download(await run_sync(packs.content, form.wanted, form.template))
        except (QuestionError, ReadError) as e:
            return await run_sync(_page, request, live, packs, form, str(e))

    @pages.post("/jobs")
    async def start(request: Request) -> dict[str, Any]:
        form = await asked(request)
        return packs.start(form.wanted, form.template).as_object()

    @pages.get("/jobs/{job_id}")
    def state(job_id: str) -> dict[str, Any]:
        return packs.job(job_id).as_object()

    @pages.get("/jobs/{job_id}/pack")
    def fetch(job_id: str) -> Response:
        return _download(packs.fetched(job_id))

    return pages


def _download(content: bytes) -> Response:
    return download(content, _ZIP, "培训材料", "training", f"{date.today().isoformat()}.zip")


def _page(request: Request, live: Live, packs: Packs, form: Asked, error: str | None = None) -> HTMLResponse:
    wanted, found = form.wanted, None
    if wanted.topics or wanted.picked:
        try:
            found = packs.looked_at(wanted)
        except QuestionError as e:
            error = error or str(e)
    offered = [t.name for t in topics()]
    return render(
        request, "training.html", status=422 if error and request.method == "POST" else 200, error=error, found=found,
        wanted=wanted, topics=offered, more="、".join(t for t in wanted.topics if t not in offered), names=NAMES,
        kinds=[s for s in scope_names() if s != GENERAL_SCOPE], audiences=[a.name for a in audiences()],
        lengths=[x.name for x in lengths()], usual=lengths()[USUAL_LENGTH].name,
        picked=[] if found is None else _picked(found, wanted.picked), moved=bool(wanted.order))


def _picked(found: Pack, wanted: tuple[Picked, ...]) -> list[tuple[Picked, str, str]]:
    """The clauses collected, each with its citation and its words."""
    cited = {x.clause.id: x for s in found.sections for x in s.cited}
    return [(p, cited[p.clause].citation, cited[p.clause].clause.text) for p in wanted if p.clause in cited]
