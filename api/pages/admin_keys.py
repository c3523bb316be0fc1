"""Keys to the interface (密钥): all of them, a new one, which is shown once, and withdrawing one."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from api.front_desk import FrontDesk
from api.pages.admin_frame import AdminPage, admin_page, see_other
from kb.errors import ChangeError
from kb.keys import MAX_NAME, MAX_RATE, Rights, rate_said
from kb.store.keys import known_keys, make_key, withdraw_key


def router(desk: FrontDesk) -> APIRouter:
    """The pages of the desk."""
    pages = APIRouter(prefix="/admin/keys", include_in_schema=False, route_class=AdminPage)
    library = desk.live.library

    def page(request: Request, *, key: str = "", error: str = "", name: str = "", rate: str = "") -> HTMLResponse:
        return admin_page(desk, request, desk.entered(request), "admin_keys.html", keys=known_keys(library), key=key,
                          error=error, named=name, rate=rate, max_name=MAX_NAME, max_rate=MAX_RATE, said=rate_said,
                          usual=desk.rate)

    @pages.get("", response_class=HTMLResponse)
    def home(request: Request) -> HTMLResponse:
        return page(request)

    @pages.post("", response_class=HTMLResponse)
    def make(request: Request, csrf: str = Form(""), name: str = Form("", max_length=200),
             rights: str = Form("", max_length=20), rate: str = Form("", max_length=20)) -> HTMLResponse:
        actor = desk.writing(request, csrf)
        try:
            given = Rights.ADMINISTER if rights == Rights.ADMINISTER else Rights.READ
            _, key = make_key(library, actor, name, rights=given, rate=_rate(rate))
        except ChangeError as e:
            return page(request, error=str(e), name=name, rate=rate)
        return page(request, key=key, name=name)

    @pages.post("/{key_id}/withdraw")
    def withdraw(request: Request, key_id: str, csrf: str = Form("")) -> Response:
        withdraw_key(library, desk.writing(request, csrf), key_id)
        return see_other("/admin/keys")

    return pages


def _rate(stated: str) -> int | None:
    """The rate of the form, None where the field is blank. Raises ChangeError."""
    if not stated.strip():
        return None
    if not (stated.strip().isascii() and stated.strip().isdecimal()):
        raise ChangeError(f"每分钟的次数应为 0–{MAX_RATE} 的整数，0 为不限。")
    return int(stated)
