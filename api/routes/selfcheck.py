"""One's own plan against the checklist (对照检查): POST /api/selfcheck."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from api.layers.problem import documented
from api.live import Live
from api.plans import Checking
from kb.checklist.selfcheck.objects import selfcheck_object
from kb.language.vocabulary import roles
from kb.question.filters import scope_names

_FORM = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": {
    "type": "object", "required": ["role", "scope"], "anyOf": [{"required": ["text"]}, {"required": ["file"]}],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "计划或记录：docx、xlsx、pdf、txt 等"},
        "text": {"type": "string", "minLength": 1, "description": "或者它的文字"},
        "role": {"type": "string", "enum": [r.name for r in roles()], "description": "对照哪个角色的清单"},
        "scope": {"type": "string", "enum": scope_names(), "description": "对照哪类单位的清单"},
        "year": {"type": "string", "pattern": "^(19[3-9]|20[0-9])[0-9]$",
                 "description": "哪一年；不写则取计划里写的年份，没有写就是今年"}}}}}}}


def router(live: Live) -> APIRouter:
    """The route, over what is live."""
    routes = APIRouter(prefix="/api", tags=["查阅"])
    checking = Checking(live)

    @routes.post("/selfcheck", summary="拿计划或记录对照职责清单", openapi_extra=_FORM,
                 response_description="清单各条，各有结论、查到的次数和计划里的字句",
                 responses=documented(400, 413, 415, 422, 429))
    async def selfcheck(request: Request) -> dict[str, Any]:
        """逐条对照：已列入、次数不足、未列入、拿不准。送来的文件只读一遍，不保存。"""
        return selfcheck_object((await checking.check(request, [])).report)

    return routes
