"""Obligations corrected by hand (更正职责事项): of a document in force, and in the preview of an upload."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from api.correction_schemas import CorrectionForm
from api.front_desk import FrontDesk
from api.pages.admin_frame import AdminPage, admin_page, see_other
from kb.manage.correcting import correct, correct_in_draft, draft_book, revoke, revoke_in_draft, told
from kb.manage.corrections import COMPARATORS, Book, book_in_force, counted
from kb.manage.drafts import load_draft

_SHOWN = 1000


def router(desk: FrontDesk) -> APIRouter:
    """The pages: all obligations of a document, one clause with its own, and what its forms send."""
    pages = APIRouter(prefix="/admin", include_in_schema=False, route_class=AdminPage)
    shelf = desk.drafts

    def shown(request: Request, book: Book, base: str, back: str, clause: str) -> HTMLResponse:
        session = desk.entered(request)
        if clause:
            return admin_page(desk, request, session, "admin_correct.html", book=book, sheet=book.sheet(clause),
                              base=base, comparators=COMPARATORS, told=told, counted=counted)
        sheets = [s for s in book.sheets if s.rows or s.removed]
        return admin_page(desk, request, session, "admin_corrections.html", book=book, base=base, back=back,
                          sheets=sheets[:_SHOWN], left=max(0, len(sheets) - _SHOWN), told=told,
                          without=[s for s in book.sheets if not s.rows and not s.removed][:_SHOWN])

    @pages.get("/documents/{document_id}/obligations", response_class=HTMLResponse)
    def of_document(request: Request, document_id: str, clause: str = "") -> HTMLResponse:
        desk.entered(request)
        book = book_in_force(desk.live.library, document_id)
        return shown(request, book, f"/admin/documents/{document_id}/obligations", "/admin", clause)

    @pages.get("/drafts/{draft_id}/obligations", response_class=HTMLResponse)
    def of_draft(request: Request, draft_id: str, clause: str = "") -> HTMLResponse:
        desk.entered(request)
        draft = load_draft(shelf, draft_id)
        return shown(request, draft_book(draft), f"/admin/drafts/{draft.id}/obligations", f"/admin/drafts/{draft.id}",
                     clause)

    @pages.post("/documents/{document_id}/obligations")
    def corrected(request: Request, document_id: str, wanted: Annotated[CorrectionForm, Form()]) -> Response:
        actor = desk.writing(request, wanted.csrf)
        title = desk.live.library.document(document_id).title
        job = desk.start(f"更正《{title}》的职责事项", lambda d: "已更正：" + correct(
            d, actor, document_id, wanted.clause, wanted.key, wanted.stated()))
        return see_other(f"/admin/jobs/{job.id}")

    @pages.post("/documents/{document_id}/obligations/{correction_id}/revoke")
    def revoked(request: Request, document_id: str, correction_id: int, csrf: str = Form("")) -> Response:
        actor = desk.writing(request, csrf)
        title = desk.live.library.document(document_id).title
        job = desk.start(f"取回《{title}》的更正", lambda d: (
            f"已取回，恢复为读出的样子：{revoke(d, actor, document_id, correction_id)}"))
        return see_other(f"/admin/jobs/{job.id}")

    @pages.post("/drafts/{draft_id}/obligations")
    def corrected_in_draft(request: Request, draft_id: str, wanted: Annotated[CorrectionForm, Form()]) -> Response:
        actor = desk.writing(request, wanted.csrf)
        correct_in_draft(load_draft(shelf, draft_id), actor, wanted.clause, wanted.key, wanted.stated())
        return see_other(f"/admin/drafts/{draft_id}/obligations?clause={wanted.clause}")

    @pages.post("/drafts/{draft_id}/obligations/{correction_id}/revoke")
    def revoked_in_draft(request: Request, draft_id: str, correction_id: int, csrf: str = Form("")) -> Response:
        desk.writing(request, csrf)
        revoke_in_draft(load_draft(shelf, draft_id), correction_id)
        return see_other(f"/admin/drafts/{draft_id}/obligations")

    return pages
