"""What every page shares: where the templates lie and what the frame around each page shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

HERE = Path(__file__).resolve().parent
_templates = Jinja2Templates(directory=HERE / "templates")


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page from a template. Everything in `context` is escaped; markup in texts shows as text."""
    return _templates.TemplateResponse(request, template, context, status_code=status)
