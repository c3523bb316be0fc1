"""A quiz to be answered (试题页): /quiz, scored and explained without JavaScript, and as files to download."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.live import Live
from api.pages.export import download
from api.site import render
from kb.data import load_toml
from kb.errors import QuestionError
from kb.language.vocabulary import GENERAL_SCOPE
from kb.question.filters import scope_names
from kb.training.item import Item, ItemType
from kb.training.quiz.choices import LETTERS
from kb.training.quiz.export.file import key_bytes, paper_bytes
from kb.training.quiz.library import MOST, library_quiz
from kb.training.quiz.paper import key, options, question, reasons, sections, title
from kb.training.quiz.score import is_right, points
from kb.training.topics.topic import topics as suggested

File = Literal["docx", "key", "xlsx", "html"]
_MEDIA: dict[File, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "key": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
_MANY = Annotated[list[str] | None, Query()]
_LONG = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader wants to be asked, as the address says it; what is no number or no type is left aside."""

    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    types: tuple[ItemType, ...] = ()
    n: int = 10
    seed: int = 1

    @property
    def address(self) -> str:
        """The same as a query."""
        return urlencode([*(("topic", t) for t in self.topics), *(("scope", k) for k in self.kinds),
                          *(("type", t) for t in self.types), ("n", self.n), ("seed", self.seed)])

    def again(self) -> Wanted:
        """Another quiz on the same."""
        return Wanted(self.topics, self.kinds, self.types, self.n, self.seed + 1)


def router(live: Live) -> APIRouter:
    """The pages, over what is live. Nothing that is answered is kept."""
    pages = APIRouter(prefix="/quiz", include_in_schema=False)

    def made(wanted: Wanted) -> tuple[Item, ...]:
        return library_quiz(live.library, topics=wanted.topics, kinds=wanted.kinds, n=wanted.n, seed=wanted.seed,
                            types=wanted.types)

    def page(request: Request, wanted: Wanted, *, given: dict[int, list[str]] | None = None) -> HTMLResponse:
        items: tuple[Item, ...] = ()
        error = None
        try:
            items = made(wanted) if request.url.query or given is not None else ()
        except QuestionError as e:
            error = str(e)
        return render(request, "quiz.html", wanted=wanted, error=error, found=bool(items),
                      documents={i: c.document_id for i, c in live.library.clauses_by_id(
                          [x.clause for x in items]).items()}, **_shown(items, wanted),
                      **_scored(items, given))

    @pages.get("", response_class=HTMLResponse)
    def form(request: Request, topic: _MANY = None, scope: _MANY = None, type: _MANY = None, n: str = "",
             seed: str = "") -> HTMLResponse:
        live.check()
        return page(request, _wanted(topic, scope, type, n, seed))

    @pages.post("", response_class=HTMLResponse)
    async def answered(request: Request) -> HTMLResponse:
        async with request.form(max_fields=2000) as sent:
            fields = {name: [str(v) for v in sent.getlist(name)] for name in sent}
        wanted = _wanted(fields.get("topic"), fields.get("scope"), fields.get("type"), *(
            (fields.get(name) or [""])[0] for name in ("n", "seed")))
        given = {int(name[1:]): values for name, values in fields.items()
                 if name[:1] == "q" and name[1:].isascii() and name[1:].isdecimal() and len(name) < 6}
        return page(request, wanted, given=given)

    @pages.get("/export/{file}")
    def export(file: File, topic: _MANY = None, scope: _MANY = None, type: _MANY = None, n: str = "",
               seed: str = "") -> Response:
        wanted = _wanted(topic, scope, type, n, seed)
        items = made(wanted)
        said = {"topics": wanted.topics, "seed": wanted.seed}
        content = (key_bytes(items, **said) if file == "key" else  # type: ignore[arg-type]
                   paper_bytes(f".{file}", items, **said))  # type: ignore[arg-type]
        ending = "docx" if file == "key" else file
        name = title(wanted.topics, "answers" if file == "key" else "title")
        return download(content, _MEDIA[file], name, "answers" if file == "key" else "quiz",
                        f"{date.today().isoformat()}.{ending}")

    return pages


def _wanted(topics: Sequence[str] | None, kinds: Sequence[str] | None, types: Sequence[str] | None, n: str,
            seed: str) -> Wanted:
    known: tuple[ItemType, ...] = get_args(ItemType)
    return Wanted(
        tuple(dict.fromkeys(t.strip()[:_LONG] for t in topics or () if t.strip())),
        tuple(dict.fromkeys(k for k in kinds or () if k in scope_names())),
        tuple(t for t in known if t in (types or ())), min(max(_number(n, 10), 1), MOST), _number(seed, 1))


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


def _shown(items: Sequence[Item], wanted: Wanted) -> dict[str, Any]:
    said = load_toml("quiz.toml")
    return {"sections": sections(items), "question": question, "options": options, "letters": LETTERS,
            "title": title(wanted.topics), "said": said["page"], "verdicts": said["key"], "names": said["names"],
            "kinds": [s for s in scope_names() if s != GENERAL_SCOPE], "topics": [t.name for t in suggested()],
            "total": len(items), "most": MOST, "key": key, "reasons": reasons}


def _scored(items: Sequence[Item], given: dict[int, list[str]] | None) -> dict[str, Any]:
    """The answers with what is right of them, by the number of the item; none before anything is sent."""
    if given is None:
        return {"given": {}, "right": {}, "score": None}
    # as the sections number them
    right = {n.number: is_right(n.item, given.get(n.number, [])) for s in sections(items) for n in s.items}
    score = load_toml("quiz.toml")["page"]["score"].format(right=sum(r is True for r in right.values()),
                                                           all=points(items))
    return {"given": given, "right": right, "score": score}
