"""A checklist as a file (导出清单): GET as the regulations have it, POST a kept list with its ticks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.list_schemas import ListRequest
from api.lists import Lists
from api.pages.export import download
from kb.checklist.export.boxes import Ticks
from kb.checklist.export.file import made
from kb.checklist.items import Checklist
from kb.checklist.words import title

Kind = Literal["xlsx", "docx", "ics", "md"]
_MEDIA: dict[Kind, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


def router(lists: Lists) -> APIRouter:
    """The routes, over what is live."""
    files = APIRouter(prefix="/checklist/export", include_in_schema=False)

    @files.get("/{kind}")
    def plain(kind: Kind, role: str, scope: str, year: int | None = None) -> Response:
        return _file(kind, lists.checklist(role, scope, year or date.today().year), {})

    @files.post("/{kind}")
    def with_ticks(kind: Kind, asked: ListRequest) -> Response:
        return _file(kind, *lists.exported(asked.kept.as_kept()))

    return files


def _file(kind: Kind, found: Checklist, ticks: Ticks) -> Response:
    content = made(f".{kind}", found, ticks=ticks, now=datetime.now().astimezone())
    return download(content.encode() if isinstance(content, str) else content, _MEDIA[kind], title(found), "checklist",
                    f"{date.today().isoformat()}.{kind}")
