"""Versions of a document (版本页): the list of them, an earlier one, and what changed between two."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.live import Live
from api.pages.document import reading_page
from api.site import render
from kb.cite import number_label
from kb.errors import NotFoundError
from kb.store.versions import Version, content, version_numbered, versions_of
from kb.validity.changes import changes


def router(live: Live) -> APIRouter:
    """The pages, over what is live."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/documents/{document_id}/versions", response_class=HTMLResponse)
    def listed(request: Request, document_id: str) -> HTMLResponse:
        return render(request, "versions.html", versions=versions_of(live.library, document_id))

    @pages.get("/documents/{document_id}/versions/{ordinal}", response_class=HTMLResponse)
    def earlier(request: Request, document_id: str, ordinal: str, clause: str = "", q: str = "", start: str = "",
                end: str = "", hit: str = "") -> HTMLResponse:
        version = _version(document_id, ordinal)
        versions = versions_of(live.library, document_id)
        shown = reading_page(live.library, request, version, versions, clause=clause, q=q, start=start, end=end,
                             hit=hit)
        return shown or render(request, "gone.html", status=404, version=None, clause_id=clause, versions=versions)

    @pages.get("/documents/{document_id}/changes", response_class=HTMLResponse)
    def changed(request: Request, document_id: str, old: str = "", new: str = "") -> HTMLResponse:
        versions = versions_of(live.library, document_id)
        newer = _version(document_id, new or str(versions[0].ordinal))
        older = _version(document_id, old or str(max(1, newer.ordinal - 1)))
        found = changes(content(live.library, older).clauses, content(live.library, newer).clauses)
        counts = {kind: sum(c.kind == kind for c in found) for kind in ("changed", "added", "removed", "same")}
        labels = {c.id: number_label(c) or "" for change in found for c in (change.old, change.new) if c}
        return render(request, "changes.html", older=older, newer=newer, versions=versions, changes=found,
                      counts=counts, labels=labels)

    def _version(document_id: str, ordinal: str) -> Version:
        if not ordinal.isascii() or not ordinal.isdecimal() or len(ordinal) > 8:
            raise NotFoundError(f"没有这个版本：{ordinal[:20]}。")
        return version_numbered(live.library, document_id, int(ordinal))

    return pages
