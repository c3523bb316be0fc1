"""What a reader has collected (收集页): /basket. It is kept in the browser; the service sees nothing of it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.live import Live
from api.site import render


def router(live: Live) -> APIRouter:
    """The page; it shows nothing of what is live."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/basket", response_class=HTMLResponse)
    def basket(request: Request) -> HTMLResponse:
        return render(request, "basket.html")

    return pages
