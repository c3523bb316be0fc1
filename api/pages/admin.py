"""The administrator's desk (管理首页): signing in, documents with what can be done to them, the record."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from api.admission import MAX_NAME, check_csrf, fresh_session
from api.front_desk import FrontDesk
from api.layers.address import address_of
from api.layers.auth import OFF
from api.layers.refusal import Refusal
from api.pages.admin_frame import AdminPage, admin_page, see_other
from api.site import render
from kb.errors import ChangeError
from kb.ingest.readers import SUFFIXES
from kb.manage.administration import delete, repeal, undo
from kb.manage.drafts import list_drafts
from kb.store.register import UNDO, audit_page, offered_undo, withdrawn

_ROWS = 50
_INSIDE = re.compile(r"/admin(?:/[\w./-]*)?")


def router(desk: FrontDesk) -> APIRouter:
    """The pages of the desk."""
    pages = APIRouter(prefix="/admin", include_in_schema=False, route_class=AdminPage)

    @pages.get("", response_class=HTMLResponse)
    def home(request: Request, replace: str = "") -> HTMLResponse:
        session = desk.entered(request)
        library = desk.live.library
        documents = library.documents()
        return admin_page(
            desk, request, session, "admin.html", documents=documents,
            counts=library.clause_counts(), undoable=offered_undo(library), again=UNDO,
            withdrawn=withdrawn(library), drafts=list_drafts(desk.drafts),
            replaces=next((d for d in documents if d.id == replace), None), max_upload=desk.max_upload,
            suffixes=",".join(sorted(SUFFIXES)))

    @pages.get("/sign-in", response_class=HTMLResponse)
    def sign_in_page(request: Request, next: str = "/admin") -> Response:
        if not desk.auth.on:
            raise Refusal(404, OFF)
        known = desk.auth.session(request)
        if known is not None and known.signed_in:
            return see_other(_inside(next))
        session = known or fresh_session()
        page = _sign_in(request, session.csrf, next)
        if known is None:
            desk.auth.remember(page, request, session)
        return page

    @pages.post("/sign-in", response_class=HTMLResponse)
    def sign_in(request: Request, token: str = Form("", max_length=1000), name: str = Form("", max_length=200),
                next: str = Form("/admin"), csrf: str = Form("")) -> Response:
        if not desk.auth.on:
            raise Refusal(404, OFF)
        session = desk.auth.session(request)
        if session is None:
            raise Refusal(403, "登录页已过期，或浏览器不接受 cookie。请重新打开登录页。")
        check_csrf(session, csrf)
        key = desk.auth.check_key(token.strip())
        if key is None and not desk.auth.check_token(token.strip(), address_of(request.scope)):
            return _sign_in(request, session.csrf, next, name=name, error="口令不对，请重新输入。", status=401)
        response = see_other(_inside(next))
        desk.auth.remember(response, request, fresh_session(signed_in=True, name=name or (key.name if key else ""),
                                                            key=key.id if key else ""))
        return response

    @pages.post("/sign-out")
    def sign_out(request: Request, csrf: str = Form("")) -> Response:
        desk.writing(request, csrf)
        response = see_other("/admin/sign-in")
        desk.auth.end(response, desk.entered(request))
        return response

    @pages.post("/documents/{document_id}/{action}")
    def change(request: Request, document_id: str, action: str, csrf: str = Form("")) -> Response:
        actor = desk.writing(request, csrf)
        title = desk.live.library.document(document_id).title
        if action == "repeal":
            job = desk.start(f"废止《{title}》", lambda d: (
                f"《{repeal(d, actor, document_id).title}》已废止：仍可查阅，回答不再引用。"))
        elif action == "delete":
            job = desk.start(f"删除《{title}》", lambda d: f"《{delete(d, actor, document_id).title}》已删除。")
        else:
            raise ChangeError("没有这种操作。")
        return see_other(f"/admin/jobs/{job.id}")

    @pages.get("/audit", response_class=HTMLResponse)
    def record(request: Request, page: int = 1) -> HTMLResponse:
        session = desk.entered(request)
        page = min(max(page, 1), 1_000_000)
        rows, total = audit_page(desk.live.library, offset=(page - 1) * _ROWS, limit=_ROWS)
        return admin_page(desk, request, session, "admin_audit.html", rows=rows, page=page, again=UNDO,
                          offered={r.id for r in offered_undo(desk.live.library).values()},
                          pages=max(1, -(-total // _ROWS)), total=total)

    @pages.post("/audit/{row_id}/undo")
    def take_back(request: Request, row_id: int, csrf: str = Form("")) -> Response:
        actor = desk.writing(request, csrf)
        job = desk.start("撤销", lambda d: f"已撤销，《{undo(d, actor, row_id)}》恢复到这一步之前。")
        return see_other(f"/admin/jobs/{job.id}")

    @pages.get("/jobs/{job_id}", response_class=HTMLResponse)
    def job(request: Request, job_id: str) -> HTMLResponse:
        return admin_page(desk, request, desk.entered(request), "admin_job.html", job=desk.jobs.get(job_id))

    @pages.get("/jobs/{job_id}/state")
    def job_state(request: Request, job_id: str) -> dict[str, Any]:
        desk.entered(request)
        return desk.jobs.get(job_id).as_object()

    return pages


def _sign_in(request: Request, csrf: str, back: str, *, name: str = "", error: str | None = None,
             status: int = 200) -> HTMLResponse:
    return render(request, "admin_sign_in.html", status=status, csrf=csrf, next=_inside(back), name=name[:MAX_NAME],
                  error=error)


def _inside(path: str) -> str:
    """The path where it leads to one of these pages, else the first of them."""
    return path if _INSIDE.fullmatch(path) else "/admin"
