"""Opening what answers questions (装配): settings in, a ready DatedAnswerer, Finder or Library out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kb.answer.dated import DatedAnswerer
from kb.config import Settings
from kb.errors import ModelError, SearchIndexError
from kb.question.finder import Finder
from kb.search.index.disk import load_index
from kb.search.index.embedder import OnnxEmbedder
from kb.search.index.model import exported_folder
from kb.store.library import Library, open_library


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
def opened_library(settings: Settings) -> Iterator[Library]:
    """The library for the time of a block. Raises SearchIndexError where nothing was taken in yet."""
    library = open_existing_library(settings)
    try:
        yield library
    finally:
        library.close()


def open_answerer(settings: Settings) -> DatedAnswerer:
    """Everything needed to answer. Raises SearchIndexError or ModelError, each with the remedy."""
    with opened_library(settings) as library:
        if not library.titles():
            raise SearchIndexError(f"知识库是空的：{settings.data}。请用 kb index 加入文件。")
        return DatedAnswerer.of_library(library, open_finder(settings))
