"""The checklist of a role (职责清单): GET /api/checklist."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.checklist_schemas import ChecklistOut, ChecklistQuery
from api.layers.problem import documented
from api.live import Live
from kb.checklist.library import library_checklist
from kb.checklist.objects import checklist_object


def router(live: Live) -> APIRouter:
    """The routes, over what is live."""
    routes = APIRouter(prefix="/api", tags=["查阅"])

    @routes.get("/checklist", summary="一个角色一年的职责清单", response_model=ChecklistOut,
                response_description="清单：有次数、数量或期限的在前，一般职责在后", responses=documented())
    def checklist(wanted: Annotated[ChecklistQuery, Query()]) -> dict[str, Any]:
        """一个角色在一类单位一年里的全部职责：本人的和他所领导的组织的，各多少、何时到期、留什么材料。"""
        found = library_checklist(live.library, role=wanted.role, scope=wanted.scope,
                                  year=wanted.year or date.today().year)
        return checklist_object(found)

    return routes
