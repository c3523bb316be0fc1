"""Opening what answers questions (装配): settings in, a ready DatedAnswerer, Finder or Library out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from kb.answer.dated import DatedAnswerer
from kb.answer.remembered import Remembered
from kb.config import Settings
from kb.errors import BusyError, SearchIndexError
from kb.question.finder import Finder
from kb.search.engine import index_of, model_of
from kb.search.index.altered import with_questions
from kb.search.index.disk import load_index
from kb.search.index.index import SearchIndex
from kb.search.index.opening import OpeningModel, begin_opening
from kb.store.attached import attach_question
from kb.store.database import library_exists
from kb.store.library import Library, open_library
from kb.store.tenants import require_known
from kb.store.trying import tried
from kb.types import Answer, Clause, Query

# How often it begins anew where the library moves on, and the index that belonged to it goes, while it is being read.
_TRIES = 5


def open_finder(settings: Settings) -> Finder:
    """The searcher over the index in use. Raises SearchIndexError or ModelError, each with the remedy."""
    with closing(open_existing_library(settings)) as library:
        return _finder_of(library, settings, None, begin_opening(settings))


def _finder_of(library: Library, settings: Settings, revision: str | None, model: OpeningModel) -> Finder:
    """The searcher over the index of this revision of the library, or over the newest."""
    index = index_of(library, settings.index).opened(revision)
    embedder = model()
    if embedder.fingerprint != model_of(index):
        raise SearchIndexError("索引是用另一个句向量模型建立的。请运行 kb index。")
    return Finder(index, embedder)


def open_existing_library(settings: Settings) -> Library:
    """The library, which must exist. Raises SearchIndexError with the remedy where nothing was taken in yet."""
    require_known(settings)
    if not library_exists(settings.place):
        raise SearchIndexError(f"还没有知识库：{settings.where}。请先运行 kb index。")
    return open_library(settings.place)


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


def open_answerer(settings: Settings, remembered: Remembered | None = None, *, model: OpeningModel | None = None
                  ) -> DatedAnswerer:
    """Everything needed to answer, of one revision; answers are `remembered` there, else in a place of its own, and
    `model` is the one of the settings, where it is being opened already. Raises SearchIndexError or ModelError, each
    with the remedy.
    """
    with closing(open_existing_library(settings)) as library:
        return answerer_of(library, settings, remembered or remembering(settings), model=model)


def remembering(settings: Settings) -> Remembered:
    """Where answers are kept, as large as the settings say."""
    return Remembered(settings.answers << 20)


def answerer_of(library: Library, settings: Settings, remembered: Remembered, *, model: OpeningModel | None = None
                ) -> DatedAnswerer:
    """What answers from the last whole state of the library; `model` and what it raises are as for `open_answerer`."""
    model = model or begin_opening(settings)
    for _ in range(_TRIES):
        with library.snapshot() as seen:
            revision = seen.revision()
            seen.check()
            try:
                if not seen.titles():
                    raise SearchIndexError(f"知识库是空的：{settings.where}。请用 kb index 加入文件。")
                finder = _finder_of(library, settings, revision, model)
                return DatedAnswerer.of_library(seen, finder, remembered=remembered)
            except SearchIndexError:
                with closing(open_existing_library(settings)) as now:
                    if now.revision() == revision:
                        raise
    raise BusyError(f"知识库正在频繁地更新：{settings.where}。请稍后再试。")


def answer_with(library: Library, settings: Settings, answerer: DatedAnswerer, clause: Clause, question: str,
                query: Query) -> Answer:
    """What would be answered if the question were attached to the clause, of the last whole state of the library;
    raises as `open_answerer` does. The index of what answers now is taken where it is of that state.
    """
    embedder, held = answerer.finder.embedder, answerer.finder.index
    if not isinstance(held, SearchIndex):
        with tried(library) as (seen, writer):
            attach_question(writer, clause, question)
            writer.finish()
            index = index_of(seen, settings.index)
            index.prepare(seen, embedder, lambda done, total: None, None)
            return DatedAnswerer.of_library(seen, Finder(index.opened(seen.revision()), embedder)).answer(query)
    with library.snapshot() as seen:
        revision = seen.revision()
        whole = held if held.manifest.revision == revision else load_index(settings.index, revision)
        asked = [*seen.questions(), (clause.id, question)]
        changed = Finder(with_questions(whole, asked, embedder), embedder)
        return DatedAnswerer.of_library(seen, changed).answer(query)
