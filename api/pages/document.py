"""One document (阅读页): /documents/{id}, as printed, with its outline, a clause highlighted, and a search inside."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.live import Live
from api.site import render
from kb.language.occurrences import words
from kb.show.document_view import document_view, exact_words
from kb.show.standing import marks
from kb.store.library import Library
from kb.store.versions import Version, content, last_with_clause, versions_of

_LONG = 2000


def router(live: Live) -> APIRouter:
    """The page, over what is live."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/documents/{document_id}", response_class=HTMLResponse)
    def document(request: Request, document_id: str, clause: str = "", q: str = "", start: str = "", end: str = "",
                 hit: str = "") -> HTMLResponse:
        with live.library.snapshot() as library:
            versions = versions_of(library, document_id)
            current = next((v for v in versions if v.held), None)
            page = partial(reading_page, library, request, versions=versions, clause=clause, q=q, start=start, end=end,
                           hit=hit)
            if current is not None and (shown := page(current)) is not None:
                return shown
            earlier = last_with_clause(library, document_id, clause) if clause else None
            if earlier is not None and live.cites(clause):  # by the answers given until the new state is taken up
                shown = page(earlier)
                assert shown is not None  # the clause is there
                return shown
        if current is None:
            return render(request, "gone.html", status=404, version=versions[0], clause_id="", versions=versions)
        return render(request, "gone.html", status=404, version=earlier, clause_id=clause, versions=versions)

    return pages


def reading_page(library: Library, request: Request, version: Version, versions: list[Version], *, clause: str = "",
                 q: str = "", start: str = "", end: str = "", hit: str = "") -> HTMLResponse | None:
    """A version of a document as a page; None where `clause` names a clause that it does not hold."""
    found = content(library, version)
    wanted = next((c for c in found.clauses if c.id == clause), None)
    if clause and wanted is None:
        return None
    long = len(found.segments) > _LONG
    shown = {clause: found.obligations.get(clause, ())} if long else found.obligations
    held = library.clauses(version.document_id) if version.held else []
    gone = {c.id: marks(c, library.today()) for c in held if c.repealed_by is not None or c.gone}
    view = document_view(found.document, found.clauses, found.segments, shown, wanted=words(q.split()),
                         clause_id=clause or None, cited=exact_words(wanted, start, end), out_of_force=gone)
    number = int(hit) if hit.isascii() and hit.isdecimal() and len(hit) < 8 else 0
    standing = library.document(version.document_id) if version.held else found.document
    titles = {d: title for d, (title, _) in library.titles().items()}
    return render(request, "document.html", version=version, versions=versions, document=standing, view=view,
                  titles=titles, question=q.strip(), hit=number if number <= view.hits else 0, long=long,
                  obligations=sum(len(s.obligations) for s in view.segments))
