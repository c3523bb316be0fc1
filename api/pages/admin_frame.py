"""The frame of the administrator's pages (管理页框架): errors as readable pages, and what each page shows around it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute

from api.auth import Session
from api.front_desk import FrontDesk
from api.pages.site import render
from api.problems import problem, retry_after_of, status_of
from kb.errors import KBError

_Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class AdminPage(APIRoute):
    """A route whose expected failures are pages: to the sign-in page where nobody has signed in, else what is wrong.
    A script that asks for JSON gets a problem object.
    """

    def get_route_handler(self) -> _Handler:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                response = await handle(request)
            except RequestValidationError:
                return _failed(request, 422, "页面送来的内容不完整。请返回后重试。", None)
            except KBError as e:
                return _failed(request, status_of(e), str(e), retry_after_of(e))
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return guarded


def _failed(request: Request, status: int, message: str, retry_after: int | None) -> Response:
    if "application/json" in request.headers.get("accept", ""):
        return problem(status, message, retry_after=retry_after)
    if status == 401:
        back = quote(request.url.path) if request.method == "GET" else ""
        return see_other(f"/admin/sign-in?next={back}" if back else "/admin/sign-in")
    page = render(request, "admin_error.html", status=status, message=message, code=status)
    page.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        page.headers["Retry-After"] = str(retry_after)
    return page


def see_other(path: str) -> RedirectResponse:
    """To another page after a form."""
    return RedirectResponse(path, status_code=303)


def admin_page(desk: FrontDesk, request: Request, session: Session, template: str, **context: Any) -> HTMLResponse:
    """One of the administrator's pages."""
    return render(request, template, csrf=session.csrf, name=session.name, moment=moment, **context)


def moment(stored: str) -> str:
    """A stored moment (UTC) as the clock on the wall shows it."""
    return datetime.fromisoformat(stored).astimezone().strftime("%Y-%m-%d %H:%M")
