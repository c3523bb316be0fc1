"""Bringing library and index up to date (更新): what `kb index` does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from kb.config import Settings, cores
from kb.manage.intake import FileResult, Intake, take_in
from kb.manage.publish import publishing
from kb.search.engine import Index, index_of
from kb.search.index.embedder import Embedder, OnnxEmbedder
from kb.search.index.kept import Kept
from kb.search.index.make import embed_ahead, texts_ahead
from kb.search.index.model import ensure_model
from kb.store.library import Library, open_library
from kb.store.lock import PATIENT_S, writer_lock
from kb.store.register import uploads
from kb.store.tenants import require_known

Progress = Callable[[int, int], None]


def update(settings: Settings, paths: Sequence[Path], *, say: Callable[[str], None] = lambda _: None,
           on_file: Callable[[str], None] = lambda _: None,
           on_passage: Progress = lambda done, total: None) -> list[FileResult]:
    """Brings library and index up to date with `paths`, or with corpus/ where there are none.

    One writer at a time. Returns what became of each file; raises KBError where the work as a whole cannot be done,
    and then nothing changed. A library left without any document needs no index: the one before stays, unused, for the
    vectors in it.
    """
    require_known(settings)
    with writer_lock(settings.place, what="kb index", wait=PATIENT_S, say=say):
        library = open_library(settings.place)
        try:
            intake = _taken_in(library, settings, paths, on_file)
            if not intake.built and not library.titles():
                with library.changing() as writer:
                    intake.apply(writer)
                return intake.results
            embedder = OnnxEmbedder(ensure_model(settings, say), threads=settings.threads)
            index = index_of(library, settings.index)
            kept = _ahead(index, intake, embedder, on_passage, settings.threads)
            if kept is None and index.model() is None:
                kept = _of_common(settings, embedder)
            with publishing(settings.index, library, embedder, kept=kept) as writer:
                intake.apply(writer)
            if not paths and library.titles():
                index.merge(library)
        finally:
            library.close()
    return intake.results


def _taken_in(library: Library, settings: Settings, paths: Sequence[Path], on_file: Callable[[str], None]) -> Intake:
    if paths:
        return take_in(library, paths, progress=on_file)
    if not library.database.tenant:
        return take_in(library, (), corpus=settings.corpus, kept=settings.documents, progress=on_file)
    # corpus/ is common to all tenants of a server; a tenant has what was uploaded for it.
    return take_in(library, (), kept=settings.documents, progress=on_file) if uploads(library) else Intake()


def _of_common(settings: Settings, embedder: Embedder) -> Kept | None:
    """For the first index of a tenant on a server what that of the common documents holds already."""
    if not (settings.tenant and settings.database_url):
        return None
    with closing(open_library(replace(settings, tenant="").place)) as common:
        return Kept(index_of(common, settings.index).vectors(embedder))


def _ahead(index: Index, intake: Intake, embedder: Embedder, progress: Progress, threads: int) -> Kept | None:
    """What the new index is built with, the vectors of new documents computed here: while the transaction lasts nobody
    else can write down as much as a reader's feedback. None where nothing is to be read anew. Every core takes part: an
    embedder of `threads` cores runs as often at a time as there are cores for it.
    """
    if not intake.built:
        return None
    read = [(document.title, parts.clauses) for document, parts, _ in intake.built]
    questions = [q for *_, asked in intake.built for _, q in asked]
    kept = index.kept(embedder, texts_ahead(read, questions, embedder))
    embed_ahead(read, questions, embedder, kept, progress,
                workers=max(1, cores() // threads))
    return kept
