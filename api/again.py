"""The questions that found nothing, asked again in the background (再问一遍) whenever a new index was taken up."""

from __future__ import annotations

import logging
import threading

from kb.answer.dated import DatedAnswerer
from kb.manage.asking_again import ask_again
from kb.store.library import Library

_log = logging.getLogger(__name__)


class AskingAgain:
    """One thread at most; a newer index ends the asking over the one before."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._turn = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def start(self, answerer: DatedAnswerer) -> None:
        """Begins anew over this answerer; returns at once."""
        with self._turn:
            self._stop.set()
            self._stop = threading.Event()
            self._thread = threading.Thread(target=self._run, args=(answerer, self._stop, self._thread),
                                            name="asking-again", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Ends after the question in hand."""
        with self._turn:
            self._stop.set()
            if self._thread is not None:
                self._thread.join(10)

    def _run(self, answerer: DatedAnswerer, stop: threading.Event, before: threading.Thread | None) -> None:
        if before is not None:
            before.join()
        try:
            asked = ask_again(self._library, answerer, rest=stop.wait)
        except Exception:  # nobody waits for it, and the answers do not depend on it
            _log.exception("asking again failed")
        else:
            _log.info("asked again: %d", asked)
