"""A change of the library that is looked at and undone (试一试)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kb.store.library import Library
from kb.store.writer import LibraryWriter


@contextmanager
def tried(library: Library) -> Iterator[tuple[Library, LibraryWriter]]:
    """The library as it would be with what the writer is told inside; nothing of it stays, and nobody else sees it."""
    with library.database.writing() as c:
        yield library.over(c), LibraryWriter(c)
        c.rollback()
