"""The table of obligations (职责事项页): /obligations, by role, kind of organisation, document and period, in the order
that a reader picks, and as a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from api.live import Live
from api.site import render
from kb.cite import citation
from kb.errors import NotFoundError, QuestionError
from kb.language.vocabulary import roles
from kb.question.filters import checked_role, checked_scope
from kb.show.browse import kinds_present
from kb.show.lookup import roles_bound, select_obligations
from kb.show.obligation_file import as_csv
from kb.show.obligation_table import COLUMNS, SORTS, Row, sorted_rows
from kb.types import OUT_OF_FORCE, Clause, Obligation
from kb.validity.parts import has_ended, rules_of

_PAGE = 500
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_YES = "1"


class Picked(BaseModel):
    """What a reader picked: filters, an order (`desc` is "1" for the other way round), and whether to list what is out
    of force, too (`all` is "1").
    """

    scope: str = ""
    role: str = ""
    document: str = ""
    period: str = ""
    sort: str = ""
    desc: str = ""
    all: str = ""

    def address(self, path: str = "/obligations", **changed: str) -> str:
        """The address of the same choice with some of it changed."""
        values = {k: v for k, v in {**self.model_dump(), **changed}.items() if v}
        return f"{path}?{urlencode(values)}" if values else path

    @property
    def filtered(self) -> bool:
        """Whether any row may be hidden."""
        return bool(self.scope or self.role or self.document or self.period)


@dataclass(frozen=True, slots=True)
class _Found:
    """Rows picked out of `every` row that could be listed; `ended` counts those out of force, which are not listed."""

    rows: list[Row]
    every: list[Row]
    ended: int
    error: str | None
    clauses: list[Clause]
    titles: Mapping[str, str]
    states: Mapping[str, str]


def router(live: Live) -> APIRouter:
    """The page and its files, over what is live."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/obligations", response_class=HTMLResponse)
    def obligations(request: Request, picked: Annotated[Picked, Query()], page: str = "1") -> HTMLResponse:
        found = _found(live, picked)
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
        count = max(1, -(-len(found.rows) // _PAGE))
        number = min(max(number, 1), count)
        shown = found.rows[(number - 1) * _PAGE:number * _PAGE]
        bound = {name for o, c, _ in found.every for name in roles_bound(o, c)}
        return render(
            request, "obligations.html", picked=picked, citation=citation, error=found.error, total=len(found.rows),
            hidden=len(found.every) - len(found.rows), ended=found.ended, page=number, pages=count,
            columns=COLUMNS, groups=_grouped(shown, whole=picked.sort in SORTS), kinds=kinds_present(found.clauses),
            titles=found.titles, states=found.states, roles=[r.name for r in roles() if r.name in bound],
            periods=list(dict.fromkeys(o.period for o, _, _ in sorted_rows(found.every, "period") if o.period)))

    @pages.get("/obligations.csv")
    def csv(picked: Annotated[Picked, Query()]) -> Response:
        return _file("\ufeff" + as_csv(_found(live, picked).rows), "text/csv; charset=utf-8", "csv")

    @pages.get("/obligations.xlsx")
    def xlsx(picked: Annotated[Picked, Query()]) -> Response:
        from kb.show.obligation_book import as_workbook

        return _file(as_workbook(_found(live, picked).rows), _XLSX, "xlsx")

    return pages


def _found(live: Live, picked: Picked) -> _Found:
    live.check()
    with live.library.snapshot() as library:
        clauses, found, documents = library.clauses(), library.obligations(), library.titles()
    listed = {i: title for i, (title, status) in documents.items()
              if picked.all == _YES or i == picked.document or status not in OUT_OF_FORCE}
    day = live.library.today()
    rules = clauses if picked.all == _YES else [c for c in clauses if c.document_id == picked.document
                                                or not has_ended(c, day)]
    if picked.all != _YES and not picked.document:
        found = dict(rules_of(rules, found, day)[1])
    ruling = {c.id for c in rules if c.document_id in listed}
    ended = sum(len(found.get(c.id, ())) for c in clauses if c.id not in ruling)
    every = select_obligations(rules, found, listed)
    error, rows = None, []
    try:
        rows = select_obligations(rules, found, listed, scope=checked_scope(picked.scope),
                                  role=checked_role(picked.role), document=picked.document or None)
        rows = [r for r in rows if picked.period in ("", r[0].period)]
    except (NotFoundError, QuestionError) as e:
        error = str(e)
    return _Found(sorted_rows(rows, picked.sort, descending=picked.desc == _YES), every, ended, error, clauses,
                  {i: title for i, (title, _) in documents.items()}, {i: s for i, (_, s) in documents.items()})


def _grouped(rows: list[Row], *, whole: bool) -> list[tuple[str, str, list[tuple[Obligation, Clause, str]]]]:
    """Rows under the title of their document and list; all in one where the reader picked another order."""
    if whole:
        return [("", "", rows)] if rows else []
    return [(title, name, list(own)) for (title, name), own in groupby(rows, key=lambda r: (r[2], r[1].list_title))]


def _file(content: str | bytes, media: str, suffix: str) -> Response:
    name = quote(f"职责事项.{suffix}")
    return Response(content, media_type=media, headers={
        "Content-Disposition": f"attachment; filename=obligations.{suffix}; filename*=UTF-8''{name}"})
