"""What every page shares: where the templates lie and what the frame around each page shows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from kb.show.export.message import to_html, to_text
from kb.show.marks import circled
from kb.store.versions import VersionState
from kb.types import Status

HERE = Path(__file__).resolve().parent
_templates = Jinja2Templates(directory=HERE / "templates")


def moment(stored: str) -> str:
    """A stored moment (UTC) as the clock on the wall shows it."""
    return datetime.fromisoformat(stored).astimezone().strftime("%Y-%m-%d %H:%M")


_templates.env.globals.update(Status=Status, VersionState=VersionState, moment=moment)
_templates.env.filters.update(circled=circled, as_message=to_text, as_rich_message=to_html)


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page from a template. Everything in `context` is escaped; markup in texts shows as text."""
    return _templates.TemplateResponse(request, template, context, status_code=status)
