"""The index of a library on a server as a folder, and back (索引的进出), with its vectors: none is made again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kb.config import Settings
from kb.manage.publish import publishing
from kb.search.engine import FolderIndex, index_of
from kb.search.index.embedder import OnnxEmbedder
from kb.search.index.kept import Kept
from kb.search.index.model import ensure_model
from kb.store.library import Library, open_library

Say = Callable[[str], None]


def taken_out(settings: Settings, copy: Library, folder: Path) -> Path:
    """Writes the index of a copy of the library to `folder`."""
    embedder = OnnxEmbedder(ensure_model(settings, lambda _: None), threads=settings.threads)
    with closing(open_library(settings.place)) as library:
        kept = Kept(index_of(library, settings.index).vectors(embedder))
    FolderIndex(folder).prepare(copy, embedder, lambda done, total: None, kept)
    return folder


def put_back(settings: Settings, folder: Path, revision: str, say: Say) -> None:
    """Builds the index of the library on the server from the one of this revision at `folder`."""
    with closing(open_library(settings.place)) as library:
        if not library.titles():
            return
        embedder = OnnxEmbedder(ensure_model(settings, say), threads=settings.threads)
        before = FolderIndex(folder)
        before.settle(revision)
        with publishing(settings.index, library, embedder, kept=Kept(before.vectors(embedder))):
            pass
