"""The sign-in of readers (登录): a page that takes the read token or a key and gives a signed cookie; signing out."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.layers.read_token import COOKIE, MAX_AGE, Pass
from api.site import render


def router(reader: Pass) -> APIRouter:
    """The pages, for a site that asks for a token."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/sign-in")
    def show(request: Request, next: str = "/") -> Response:
        return render(request, "sign_in.html", next=local_address(next), error=None)

    @pages.post("/sign-in")
    def sign_in(request: Request, token: Annotated[str, Form(max_length=500)] = "",
                next: Annotated[str, Form(max_length=5000)] = "/") -> Response:
        cookie = reader.sign_in(token.strip())
        if cookie is None:
            return render(request, "sign_in.html", status=401, next=local_address(next),
                          error="口令不对。请核对后再输入，或向管理员索取。")
        response = RedirectResponse(local_address(next), 303)
        response.set_cookie(COOKIE, cookie, max_age=MAX_AGE, httponly=True, samesite="lax",
                            secure=request.url.scheme == "https")
        return response

    @pages.get("/sign-out")
    def ask(request: Request) -> Response:
        return render(request, "sign_out.html") if reader.session(request) else RedirectResponse("/sign-in", 303)

    @pages.post("/sign-out")
    def sign_out(request: Request) -> Response:
        if session := reader.session(request):
            reader.end(session)
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return response

    return pages


def local_address(stated: str) -> str:
    """An address on this site to go on to; the start page in place of any other."""
    parts = urlsplit(stated) if stated.isprintable() and "\\" not in stated else None
    local = parts is not None and not parts.scheme and not parts.netloc and stated.startswith("/")
    return stated if local and not stated.startswith("//") else "/"
