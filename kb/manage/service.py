"""Opening what answers questions (装配): settings in, a ready Answerer or Finder out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kb.answer.engine import Answerer
from kb.config import Settings
from kb.errors import ModelError, SearchIndexError
from kb.ingest.pipeline import FileResult, ingest
from kb.question.finder import Finder
from kb.search.index.build import is_current, update_index
from kb.search.index.disk import load_index
from kb.search.index.embedder import OnnxEmbedder
from kb.search.index.model import ensure_model, exported_folder
from kb.store.library import Library, open_library
from kb.store.lock import writer_lock


def open_finder(settings: Settings) -> Finder:
    """The searcher over the index in use. Raises SearchIndexError or ModelError, each with the remedy."""
    index = load_index(settings.index)
    folder = exported_folder(settings)
    if not (folder / "model.json").is_file():
        raise ModelError(f"句向量模型还没有准备好：{folder}。请运行 kb index。")
    embedder = OnnxEmbedder(folder, threads=settings.threads)
    if embedder.fingerprint != index.manifest.model:
        raise SearchIndexError("索引是用另一个句向量模型建立的。请运行 kb index。")
    return Finder(index, embedder)


def open_existing_library(settings: Settings) -> Library:
    """The library, which must exist. Raises SearchIndexError with the remedy where nothing was taken in yet."""
    if not settings.library.is_file():
        raise SearchIndexError(f"还没有知识库：{settings.data}。请先运行 kb index。")
    return open_library(settings.library)


@contextmanager
def reading(settings: Settings) -> Iterator[Library]:
    """The library for the time of a block. Raises SearchIndexError where nothing was taken in yet."""
    library = open_existing_library(settings)
    try:
        yield library
    finally:
        library.close()


def open_answerer(settings: Settings) -> Answerer:
    """Everything needed to answer. Raises SearchIndexError or ModelError, each with the remedy."""
    with reading(settings) as library:
        if not library.titles():
            raise SearchIndexError(f"知识库是空的：{settings.data}。请用 kb index 加入文件。")
        return Answerer.of_library(library, open_finder(settings))


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
