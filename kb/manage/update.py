"""Bringing library and index up to date (更新): what `kb index` does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kb.config import Settings
from kb.manage.intake import FileResult, ingest
from kb.search.index.build import is_current, update_index
from kb.search.index.embedder import OnnxEmbedder
from kb.search.index.model import ensure_model
from kb.store.library import open_library
from kb.store.lock import writer_lock


def update(settings: Settings, paths: Sequence[Path], *, say: Callable[[str], None] = lambda _: None,
           on_file: Callable[[str], None] = lambda _: None,
           on_passage: Callable[[int, int], None] = lambda done, total: None) -> list[FileResult]:
    """Brings library and index up to date with `paths`, or with corpus/ where there are none.

    One writer at a time. Returns what became of each file; raises KBError where the work as a whole cannot be done.
    A library left without any document needs no index: the one before stays, unused, for the vectors in it.
    """
    with writer_lock(settings.library):
        library = open_library(settings.library)
        try:
            whole = {} if paths else {"corpus": settings.corpus, "kept": settings.documents}
            results = ingest(library, paths, **whole, progress=on_file)
            if not library.titles():
                return results
            folder = ensure_model(settings, say)
            embedder = OnnxEmbedder(folder, threads=settings.threads)
            if not is_current(settings.index, library, embedder):
                update_index(settings.index, library, embedder, on_passage)
        finally:
            library.close()
    return results
