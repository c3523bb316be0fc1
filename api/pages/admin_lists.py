"""The lists that the service keeps (清单管理): all of them, a new one, another key, put away and brought back."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from api.front_desk import FrontDesk
from api.lists import Lists, list_link
from api.pages.admin_frame import AdminPage, admin_page, see_other
from kb.errors import ChangeError, KBError
from kb.language.vocabulary import GENERAL_SCOPE, roles
from kb.question.filters import scope_names
from kb.store.lists import list_heads, make_list, remove_list, renew_key

_FIRST, _LAST = 1949, 2100


def router(desk: FrontDesk, lists: Lists) -> APIRouter:
    """The pages of the desk."""
    pages = APIRouter(prefix="/admin/lists", include_in_schema=False, route_class=AdminPage)
    library = desk.live.library

    def page(request: Request, *, link: str = "", error: str = "") -> HTMLResponse:
        return admin_page(desk, request, desk.entered(request), "admin_lists.html", heads=list_heads(library),
                          link=f"{str(request.base_url).rstrip('/')}{link}" if link else "", error=error,
                          scopes=[s for s in scope_names() if s != GENERAL_SCOPE], roles=[r.name for r in roles()],
                          year=library.today().year)

    @pages.get("", response_class=HTMLResponse)
    def home(request: Request) -> HTMLResponse:
        return page(request)

    @pages.post("", response_class=HTMLResponse)
    def make(request: Request, csrf: str = Form(""), name: str = Form("", max_length=100),
             role: str = Form("", max_length=20), scope: str = Form("", max_length=20),
             year: str = Form("", max_length=4), owner: str = Form("", max_length=100)) -> HTMLResponse:
        desk.writing(request, csrf)
        when = int(year) if year.isascii() and year.isdecimal() else 0
        try:
            if not (role and scope and _FIRST <= when <= _LAST):
                raise ChangeError("请选单位类型、角色和年度。")
            kept = lists.started(name=name, role=role, scope=scope, year=when, owner=owner)
        except KBError as e:
            return page(request, error=str(e))
        return page(request, link=list_link(*make_list(library, kept)))

    @pages.post("/{list_id}/{action}", response_class=HTMLResponse)
    def change(request: Request, list_id: str, action: str, csrf: str = Form("")) -> Response:
        desk.writing(request, csrf)
        if action == "key":
            return page(request, link=list_link(list_id, renew_key(library, list_id)))
        if action not in ("remove", "bring-back"):
            raise ChangeError("没有这种操作。")
        remove_list(library, list_id, removed=action == "remove")
        return see_other("/admin/lists")

    return pages
