"""Sessions that were signed out (退出的登录): those that the library has, and those that could not be written there.

A data folder that cannot be written, or a full disk, must not keep anybody signed in: such sessions end for this
process at least, which forgets them when it stops.
"""

from __future__ import annotations

import logging
import time

from kb.errors import LibraryError
from kb.store.library import Library
from kb.store.sessions import end_session, has_ended

_log = logging.getLogger(__name__)


class EndedSessions:
    """Which sessions have ended. Their ids are random, so that readers and administrators share one set."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._unwritten: dict[str, float] = {}

    def end(self, session_id: str, *, lasts_s: int) -> None:
        """Ends the session of this id, whose cookie would be good for at most `lasts_s` seconds more."""
        try:
            end_session(self._library, session_id, lasts_s=lasts_s)
        except LibraryError as e:
            _log.warning("a session that was signed out is not written down: %s", e)
            now = time.monotonic()
            self._unwritten = {i: until for i, until in self._unwritten.items() if until > now}
            self._unwritten[session_id] = now + lasts_s

    def __contains__(self, session_id: str) -> bool:
        """Whether it was signed out. Raises LibraryError where the library cannot be read."""
        return session_id in self._unwritten or has_ended(self._library, session_id)
