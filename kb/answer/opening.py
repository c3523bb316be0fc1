"""Opening what answers questions (装配): settings in, a ready DatedAnswerer, Finder or Library out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from kb.answer.dated import DatedAnswerer
from kb.config import Settings
from kb.errors import BusyError, ModelError, SearchIndexError
from kb.question.finder import Finder
from kb.search.index.altered import with_questions
from kb.search.index.disk import load_index
from kb.search.index.embedder import OnnxEmbedder
from kb.search.index.model import exported_folder
from kb.store.library import Library, open_library

# How often it begins anew where the library moves on, and the index that belonged to it goes, while it is being read.
_TRIES = 5


def open_finder(settings: Settings, revision: str | None = None) -> Finder:
    """The searcher over the index of this revision of the library, or over the one in use.

    Raises SearchIndexError or ModelError, each with the remedy.
    """
    index = load_index(settings.index, revision)
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
    """The library for the time of a block. Raises SearchIndexError where nothing was taken in yet, UnreadableError
    where it is damaged.
    """
    library = open_existing_library(settings)
    try:
        library.check()
        yield library
    finally:
        library.close()


def open_answerer(settings: Settings) -> DatedAnswerer:
    """Everything needed to answer, of one revision. Raises SearchIndexError or ModelError, each with the remedy."""
    with closing(open_existing_library(settings)) as library:
        return answerer_of(library, settings)


def answerer_of(library: Library, settings: Settings) -> DatedAnswerer:
    """What answers from the last whole state of the library; raises as `open_answerer` does."""
    for _ in range(_TRIES):
        with library.snapshot() as seen:
            revision = seen.revision()
            seen.check()
            try:
                if not seen.titles():
                    raise SearchIndexError(f"知识库是空的：{settings.data}。请用 kb index 加入文件。")
                return DatedAnswerer.of_library(seen, open_finder(settings, revision))
            except SearchIndexError:
                with closing(open_existing_library(settings)) as now:
                    if now.revision() == revision:
                        raise
    raise BusyError(f"知识库正在频繁地更新：{settings.data}。请稍后再试。")


def answerer_with(library: Library, settings: Settings, answerer: DatedAnswerer, clause_id: str, question: str
                  ) -> DatedAnswerer:
    """What would answer if the question were attached to the clause, of the last whole state of the library; raises as
    `open_answerer` does. The index of what answers now is taken where it is of that state, else it is loaded.
    """
    embedder, held = answerer.finder.embedder, answerer.finder.recall.index
    with library.snapshot() as seen:
        revision = seen.revision()
        index = held if held.manifest.revision == revision else load_index(settings.index, revision)
        asked = [*seen.questions(), (clause_id, question)]
        return DatedAnswerer.of_library(seen, Finder(with_questions(index, asked, embedder), embedder))
