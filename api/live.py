"""What the service answers from (现用的知识库): one DatedAnswerer at a time, exchanged whole when the index changes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import anyio
from anyio.to_thread import run_sync

from api.again import AskingAgain
from api.crew import Crew
from api.memory import give_back
from kb.answer.dated import DatedAnswerer
from kb.answer.opening import answerer_of, open_answerer, open_existing_library, remembering
from kb.config import Settings
from kb.errors import KBError, NothingInForceError
from kb.search.engine import index_of, segments_of
from kb.search.index.embedder import Embedder
from kb.show.start import Start, start
from kb.store.journal import Journal
from kb.store.library import Library
from kb.training.quiz.promised import promised
from kb.types import Answer, Query

_AGAIN_S = 30.0
_log = logging.getLogger(__name__)


class Live:
    """The answerer and the library in use. A request takes `answerer` once and keeps it to its end, so that an
    exchange in the middle fails nothing: the old one goes when the last request that holds it is done.

    `on_answer` is told every answer that `ask` gave.
    """

    def __init__(self, settings: Settings, crew: Crew | None = None) -> None:
        """`crew` are the processes that answer together. Raises KBError where nothing can be answered yet."""
        self.settings = settings
        self._crew = crew or Crew()
        self.on_answer: Callable[[Answer], None] = lambda _answer: None
        self.remembered = remembering(settings)
        self._answerer: DatedAnswerer | None = open_answerer(settings, self.remembered)
        self._embedder = self.answerer.finder.embedder
        self._library = open_existing_library(settings)
        self._index = index_of(self._library, settings.index)
        self._exchange = threading.Lock()
        self._journal = Journal(self._library)
        self._asking_again = AskingAgain(self._library)
        self._failed, self._again = "", 0.0
        self._crew.told(self.answerer.finder.recall.revision)
        self._asked = time.monotonic()
        self._start: tuple[tuple[DatedAnswerer, date], Start] | None = None

    @property
    def answerer(self) -> DatedAnswerer:
        """What answers now. Raises NothingInForceError while every document has been taken out of force."""
        answerer = self._answerer
        if answerer is None:
            raise NothingInForceError("知识库现在是空的，答不了。请告诉管理员加入文件。")
        return answerer

    @property
    def embedder(self) -> Embedder:
        """The sentence model in use; it stays where every document has been taken out of force."""
        return self._embedder

    @property
    def library(self) -> Library:
        """The library, for reading; it sees the last committed state."""
        return self._library

    def cites(self, clause_id: str) -> bool:
        """Whether the answers given now may stand on this clause, whatever the library says by now."""
        answerer = self._answerer
        return answerer is not None and clause_id in answerer.clauses

    @property
    def journal(self) -> Journal:
        """Where feedback and questions that found nothing go."""
        return self._journal

    def ask(self, query: Query) -> Answer:
        """The answer of what answers now; a question that finds nothing is noted for the administrator.

        Raises QuestionError or SearchIndexError.
        """
        answer = self.again(query)
        self.on_answer(answer)
        self._journal.note(query, answer)
        return answer

    def start(self) -> Start:
        """What the start page offers; worked out once for each state of the library and each day."""
        answerer = self._answerer
        if answerer is None:
            return Start((), ())
        now = answerer, date.today()
        if self._start is None or self._start[0] != now:
            try:
                self._start = now, start(answerer, self._library)
            except KBError as e:
                _log.warning("the start page offers nothing: %s", e)
                return Start((), ())
        return self._start[1]

    def again(self, query: Query) -> Answer:
        """The answer to a question that was asked before, which nobody is told of once more. Raises as `ask` does."""
        self._asked = time.monotonic()
        return promised(self.answerer.answer(query), self._library)

    @property
    def looks_every_s(self) -> float:
        """How often a new index is looked for."""
        return self._crew.looks_every_s

    def is_quiet(self, seconds: float) -> bool:
        """Whether nobody has asked for so long, and this process is the one that then does what is to be done."""
        return time.monotonic() - self._asked >= seconds and self._crew.leads

    def is_scattered(self) -> bool:
        """Whether the index in use lies in many segments, or much of them is gone."""
        loaded = self._answerer.finder.recall.revision if self._answerer else None
        return loaded is not None and loaded == self._library.revision() and self._index.is_scattered(loaded)

    def check(self) -> None:
        """Raises KBError where nothing can be answered, or the library cannot be read."""
        _ = self.answerer
        self._library.revision()

    def refresh(self) -> bool:
        """Takes up the library and index on disk where they are newer; whether it did.

        Where the new state cannot be taken up (a damaged file), the answerer in use stays; that state is tried again
        only after a while. An empty library has no index and answers nothing.
        """
        with self._exchange:
            loaded = self._answerer.finder.recall.revision if self._answerer else None
            revision = self._library.revision()
            if revision == loaded and not self._is_merged(revision):
                return False
            if revision == self._failed and time.monotonic() < self._again:
                return False
            try:
                opened = self._opened() if self._library.titles() else None
            except KBError as e:
                _log.warning("the new state cannot be taken up: %s", e)
                self._failed, self._again = revision, time.monotonic() + _AGAIN_S
                return False
            if revision != loaded:
                self._crew.meet(loaded or "", revision)
            self._answerer = opened
            self._embedder = opened.finder.embedder if opened else self._embedder
            del opened
            self.remembered.forget()
            give_back()
            if self._answerer is not None and self._crew.leads and revision != loaded:
                self._asking_again.start(self._answerer)
            return self._answerer is not None or loaded is not None

    def _is_merged(self, revision: str) -> bool:
        """Whether the index in use was of several segments, and others stand in their place by now."""
        held = segments_of(self._answerer.finder.index) if self._answerer else ()
        with suppress(KBError):
            return len(held) > 1 and held != self._index.segments(revision)
        return False

    def _opened(self) -> DatedAnswerer:
        return answerer_of(self._library, self.settings, self.remembered)

    def close(self) -> None:
        """Writes down what the journal still holds and lets go of the library file."""
        self._asking_again.close()
        self._journal.close()
        self._library.close()


async def keep_fresh(live: Live) -> None:
    """Takes up every new index within seconds, until cancelled. Requests go on being answered meanwhile."""
    while True:
        try:
            if await run_sync(live.refresh):
                _log.info("took up a new index")
            await run_sync(live.start)  # before the next reader wants it
        except Exception:  # whatever is wrong with the files now, the answerer in use still answers
            _log.exception("looking for a new index failed")
        await anyio.sleep(live.looks_every_s)
