"""What is known of a document besides its words, stated anew at any time (修改信息)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from api.front_desk import FrontDesk
from api.pages.admin_frame import AdminPage, admin_page, see_other
from kb.manage.administration import describe
from kb.manage.drafts import checked_entry
from kb.manage.editions import stated_scope
from kb.question.filters import scope_names
from kb.store.versions import content, versions_of


def router(desk: FrontDesk) -> APIRouter:
    """The page and what it sends."""
    pages = APIRouter(prefix="/admin/documents", include_in_schema=False, route_class=AdminPage)

    @pages.get("/{document_id}/facts", response_class=HTMLResponse)
    def shown(request: Request, document_id: str) -> HTMLResponse:
        session = desk.entered(request)
        library = desk.live.library
        library.document(document_id)
        held = content(library, next(v for v in versions_of(library, document_id) if v.held))
        return admin_page(desk, request, session, "admin_facts.html", document=held.document, scopes=scope_names(),
                          chosen=stated_scope(held.document, held.clauses))

    @pages.post("/{document_id}/facts")
    def stated(request: Request, document_id: str, title: str = Form(""), issuer: str = Form(""), date: str = Form(""),
               scope: Annotated[list[str] | None, Form()] = None, number: str = Form(""),
               effective_from: str = Form(""), effective_to: str = Form(""), csrf: str = Form("")) -> Response:
        actor = desk.writing(request, csrf)
        document = desk.live.library.document(document_id)
        entry = checked_entry(title=title, issuer=issuer, day=date, scope=scope or (), number=number,
                              effective_from=effective_from, effective_to=effective_to)
        job = desk.start(f"修改《{document.title}》的信息", lambda d: (
            f"《{describe(d, actor, document_id, entry).title}》的信息已修改。"))
        return see_other(f"/admin/jobs/{job.id}")

    return pages
