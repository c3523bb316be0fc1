"""The table of obligations (职责事项): GET /api/obligations."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.layers.problem import documented
from api.live import Live
from api.request_schemas import ObligationQuery
from api.schemas import ObligationOut
from kb.question.filters import checked_role, checked_scope
from kb.show.lookup import list_obligations
from kb.show.objects import obligation_object


def router(live: Live) -> APIRouter:
    """The routes, over what is live."""
    routes = APIRouter(prefix="/api", tags=["查阅"])

    @routes.get("/obligations", summary="有次数、数量、期限的职责事项", response_model=list[ObligationOut],
                response_description="职责事项，按文件和印出的次序", responses=documented(404))
    def obligations(wanted: Annotated[ObligationQuery, Query()]) -> list[dict[str, Any]]:
        """各条款里有次数、数量、期限的职责事项，一项一行。"""
        rows = list_obligations(live.library, scope=checked_scope(wanted.scope), role=checked_role(wanted.role),
                                document=wanted.document)
        return [obligation_object(o, c, document=title) for o, c, title in rows]

    return routes
