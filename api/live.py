"""What the service answers from (现用的知识库): one Answerer at a time, exchanged whole when the index changes."""

from __future__ import annotations

import logging
import threading

from kb.answer.engine import Answerer
from kb.config import Settings
from kb.errors import KBError
from kb.journal import Journal
from kb.library import Library
from kb.service import open_answerer, open_existing_library
from kb.types import Answer, Query

_log = logging.getLogger(__name__)


class Live:
    """The answerer and the library in use. A request takes `answerer` once and keeps it to its end, so that an
    exchange in the middle fails nothing: the old one goes when the last request that holds it is done.
    """

    def __init__(self, settings: Settings) -> None:
        """Raises KBError where nothing can be answered yet."""
        self.settings = settings
        self._answerer = open_answerer(settings)
        self._library = open_existing_library(settings)
        self._exchange = threading.Lock()
        self._journal = Journal(self._library.engine)

    @property
    def answerer(self) -> Answerer:
        """What answers now."""
        return self._answerer

    @property
    def library(self) -> Library:
        """The library, for reading; it sees the last committed state."""
        return self._library

    @property
    def journal(self) -> Journal:
        """Where feedback and questions that found nothing go."""
        return self._journal

    def ask(self, query: Query) -> Answer:
        """The answer to a query; one that finds nothing is noted for the administrator."""
        answer = self._answerer.answer(query)
        self._journal.note(query, answer)
        return answer

    def refresh(self) -> bool:
        """Takes up the library and index on disk where they are newer; whether it did.

        While an update is being written the index is older than the library: then the answerer in use stays, and the
        next call tries again.
        """
        with self._exchange:
            if self._library.revision() == self._answerer.searcher.index.manifest.revision:
                return False
            try:
                self._answerer = open_answerer(self.settings)
            except KBError as e:
                _log.info("index not ready to be taken up: %s", e)
                return False
            return True

    def close(self) -> None:
        """Writes down what the journal still holds and lets go of the library file."""
        self._journal.close()
        self._library.close()
