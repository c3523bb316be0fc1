"""Documents put in force and taken out of it over the API (管理接口): POST and DELETE /api/documents."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.front_desk import FrontDesk
from api.layers.problem import documented
from api.schemas import DocumentAddedOut
from api.uploads import Upload, receive
from kb.errors import KBError
from kb.manage.administration import Desk, delete, put_in_force
from kb.manage.drafts import add_draft, checked_entry, discard_draft
from kb.manage.editions import keeping_old
from kb.manage.preview import preview
from kb.show.objects import document_object
from kb.store.register import Actor

_FORM = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": {
    "type": "object", "required": ["file"], "properties": {
        "file": {"type": "string", "format": "binary", "description": "txt、docx、pdf 或 html 文件"},
        "title": {"type": "string", "maxLength": 200, "description": "名称；不写则取文中印的标题或文件名"},
        "issuer": {"type": "string", "maxLength": 200, "description": "发文机关"},
        "number": {"type": "string", "maxLength": 200, "description": "文号"},
        "date": {"type": "string", "description": "发布日期，如 2024-05-01"},
        "effective_from": {"type": "string", "description": "施行日期"},
        "effective_to": {"type": "string", "description": "失效日期，没有就不写"},
        "scope": {"type": "array", "items": {"type": "string"}, "description": "适用的单位类型，可写多个"},
        "replace": {"type": "string", "description": "作为这个文件（编号）的新版本"}}}}}}}


def router(desk: FrontDesk) -> APIRouter:
    """The routes; with Authorization: Bearer, or the administrator's cookie and X-CSRF-Token."""
    routes = APIRouter(prefix="/api", tags=["管理"])

    @routes.post("/documents", status_code=201, summary="上传一个文件并使其生效（管理员）", openapi_extra=_FORM,
                 response_model=DocumentAddedOut, response_description="文件，已经生效",
                 responses=documented(400, 401, 403, 404, 409, 413, 415, 422, 429))
    async def add(request: Request) -> dict[str, Any]:
        """读取、拆分并立即生效；warnings 是值得核对的地方。写明 replace 时作为那个文件的新版本，旧版本仍可查阅。"""
        actor = await run_in_threadpool(desk.calling, request)
        async with receive(request) as upload:
            return await desk.change(lambda made: _put(desk, made, actor, upload))

    @routes.delete("/documents/{document_id}", status_code=204, summary="使一个文件失效（管理员）",
                   response_description="已经失效", responses=documented(401, 403, 404, 409, 422, 429))
    async def remove(request: Request,
                     document_id: Annotated[str, Path(max_length=200, description="文件编号")]) -> Response:
        """从知识库里拿走一个文件；各个版本仍在记录里，可以在管理页撤销。最后一个文件不能拿走。"""
        actor = await run_in_threadpool(desk.calling, request)
        await desk.change(lambda made: delete(made, actor, document_id))
        return Response(status_code=204)

    return routes


def _put(desk: FrontDesk, made: Desk, actor: Actor, upload: Upload) -> dict[str, Any]:
    entry = checked_entry(title=upload.field("title"), issuer=upload.field("issuer"), day=upload.field("date"),
                          number=upload.field("number"), effective_from=upload.field("effective_from"),
                          effective_to=upload.field("effective_to"),
                          scope=[s for stated in upload.fields.get("scope", ()) for s in _several(stated)])
    library = desk.live.library
    replaces = library.document(upload.field("replace")).id if upload.field("replace") else None
    draft = add_draft(desk.drafts, upload.file, name=upload.name, actor=actor, entry=entry,
                      replaces=replaces)
    try:
        draft = keeping_old(draft, library)
        seen = preview(draft, library.documents())
        document = put_in_force(made, actor, draft)
    except KBError:
        discard_draft(draft)
        raise
    lists = {title: len(clauses) for title, clauses in seen.lists}
    return document_object(document, lists) | {"warnings": list(seen.warnings)}


def _several(stated: str) -> list[str]:
    return [s.strip() for s in stated.replace("，", ",").replace("、", ",").split(",") if s.strip()]
