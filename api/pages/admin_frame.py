"""The frame of the administrator's pages (管理页框架): who has not signed in is led there, and what each page shows."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute

from api.front_desk import FrontDesk
from api.layers.auth import Session
from api.layers.refusal import Refusal
from api.site import render

_Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class AdminPage(APIRoute):
    """A route that leads to the sign-in page where nobody has signed in, and says how administration is switched on
    where it is off. A script that asks for JSON gets a problem object.
    """

    def get_route_handler(self) -> _Handler:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except Refusal as e:
                if "application/json" in request.headers.get("accept", ""):
                    raise
                if not request.app.state.administration:
                    return render(request, "admin_off.html", status=e.status)
                if e.status != 401:
                    raise
                back = quote(request.url.path) if request.method == "GET" else ""
                return see_other(f"/admin/sign-in?next={back}" if back else "/admin/sign-in")

        return guarded


def see_other(path: str) -> RedirectResponse:
    """To another page after a form."""
    return RedirectResponse(path, status_code=303)


def admin_page(desk: FrontDesk, request: Request, session: Session, template: str, **context: Any) -> HTMLResponse:
    """One of the administrator's pages."""
    return render(request, template, csrf=session.csrf, name=session.name, **context)
