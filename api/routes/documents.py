"""Reading documents (文件): GET /api/documents and GET /api/documents/{id}."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path

from api.layers.problem import documented
from api.live import Live
from api.schemas import DocumentDetailOut, DocumentOut
from kb.show.lookup import document_with_clauses, list_documents
from kb.show.objects import document_detail_object, document_object


def router(live: Live) -> APIRouter:
    """The routes, over what is live."""
    routes = APIRouter(prefix="/api", tags=["查阅"])

    @routes.get("/documents", summary="知识库里的文件", response_model=list[DocumentOut],
                response_description="全部文件，按名称")
    def documents() -> list[dict[str, Any]]:
        """全部文件和各清单的条款数。"""
        return [document_object(d, lists) for d, lists in list_documents(live.library)]

    @routes.get("/documents/{document_id}", summary="一个文件和它的全部条款", response_model=DocumentDetailOut,
                response_description="文件和它的条款", responses=documented(404))
    def document(document_id: Annotated[str, Path(max_length=200, description="文件编号")]) -> dict[str, Any]:
        """一个文件的来历和它的全部条款，按印出的次序。"""
        return document_detail_object(*document_with_clauses(live.library, document_id))

    return routes
