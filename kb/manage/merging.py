"""Merging the segments of an index (合并索引段) in a process of its own: `python -m kb.manage.merging DATA`.

A service that answers from the index starts it when nobody asks: it takes memory and a core for a minute, and gives
both back. Killed at any moment it has either not happened or it has.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing, suppress
from functools import partial

from kb.config import Settings, load_settings
from kb.errors import KBError
from kb.search.engine import index_of
from kb.store.library import open_library
from kb.store.lock import writer_lock

# Exit statuses: it was done; there was nothing to do, or another was at work.
MERGED, LEFT = 0, 3
_NICE = 19


def merge_segments(settings: Settings) -> bool:
    """Makes one segment of all where they are many, or much of them is gone; whether it did. The writer lock is held
    only while the result is put in place: whoever changes the library meanwhile comes first, and then nothing is done.

    Raises KBError: the index cannot be read or written, or another program is changing the library.
    """
    with closing(open_library(settings.place)) as library:
        holding = partial(writer_lock, settings.place, what="合并索引段")
        return index_of(library, settings.index).merge(library, holding)


def main() -> None:
    """Ends with MERGED or LEFT; anything else is a failure, with one line that says why."""
    with suppress(OSError, AttributeError):
        os.nice(_NICE)
    try:
        sys.exit(MERGED if merge_segments(load_settings(sys.argv[1])) else LEFT)
    except KBError as e:
        sys.exit(str(e))


if __name__ == "__main__":
    main()
