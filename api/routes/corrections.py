"""Obligations corrected by hand over the API (更正的职责事项): /api/documents/{id}/corrections."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.correction_schemas import CorrectionIn, CorrectionsOut
from api.front_desk import FrontDesk
from api.layers.problem import documented
from kb.manage.correcting import correct, revoke, told
from kb.manage.corrections import Book, book_in_force
from kb.show.objects import obligation_object

_Id = Annotated[str, Path(max_length=200, description="文件编号")]


def router(desk: FrontDesk) -> APIRouter:
    """The routes; with Authorization: Bearer, or the administrator's cookie and X-CSRF-Token."""
    routes = APIRouter(prefix="/api/documents/{document_id}/corrections", tags=["管理"])

    @routes.get("", summary="一份文件的职责事项和更正（管理员）", response_model=CorrectionsOut,
                response_description="职责事项和更正", responses=documented(401, 403, 404))
    async def listed(request: Request, document_id: _Id) -> dict[str, Any]:
        """每一项的 key 用来更正它；更正写明谁在何时改的，条款文字改了的不再起作用。"""
        await run_in_threadpool(desk.calling, request)
        return await run_in_threadpool(lambda: _object(book_in_force(desk.live.library, document_id)))

    @routes.post("", status_code=201, summary="更正一项职责（管理员）", response_model=CorrectionsOut,
                 response_description="更正以后的样子", responses=documented(401, 403, 404, 409, 422, 429))
    async def made(request: Request, document_id: _Id, wanted: CorrectionIn) -> dict[str, Any]:
        """改一项、去掉一项，或加一项。引文要与条款逐字相同，数量要印在引文里。条款文字不变，重新读取以后仍在。"""
        actor = await run_in_threadpool(desk.calling, request)
        await desk.change(lambda at: correct(at, actor, document_id, wanted.clause, wanted.key, wanted.stated()))
        return await run_in_threadpool(lambda: _object(book_in_force(desk.live.library, document_id)))

    @routes.delete("/{correction_id}", status_code=204, summary="取回一处更正（管理员）",
                   response_description="已经取回", responses=documented(401, 403, 404, 409, 422, 429))
    async def taken(request: Request, document_id: _Id,
                    correction_id: Annotated[int, Path(description="更正编号")]) -> Response:
        """恢复为照文字读出的样子。"""
        actor = await run_in_threadpool(desk.calling, request)
        await desk.change(lambda at: revoke(at, actor, document_id, correction_id))
        return Response(status_code=204)

    return routes


def _object(book: Book) -> dict[str, Any]:
    lapsed = {c.id for c in book.lapsed}
    return {"obligations": [obligation_object(r.obligation, s.clause, document=book.title)
                            | {"key": r.key, "correction": None if r.by is None else r.by.id}
                            for s in book.sheets for r in s.rows],
            "corrections": [{"id": c.id, "clause": c.clause_id, "text": c.text, "told": told(c), "who": c.who,
                             "at": c.at, "holds": c.id not in lapsed} for c in book.corrections]}
