"""Uploads and their preview (上传与预览)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse

from api.admission import actor_of, check_csrf
from api.front_desk import FrontDesk
from api.pages.admin_frame import AdminPage, admin_page, see_other
from api.uploads import Upload, receive
from kb.errors import KBError
from kb.manage.administration import Desk, put_in_force
from kb.manage.drafts import add_draft, checked_entry, correct_draft, discard_draft, load_draft
from kb.manage.editions import keeping_old
from kb.manage.preview import comparison, preview
from kb.question.filters import scope_names
from kb.show.difference import KINDS, summary, where
from kb.store.register import Actor

# So many files at once without a script, which sends each by itself.
_FILES = 50


@dataclass(frozen=True, slots=True)
class _Received:
    """What became of one of several files: its draft, or why it was not taken."""

    name: str
    draft: str | None
    reason: str


def router(desk: FrontDesk) -> APIRouter:
    """The pages, from the upload to the word that puts it in force."""
    pages = APIRouter(prefix="/admin", include_in_schema=False, route_class=AdminPage)
    shelf = desk.drafts

    @pages.post("/upload")
    async def upload(request: Request) -> Response:
        session = desk.entered(request)
        stated = request.headers.get("x-csrf-token", "")
        if stated:  # a script says so before the file comes; a plain form within it
            check_csrf(session, stated)
        async with receive(request, files=_FILES) as received:
            if not stated:
                check_csrf(session, received.field("csrf"))
            if received.others:
                results = await run_in_threadpool(_add_each, desk, actor_of(request, session), received)
                return admin_page(desk, request, session, "admin_uploaded.html", results=results)
            draft_id = await run_in_threadpool(_add, desk, actor_of(request, session), received)
        path = f"/admin/drafts/{draft_id}"
        scripted = "application/json" in request.headers.get("accept", "")
        return JSONResponse({"location": path}, 201) if scripted else see_other(path)

    @pages.get("/drafts/{draft_id}", response_class=HTMLResponse)
    def shown(request: Request, draft_id: str) -> HTMLResponse:
        session = desk.entered(request)
        draft = load_draft(shelf, draft_id)
        documents = desk.live.library.documents()
        seen = preview(draft, documents, today=desk.live.library.today())
        return admin_page(desk, request, session, "admin_draft.html", draft=draft, preview=seen, documents=documents,
                          scopes=scope_names(), found=comparison(desk.live.library, draft, seen), kinds=KINDS,
                          summary=summary, where=where, linked=False)

    @pages.post("/drafts/{draft_id}")
    def decided(request: Request, draft_id: str, action: str = Form("save"), title: str = Form(""),
                issuer: str = Form(""), date: str = Form(""), scope: Annotated[list[str] | None, Form()] = None,
                number: str = Form(""), effective_from: str = Form(""), effective_to: str = Form(""),
                replaces: str = Form(""), csrf: str = Form("")) -> Response:
        actor = desk.writing(request, csrf)
        draft = load_draft(shelf, draft_id)
        if action == "discard":
            discard_draft(draft)
            return see_other("/admin")
        entry = checked_entry(title=title, issuer=issuer, day=date, scope=scope or (), number=number,
                              effective_from=effective_from, effective_to=effective_to)
        replaced = desk.live.library.document(replaces).id if replaces else None
        changed, draft = replaced != draft.replaces, correct_draft(draft, entry, replaces=replaced)
        draft = keeping_old(draft, desk.live.library) if changed else draft
        if action != "put":
            return see_other(f"/admin/drafts/{draft.id}")
        name = preview(draft, ()).document.title
        job = desk.start(f"使《{name}》生效", lambda d: _put(d, actor, draft_id=draft.id))
        return see_other(f"/admin/jobs/{job.id}")

    def _put(at: Desk, actor: Actor, *, draft_id: str) -> str:
        document = put_in_force(at, actor, load_draft(shelf, draft_id))
        return f"《{document.title}》已生效，可以提问了。"

    return pages


def _add_each(desk: FrontDesk, actor: Actor, received: Upload) -> list[_Received]:
    """Takes in each of several files by itself: one that cannot be read does not stop the others."""
    shelf, library, out = desk.drafts, desk.live.library, []
    for file, name in ((received.file, received.name), *received.others):
        try:
            draft = keeping_old(add_draft(shelf, file, name=name, actor=actor), library)
        except KBError as e:
            out.append(_Received(name, None, str(e)))
        else:
            out.append(_Received(name, draft.id, ""))
    return out


def _add(desk: FrontDesk, actor: Actor, received: Upload) -> str:
    replaces = received.field("replace")
    known = desk.live.library.document(replaces).id if replaces else None
    draft = add_draft(desk.drafts, received.file, name=received.name, actor=actor, replaces=known)
    return keeping_old(draft, desk.live.library).id
