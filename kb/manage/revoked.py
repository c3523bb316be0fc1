"""What was taken back stays so (收回的不复活): withdrawn keys and ended sessions, when an older state comes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kb.config import Server
from kb.errors import KBError
from kb.store.database import library_exists
from kb.store.keys import keep_withdrawn, withdrawn_keys
from kb.store.library import open_library
from kb.store.sessions import ended, keep_ended


@contextmanager
def keeping_revoked(place: Path | Server) -> Iterator[None]:
    """What the library at `place` has withdrawn and ended before the block holds after it too. Nothing is known of a
    library that is missing or cannot be read.
    """
    keys: dict[str, tuple[str, str]] = {}
    sessions: dict[str, str] = {}
    if library_exists(place):
        try:
            with closing(open_library(place)) as library:
                keys, sessions = withdrawn_keys(library), ended(library)
        except KBError:  # a damaged library is what restoring is for
            pass
    yield
    if keys or sessions:
        with closing(open_library(place)) as library:
            keep_withdrawn(library, keys)
            keep_ended(library, sessions)
