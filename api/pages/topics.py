"""A topic across kinds of organisation (专题对照页): /topics?topic=三会一课&scope=机关, and the same as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from api.live import Live
from api.pages.export import download
from api.site import render
from kb.cite import document_of
from kb.errors import QuestionError
from kb.language.vocabulary import GENERAL_SCOPE
from kb.show.browse import kinds_present
from kb.training.topics.differences import phrase
from kb.training.topics.export.file import made
from kb.training.topics.grid import Grid, grid
from kb.training.topics.library import kinds_named, library_topic
from kb.training.topics.topic import topics as known
from kb.types import OUT_OF_FORCE

Kind = Literal["docx", "xlsx", "csv", "md"]
_MEDIA: dict[Kind, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


class Picked(BaseModel):
    """What a reader picked: the topic, and the kinds of organisation, all of them where none is picked."""

    topic: str = ""
    scope: list[str] = []

    def address(self, path: str = "/topics", topic: str | None = None) -> str:
        """The address of the same choice, or of another topic for the same kinds."""
        return f"{path}?{urlencode([('topic', topic or self.topic), *(('scope', s) for s in self.scope)])}"


@dataclass(frozen=True, slots=True)
class _Found:
    grid: Grid | None
    error: str | None


def router(live: Live) -> APIRouter:
    """The page and its files, over what is live."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/topics", response_class=HTMLResponse)
    def topics(request: Request, picked: Annotated[Picked, Query()]) -> HTMLResponse:
        live.check()
        with live.library.snapshot() as library:
            titles = {i for i, (_, status) in library.titles().items() if status not in OUT_OF_FORCE}
            kinds = kinds_present([c for c in library.clauses() if c.document_id in titles])
        found = _found(live, picked) if picked.topic.strip() else _Found(None, None)
        return render(request, "topics.html", picked=picked, topics=[t.name for t in known()],
                      kinds=[k for k in kinds if k != GENERAL_SCOPE], found=found.grid, error=found.error,
                      phrase=phrase, document_of=document_of)

    @pages.get("/topics.{kind}")
    def file(kind: Kind, picked: Annotated[Picked, Query()]) -> Response:
        held = _grid(live, picked)
        content = made(f".{kind}", held)
        return download(content.encode() if isinstance(content, str) else content, _MEDIA[kind],
                        f"专题对照-{held.table.topic}", "topic", f"{date.today().isoformat()}.{kind}")

    return pages


def _found(live: Live, picked: Picked) -> _Found:
    try:
        return _Found(_grid(live, picked), None)
    except QuestionError as e:
        return _Found(None, str(e))


def _grid(live: Live, picked: Picked) -> Grid:
    kinds = kinds_named(tuple(picked.scope))
    return grid(library_topic(live.library, name=picked.topic, scopes=kinds), kinds)
