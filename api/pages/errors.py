"""Errors as a person reads them (出错页): for addresses that a browser opens, in the frame of the site."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.pages.site import render


def wants_page(request: Request) -> bool:
    """Whether an error is shown as a page: where a browser asks, except under /api."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def error_page(request: Request, status: int, title: str, detail: str) -> HTMLResponse:
    """A page that says what went wrong and where to go on."""
    return render(request, "error.html", status=status, title=title, detail=detail)
