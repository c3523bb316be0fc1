"""Library and index changed as one pair (成对更新).

The index of what the library will be is built and written within the library's transaction; with the commit, and not
before, readers see both. Broken off anywhere, both are as they were before or as they are after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.search.engine import index_of
from kb.search.index.embedder import Embedder
from kb.search.index.kept import Kept
from kb.store.library import Library
from kb.store.writer import LibraryWriter


@contextmanager
def publishing(folder: Path, library: Library, embedder: Embedder, *, kept: Kept | None = None, anew: bool = False,
               progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator[LibraryWriter]:
    """One transaction over the library and its index, which is at `folder` where the library is a file; an empty
    library needs none.

    `kept` is what of the index need not be made again; `anew` makes all of it again. Raises SearchIndexError,
    BusyError, UnreadableError; then nothing changed.
    """
    index = index_of(library, folder)

    def with_index(seen: Library) -> None:
        if seen.titles() and (anew or not index.is_current(seen, embedder)):
            index.prepare(seen, embedder, progress, kept, anew=anew)

    with library.changing(with_index) as writer:
        yield writer
    with suppress(OSError):  # the pair is found without it; the next change tidies up
        index.settle(library.revision())
